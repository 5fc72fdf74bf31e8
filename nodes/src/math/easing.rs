//! Curves from 0 to 1, as <https://easings.net> shows them.

use std::f64::consts::{PI, TAU};

/// A curve: how far a value has come after a part of the time, both from 0 to 1.
pub(super) type Curve = fn(f64) -> f64;

/// The names of the families, each with its curve that begins slowly.
const FAMILIES: [(&str, Curve); 10] = [
    ("sine", |t| 1.0 - (t * PI / 2.0).cos()),
    ("quad", |t| t * t),
    ("cubic", |t| t.powi(3)),
    ("quart", |t| t.powi(4)),
    ("quint", |t| t.powi(5)),
    ("expo", |t| if t <= 0.0 { 0.0 } else { (10.0 * t - 10.0).exp2() }),
    ("circ", |t| 1.0 - (1.0 - t * t).max(0.0).sqrt()),
    ("back", |t| 2.70158 * t.powi(3) - 1.70158 * t * t),
    ("elastic", |t| match t {
        0.0 | 1.0 => t,
        _ => -((10.0 * t - 10.0).exp2()) * ((t * 10.0 - 10.75) * TAU / 3.0).sin(),
    }),
    ("bounce", |t| 1.0 - bounce(1.0 - t)),
];

/// How an interpolation proceeds.
#[derive(Clone, Copy)]
pub(super) enum Easing {
    /// At a constant pace.
    Linear,
    /// Linear, rounded down to whole numbers.
    Constant,
    /// Slow at the beginning.
    In(Curve),
    /// Slow at the end.
    Out(Curve),
    /// Slow at both ends.
    InOut(Curve),
}

/// Every name of an easing; the first is the default.
pub(super) fn names() -> Vec<String> {
    let families = FAMILIES
        .iter()
        .flat_map(|(name, _)| ["in", "out", "in_out"].map(|ends| format!("{name}_{ends}")));
    ["linear".to_owned(), "constant".to_owned()].into_iter().chain(families).collect()
}

impl Easing {
    /// The easing of this name.
    pub(super) fn of(name: &str) -> Self {
        let (family, ends) = name.split_once('_').unwrap_or((name, ""));
        match (FAMILIES.iter().find(|(known, _)| *known == family), ends) {
            (Some((_, curve)), "in") => Self::In(*curve),
            (Some((_, curve)), "out") => Self::Out(*curve),
            (Some((_, curve)), _) => Self::InOut(*curve),
            (None, _) if name == "constant" => Self::Constant,
            (None, _) => Self::Linear,
        }
    }

    /// The value between `from` and `to` after this part of the time, 0 to 1. Both ends are exact.
    pub(super) fn between(self, from: f64, to: f64, part: f64) -> f64 {
        let eased = match self {
            _ if part <= 0.0 => return from,
            _ if part >= 1.0 => return to,
            Self::Linear | Self::Constant => part,
            Self::In(curve) => curve(part),
            Self::Out(curve) => 1.0 - curve(1.0 - part),
            Self::InOut(curve) if part < 0.5 => curve(2.0 * part) / 2.0,
            Self::InOut(curve) => 1.0 - curve(2.0 - 2.0 * part) / 2.0,
        };
        let value = from + eased * (to - from);
        if let Self::Constant = self { value.floor() } else { value }
    }
}

/// A ball that falls to the ground and bounces three times.
fn bounce(t: f64) -> f64 {
    const PACE: f64 = 7.5625;
    let (centre, height) = match t * 2.75 {
        ..1.0 => (0.0, 0.0),
        ..2.0 => (1.5, 0.75),
        ..2.5 => (2.25, 0.9375),
        _ => (2.625, 0.984_375),
    };
    let t = t - centre / 2.75;
    PACE * t * t + height
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_easing_begins_at_0_ends_at_1_and_is_continuous() {
        assert_eq!(names().len(), 32);
        for name in names().iter().filter(|name| *name != "constant") {
            let easing = Easing::of(name);
            assert_eq!((easing.between(0.0, 1.0, 0.0), easing.between(0.0, 1.0, 1.0)), (0.0, 1.0));
            let values: Vec<f64> =
                (0..=10_000).map(|at| easing.between(0.0, 1.0, f64::from(at) / 10_000.0)).collect();
            let jump = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f64::max);
            assert!(jump < 0.02, "{name} jumps by {jump}");
            assert!(values.iter().all(|value| (-0.5..=1.5).contains(value)), "{name}");
        }
    }

    #[test]
    fn the_slow_end_is_where_the_name_says() {
        let quarter = |name| Easing::of(name).between(0.0, 16.0, 0.25);
        assert_eq!(
            ["linear", "quad_in", "quad_out", "quad_in_out"].map(quarter),
            [4.0, 1.0, 7.0, 2.0]
        );
        assert_eq!(Easing::of("constant").between(0.0, 3.0, 0.5), 1.0);
        assert!((Easing::of("sine_in_out").between(2.0, 4.0, 0.5) - 3.0).abs() < 1e-12);
    }
}
