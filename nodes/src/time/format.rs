use super::zone;
use crate::example::ExampleOf as _;
use jiff::Zoned;
use jiff::fmt::{rfc2822, strtime, temporal::DateTimePrinter};
use jiff::tz::TimeZone;
use pulsewire_plugin::{
    Attribute, Constants, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Writes a time as text: rfc3339 (ISO 8601) with milliseconds, rfc2822 as in mails, or custom with a pattern \
               of strftime: %Y year, %m month, %d day, %H hour, %M minute, %S second, %3f milliseconds, %z offset, %Z \
               abbreviation of the zone, %A and %a weekday, %B and %b month, %j day of the year, %% a percent sign.\n\
               Fails with bad_time when the time is outside the years -9999 to 9999, or outside 0 to 9999 for rfc2822.";
    let cases = [
        (r#"{ "utc_unix": 1700000000000 }"#, "2023-11-14T22:13:20.000Z"),
        (
            r#"{ "format": "custom", "pattern": "%H:%M on %d.%m.", "zone": "Europe/Berlin",
                  "utc_unix": 1700000000000 }"#,
            "23:13 on 14.11.",
        ),
    ];
    NodeInfo::value("time.format", "Date Time Formatter", doc)
        .attribute(format_attribute())
        .attribute(pattern_attribute())
        .attribute(zone::attribute())
        .input(zone::input())
        .output(Socket::string("text", "Text", "The time as text."))
        .example_of("A time for machines, and one for people", "text", &cases)
        .create(|setup| Format::new(&setup))
        .check_constants(|constants: &mut Constants<'_>| {
            zone::check(constants);
            let attributes = constants.attributes();
            let style = Style::of(attributes.text("format"), attributes.text("pattern"));
            if let Err(why) = style.write(&Zoned::default()) {
                constants.refuse("pattern", &why.code, why.message);
            }
        })
}

/// The attribute `format`.
pub(super) fn format_attribute() -> Attribute {
    let doc = "How the time is written.";
    Attribute::choice("format", "Format", &["rfc3339", "rfc2822", "custom"], doc)
}

/// The attribute `pattern`.
pub(super) fn pattern_attribute() -> Attribute {
    let doc = "custom: the pattern.";
    Attribute::string("pattern", "Pattern", "%Y-%m-%d %H:%M:%S", doc)
}

enum Style {
    Rfc3339,
    Rfc2822,
    Custom(String),
}

impl Style {
    fn of(format: &str, pattern: &str) -> Self {
        match format {
            "rfc2822" => Self::Rfc2822,
            "custom" => Self::Custom(pattern.to_owned()),
            _ => Self::Rfc3339,
        }
    }

    fn write(&self, time: &Zoned) -> Result<String, NodeError> {
        match self {
            Self::Rfc3339 => {
                let printer = DateTimePrinter::new().precision(Some(3));
                let time = match time.time_zone() == &TimeZone::UTC {
                    true => printer.timestamp_to_string(&time.timestamp()),
                    false => {
                        printer.timestamp_with_offset_to_string(&time.timestamp(), time.offset())
                    }
                };
                Ok(time)
            }
            Self::Rfc2822 => rfc2822::to_string(time).map_err(|_| zone::bad_time().at_input(0)),
            Self::Custom(pattern) => strtime::format(pattern, time).map_err(|why| {
                NodeError::new("bad_pattern", format!("the pattern {pattern:?} is wrong: {why}"))
            }),
        }
    }
}

struct Format {
    style: Style,
    zone: TimeZone,
}

impl Format {
    fn new(setup: &Setup<'_>) -> Result<Self, NodeError> {
        let style = Style::of(setup.attributes.text("format"), setup.attributes.text("pattern"));
        Ok(Self { style, zone: zone::of(setup)? })
    }
}

impl Node for Format {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let time = zone::time_at(context, 0, &self.zone)?;
        context.set(0, self.style.write(&time)?);
        Ok(Flow::NEXT)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, constant_mistakes};
    use serde_json::{Value as Json, json};

    fn of(format: &str, zone: &str, time: i64) -> Json {
        json!({ "format": format, "zone": zone, "utc_unix": time })
    }

    #[test]
    fn every_format_is_written_in_its_zone() {
        check(
            "time.format",
            "text",
            &[
                (of("rfc3339", "UTC", 1), "1970-01-01T00:00:00.001Z"),
                (of("rfc3339", "Asia/Kolkata", 1_700_000_000_123), "2023-11-15T03:43:20.123+05:30"),
                (
                    of("rfc2822", "America/New_York", 1_700_000_000_000),
                    "Tue, 14 Nov 2023 17:13:20 -0500",
                ),
                (of("custom", "Europe/Berlin", 1_720_000_000_000), "2024-07-03 11:46:40"),
                (of("rfc3339", "UTC", i64::MAX), "bad_time"),
                (of("rfc2822", "UTC", -100_000_000_000_000), "bad_time"),
                (json!({ "format": "custom", "pattern": "%A %3f %%" }), "Thursday 000 %"),
            ],
        );
    }

    #[test]
    fn pattern_and_zone_are_checked_before_the_run() {
        for (attributes, wanted) in [
            (json!({ "zone": "Mars/Base" }), "/zone bad_zone there is no time zone \"Mars/Base\""),
            (
                json!({ "format": "custom", "pattern": "%!" }),
                "/pattern bad_pattern the pattern \"%!\" is wrong",
            ),
        ] {
            let found = constant_mistakes("time.format", attributes, &[]).concat();
            assert!(found.starts_with(wanted), "{found}");
        }
    }
}
