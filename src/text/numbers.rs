//! Numbers as files write them: mostly a few digits, perhaps with a point, which need none of the machinery that others do.

/// A finite number.
pub fn decimal(raw: &str) -> Option<f64> {
    plain_decimal(raw).or_else(|| raw.parse().ok().filter(|number: &f64| number.is_finite()))
}

/// A number in its usual form: up to fifteen digits, perhaps with a point. None is something else, or an unusual number.
pub fn plain_decimal(raw: &str) -> Option<f64> {
    const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (mut digits, mut decimals, mut has_point) = (0u64, 0, false);
    if raw.is_empty() || raw.len() > POWERS.len() {
        return None;
    }
    for byte in raw.bytes() {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10 + u64::from(byte - b'0');
                decimals += usize::from(has_point);
            }
            b'.' if !has_point && raw.len() > 1 => has_point = true,
            _ => return None,
        }
    }
    Some(digits as f64 / POWERS[decimals])
}
