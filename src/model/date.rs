//! A calendar date that may lack its day or month, as records often do.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A date of the Gregorian calendar: a year, perhaps a month, perhaps a day. Orders by time, the vaguer first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// Year, 1 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day of the month, 1 to 31; only with a month.
    pub day: Option<u8>,
}

impl Date {
    /// The date, if such a day exists.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let exists = (1..=9999).contains(&year)
            && month.is_none_or(|month| (1..=12).contains(&month))
            && match (month, day) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(month), Some(day)) => (1..=days_in(year, month)).contains(&day),
            };
        exists.then_some(Self { year, month, day })
    }

    /// Whether it is certainly before another one: `2019` and `2019-05` may be either way.
    pub fn is_before(self, other: Self) -> bool {
        let by = |one: Option<u8>, other: Option<u8>| one.zip(other).map(|(one, other)| one.cmp(&other));
        let month = || by(self.month, other.month);
        let day = || by(self.day, other.day);
        match self.year.cmp(&other.year) {
            Ordering::Equal => match month() {
                Some(Ordering::Equal) => day() == Some(Ordering::Less),
                months => months == Some(Ordering::Less),
            },
            years => years == Ordering::Less,
        }
    }

    /// Reads ISO 8601: `2014`, `2014-07` or `2014-07-10`.
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year =
            parts.next().filter(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
        let month = parts.next();
        let day = parts.next();
        let (month, day) = (optional(month)?, optional(day)?);
        parts.next().is_none().then(|| Self::new(year, month, day)).flatten()
    }
}

/// Two digits, or nothing where nothing stands; none where something else stands.
fn optional(text: Option<&str>) -> Option<Option<u8>> {
    let Some(text) = text else { return Some(None) };
    let is_number = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok())
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    /// ISO 8601, as long as what is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn reads_and_writes_iso() {
        for text in ["2014", "2014-07", "2014-07-10", "2024-02-29", "0800-12-25"] {
            assert_eq!(Date::from_iso(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
        for text in ["", "14", "2014-7", "2014-13", "2023-02-29", "2014-07-10-1", "2014-07-32", "+014"] {
            assert_eq!(Date::from_iso(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_vague_is_before_nothing_near() {
        let date = |text: &str| Date::from_iso(text).expect("a date");
        for (one, other) in
            [("2018", "2019"), ("2018-12-31", "2019"), ("2019-03", "2019-04-01"), ("2019-04-01", "2019-04-02")]
        {
            assert!(date(one).is_before(date(other)) && !date(other).is_before(date(one)), "{one} {other}");
        }
        for (one, other) in [("2019", "2019-01-02"), ("2019-04", "2019-04-02"), ("2019-04-02", "2019-04-02")] {
            assert!(!date(one).is_before(date(other)) && !date(other).is_before(date(one)), "{one} {other}");
        }
    }
}
