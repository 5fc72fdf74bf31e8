use super::zone;
use crate::example::ExampleOf as _;
use jiff::tz::TimeZone;
use jiff::{Span, Unit};
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Adds an amount of a unit to a time, or subtracts it when it is negative. A month after January 31st is the \
               last day of February.\n\
               Fails with bad_time when the result is outside the years -9999 to 9999.";
    let cases =
        [(r#"{ "utc_unix": 1706659200000, "unit": "months", "amount": 1 }"#, "1709164800000")];
    NodeInfo::value("time.add", "Add to Time", doc)
        .attribute(zone::unit_attribute())
        .attribute(zone::attribute())
        .input(zone::input())
        .input(Socket::int("amount", "Amount", "How many units to add."))
        .output(Socket::int(
            "result",
            "Result",
            "The time in milliseconds since 1970-01-01 00:00 UTC.",
        ))
        .example_of("A month after 2024-01-31", "result", &cases)
        .create(|setup| {
            let unit = zone::unit(setup.attributes.text("unit"));
            Ok(Add { unit, zone: zone::of(&setup)? })
        })
        .check_constants(zone::check)
}

struct Add {
    unit: Unit,
    zone: TimeZone,
}

impl Node for Add {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let time = zone::time_at(context, 0, &self.zone)?;
        let (amount, span) = (context.int(1)?, Span::new());
        let span = match self.unit {
            Unit::Millisecond => span.try_milliseconds(amount),
            Unit::Minute => span.try_minutes(amount),
            Unit::Hour => span.try_hours(amount),
            Unit::Day => span.try_days(amount),
            Unit::Week => span.try_weeks(amount),
            Unit::Month => span.try_months(amount),
            Unit::Year => span.try_years(amount),
            _ => span.try_seconds(amount),
        };
        let result = span.and_then(|span| time.checked_add(span));
        let result = result.map_err(|_| zone::bad_time().at_input(1))?;
        context.set(0, result.timestamp().as_millisecond());
        Ok(Flow::NEXT)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::{Value as Json, json};

    #[test]
    fn units_are_those_of_the_calendar() {
        let of = |unit: &str, amount: i64| {
            // 2024-03-30 12:00 in Berlin, a day before the clocks change.
            let time = 1_711_796_400_000_i64;
            json!({ "unit": unit, "amount": amount, "zone": "Europe/Berlin", "utc_unix": time })
        };
        let cases: [(Json, &str); 8] = [
            (of("days", 1), "1711879200000"),
            (of("hours", 24), "1711882800000"),
            (of("weeks", -1), "1711191600000"),
            (of("milliseconds", 1), "1711796400001"),
            (of("minutes", -1), "1711796340000"),
            (of("seconds", 0), "1711796400000"),
            (of("years", 10_000), "bad_time"),
            (of("milliseconds", i64::MIN), "bad_time"),
        ];
        check("time.add", "result", &cases);
    }
}
