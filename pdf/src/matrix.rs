//! Affine maps of the plane, in the six numbers that a PDF writes them in.

/// `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    /// Leaves everything where it is.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Moves by `x` and `y`.
    pub fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First `inner`, then this one.
    pub fn after(self, inner: Self) -> Self {
        let (o, i) = (self.0, inner.0);
        Self([
            o[0] * i[0] + o[2] * i[1],
            o[1] * i[0] + o[3] * i[1],
            o[0] * i[2] + o[2] * i[3],
            o[1] * i[2] + o[3] * i[3],
            o[0] * i[4] + o[2] * i[5] + o[4],
            o[1] * i[4] + o[3] * i[5] + o[5],
        ])
    }

    /// Where a point goes.
    pub fn point(self, x: f64, y: f64) -> (f64, f64) {
        let m = self.0;
        (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
    }

    /// Where a direction goes.
    pub fn direction(self, x: f64, y: f64) -> (f64, f64) {
        let m = self.0;
        (m[0] * x + m[2] * y, m[1] * x + m[3] * y)
    }
}
