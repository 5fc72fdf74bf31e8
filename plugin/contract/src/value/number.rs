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
