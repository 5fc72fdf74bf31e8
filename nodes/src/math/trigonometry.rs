//! What the trigonometric nodes share.

use super::number;
use pulsewire_plugin::{Attribute, Context, NodeError, Setup};

/// The attribute that chooses between degrees and radians.
pub(super) fn is_degree() -> Attribute {
    let doc = "Whether angles are in degrees; otherwise they are in radians.";
    Attribute::bool("is_degree", "Is Degree", false, doc)
}

/// A function of the angle at the first input.
pub(super) fn of_angle(
    setup: &Setup<'_>,
    function: fn(f64) -> f64,
) -> impl FnMut(&mut Context<'_>) -> Result<f64, NodeError> + use<> {
    let degrees = setup.attributes.bool("is_degree");
    move |context| {
        let angle = context.float(0)?;
        number::finite(function(if degrees { angle.to_radians() } else { angle }))
    }
}

/// A function whose result is an angle.
pub(super) fn to_angle(
    setup: &Setup<'_>,
    function: fn(&Context<'_>) -> Result<f64, NodeError>,
) -> impl FnMut(&mut Context<'_>) -> Result<f64, NodeError> + use<> {
    let degrees = setup.attributes.bool("is_degree");
    move |context| {
        let angle = function(context)?;
        number::finite(if degrees { angle.to_degrees() } else { angle })
    }
}

/// The sine or cosine at the first input.
pub(super) fn ratio(context: &Context<'_>) -> Result<f64, NodeError> {
    match context.float(0)? {
        ratio if (-1.0..=1.0).contains(&ratio) => Ok(ratio),
        ratio => Err(number::out_of_domain(0, ratio, "a number from -1 to 1")),
    }
}
