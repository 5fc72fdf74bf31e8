//! Times in a time zone.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit, Zoned};
use pulsewire_plugin::{Attribute, Constants, Context, NodeError, Setup, Socket};

/// The attribute `zone`.
pub(super) fn attribute() -> Attribute {
    let doc = "The time zone: a name such as Europe/Berlin, UTC, or local for that of the system.";
    Attribute::string("zone", "Zone", "UTC", doc)
}

/// The attribute `unit`, a unit of time.
pub(super) fn unit_attribute() -> Attribute {
    let doc = "The unit. Days, weeks, months and years are those of the calendar in the time zone: a day may have 23 or 25 \
               hours.";
    Attribute::choice("unit", "Unit", &UNITS, doc)
}

const UNITS: [&str; 8] =
    ["seconds", "milliseconds", "minutes", "hours", "days", "weeks", "months", "years"];

pub(super) fn unit(name: &str) -> Unit {
    match name {
        "milliseconds" => Unit::Millisecond,
        "minutes" => Unit::Minute,
        "hours" => Unit::Hour,
        "days" => Unit::Day,
        "weeks" => Unit::Week,
        "months" => Unit::Month,
        "years" => Unit::Year,
        _ => Unit::Second,
    }
}

/// The input `utc_unix`.
pub(super) fn input() -> Socket {
    let doc = "Milliseconds since 1970-01-01 00:00 UTC, such as Now (UTC) returns.";
    Socket::int("utc_unix", "UTC Unix (ms)", doc)
}

/// The time zone of this name.
pub(super) fn find(name: &str) -> Result<TimeZone, NodeError> {
    if name == "local" {
        return Ok(TimeZone::system());
    }
    TimeZone::get(name).map_err(|_| {
        let why = format!(
            "there is no time zone {name:?}: write UTC, local or a name such as Europe/Berlin"
        );
        NodeError::new("bad_zone", why)
    })
}

/// The time zone that the attribute names.
pub(super) fn of(setup: &Setup<'_>) -> Result<TimeZone, NodeError> {
    find(setup.attributes.text("zone"))
}

/// Refuses an unknown time zone.
pub(super) fn check(constants: &mut Constants<'_>) {
    if let Err(error) = find(constants.attributes().text("zone")) {
        constants.refuse("zone", "bad_zone", error.message);
    }
}

/// The time at an input, in a time zone.
pub(super) fn time_at(
    context: &Context<'_>,
    input: usize,
    zone: &TimeZone,
) -> Result<Zoned, NodeError> {
    let millis = context.int(input)?;
    let time = Timestamp::from_millisecond(millis).map_err(|_| bad_time().at_input(input))?;
    Ok(time.to_zoned(zone.clone()))
}

/// A time outside the years -9999 to 9999.
#[cold]
pub(super) fn bad_time() -> NodeError {
    NodeError::new("bad_time", "the time is outside the years -9999 to 9999")
}
