use std::fmt;

/// A Float as it is written everywhere: in JSON, on the console, in texts, drawings and messages. It has the fewest
/// digits that read back as the same Float, and a `.` or an `e`, which tell it from an Int: `1.0`, `0.1`, `1e16`.
#[derive(Clone, Copy, Debug)]
pub struct FloatText(pub f64);

impl fmt::Display for FloatText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.is_finite() {
            return write!(f, "{}", self.0);
        }
        let mut buffer = zmij::Buffer::new();
        let text = buffer.format_finite(self.0);
        match text.split_once("e+") {
            Some((digits, exponent)) => write!(f, "{digits}e{exponent}"),
            None => f.write_str(text),
        }
    }
}

/// Below this, every whole number is exactly one Float: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The Int that a Float is, such as 1 for 1.0: one without a fraction, up to 2^53 on both sides of 0.
#[must_use]
#[allow(clippy::cast_possible_truncation)]
pub fn whole_number(float: f64) -> Option<i64> {
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float_is_as_short_as_it_can_be() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1.0, "1.0"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e16"),
            (1.5e300, "1.5e300"),
            (-5e-324, "-5e-324"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-inf"),
        ];
        for (float, wanted) in cases {
            let text = FloatText(float).to_string();
            assert_eq!(text, wanted);
            let back: f64 = text.parse().unwrap();
            assert!(float.is_nan() || back.to_bits() == float.to_bits(), "{text}");
        }
    }

    #[test]
    fn only_what_is_exact_is_whole() {
        let cases = [
            (1.0, Some(1)),
            (-0.0, Some(0)),
            (-EXACT, Some(-9_007_199_254_740_992)),
            (EXACT * 2.0, None),
            (1.5, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ];
        for (float, wanted) in cases {
            assert_eq!(whole_number(float), wanted, "{float}");
        }
    }
}
