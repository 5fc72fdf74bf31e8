use super::zone;
use crate::example::ExampleOf as _;
use jiff::Unit;
use jiff::tz::TimeZone;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns how much later a time is than another, in a unit; negative when it is earlier. To measure how long \
               something takes use Elapsed Time, which does not jump with the clock.\n\
               Fails with bad_time when a time is outside the years -9999 to 9999.";
    let cases = [(r#"{ "from": 0, "to": 5400000, "unit": "hours" }"#, "1.5")];
    NodeInfo::value("time.difference", "Time Difference", doc)
        .attribute(zone::unit_attribute())
        .attribute(zone::attribute())
        .input(Socket::int(
            "from",
            "From",
            "The earlier time, in milliseconds since 1970-01-01 00:00 UTC.",
        ))
        .input(Socket::int("to", "To", "The later time, in the same way."))
        .output(Socket::float("difference", "Difference", "The difference in the unit."))
        .example_of("An hour and a half", "difference", &cases)
        .create(|setup| {
            let unit = zone::unit(setup.attributes.text("unit"));
            Ok(Difference { unit, zone: zone::of(&setup)? })
        })
        .check_constants(zone::check)
}

struct Difference {
    unit: Unit,
    zone: TimeZone,
}

impl Node for Difference {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let from = zone::time_at(context, 0, &self.zone)?;
        let to = zone::time_at(context, 1, &self.zone)?;
        let span = from.until((self.unit, &to));
        let total = span.and_then(|span| span.total((self.unit, &from)));
        context.set(0, total.map_err(|_| zone::bad_time().at_input(1))?);
        Ok(Flow::NEXT)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn differences_are_those_of_the_calendar() {
        let (before, after) = (1_711_796_400_000_i64, 1_711_879_200_000_i64);
        let of = |unit: &str, from: i64, to: i64| json!({ "unit": unit, "from": from, "to": to, "zone": "Europe/Berlin" });
        check(
            "time.difference",
            "difference",
            &[
                (of("days", before, after), "1.0"),
                (of("hours", before, after), "23.0"),
                (of("hours", after, before), "-23.0"),
                (of("milliseconds", 5, 7), "2.0"),
                (of("seconds", 0, 0), "0.0"),
                (of("days", 0, i64::MAX), "bad_time"),
            ],
        );
    }
}
