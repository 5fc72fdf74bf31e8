use super::zone;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Context, Flow, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Divides a time into year, month, day and so on in a time zone.\n\
               Fails with bad_time when the time is outside the years -9999 to 9999.";
    let cases = [(r#"{ "utc_unix": 1700000000000, "zone": "Europe/Berlin" }"#, "23")];
    let parts = NodeInfo::value("time.parts", "Time Parts", doc)
        .attribute(zone::attribute())
        .input(zone::input())
        .output(Socket::int("year", "Year", "The year."))
        .output(Socket::int("month", "Month", "The month, 1 to 12."))
        .output(Socket::int("day", "Day", "The day of the month, 1 to 31."))
        .output(Socket::int("hour", "Hour", "The hour, 0 to 23."))
        .output(Socket::int("minute", "Minute", "The minute, 0 to 59."))
        .output(Socket::int("second", "Second", "The second, 0 to 59."))
        .output(Socket::int("millisecond", "Millisecond", "The millisecond, 0 to 999."))
        .output(Socket::int(
            "weekday",
            "Weekday",
            "The day of the week, from 1 (Monday) to 7 (Sunday).",
        ))
        .output(Socket::int("day_of_year", "Day of Year", "The day of the year, 1 to 366."))
        .output(Socket::int(
            "offset",
            "Offset (ms)",
            "The offset of the zone from UTC at this time, in milliseconds.",
        ))
        .example_of("The hour in Berlin", "hour", &cases);
    parts.create(|setup| Ok(Parts(zone::of(&setup)?))).check_constants(zone::check)
}

struct Parts(jiff::tz::TimeZone);

impl pulsewire_plugin::Node for Parts {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, pulsewire_plugin::NodeError> {
        let time = zone::time_at(context, 0, &self.0)?;
        let parts = [
            i64::from(time.year()),
            i64::from(time.month()),
            i64::from(time.day()),
            i64::from(time.hour()),
            i64::from(time.minute()),
            i64::from(time.second()),
            i64::from(time.millisecond()),
            i64::from(time.weekday().to_monday_one_offset()),
            i64::from(time.day_of_year()),
            i64::from(time.offset().seconds()) * 1000,
        ];
        for (output, part) in parts.into_iter().enumerate() {
            context.set(output, part);
        }
        Ok(Flow::NEXT)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    fn parts(zone: &str, time: i64) -> String {
        let mut node = Bench::new("time.parts", json!({ "zone": zone, "utc_unix": time }));
        if node.read() != "pulse" {
            return node.read();
        }
        let names = [
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "millisecond",
            "weekday",
            "day_of_year",
            "offset",
        ];
        names.map(|name| node.text(name)).join(" ")
    }

    #[test]
    fn parts_are_those_of_the_zone() {
        assert_eq!(parts("UTC", 1_700_000_000_123), "2023 11 14 22 13 20 123 2 318 0");
        assert_eq!(parts("Asia/Kolkata", 1_704_047_400_000), "2024 1 1 0 0 0 0 1 1 19800000");
        assert_eq!(parts("UTC", -1), "1969 12 31 23 59 59 999 3 365 0");
        assert_eq!(parts("UTC", i64::MIN), "bad_time");
        let found = Bench::creation_error("time.parts", json!({ "zone": "" }));
        assert!(found.starts_with("there is no time zone \"\""), "{found}");
    }
}
