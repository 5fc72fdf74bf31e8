use super::format::{format_attribute, pattern_attribute};
use super::zone;
use crate::example::ExampleOf as _;
use jiff::fmt::{rfc2822, strtime};
use jiff::tz::TimeZone;
use jiff::{Error, Timestamp};
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket, Text};

pub(crate) fn node_type() -> NodeType {
    let doc = "Reads a time from text: rfc3339 (ISO 8601) with an offset, rfc2822 as in mails, or custom with a pattern of \
               strftime as in Date Time Formatter. A custom time without an offset is one of the zone.\n\
               A text that is no such time leaves by `on_error`. When `on_error` has no wire, or the node is only read, \
               the node fails with not_a_time.";
    let cases = [(r#"{ "text": "2023-11-14T23:13:20+01:00" }"#, "1700000000000")];
    NodeInfo::value("time.parse", "Parse Time", doc)
        .pulse_output("on_error", "OnError", "The text is no such time; `error` says why.")
        .attribute(format_attribute())
        .attribute(pattern_attribute())
        .attribute(zone::attribute())
        .input(Socket::string("text", "Text", "The time as text."))
        .output(Socket::int(
            "utc_unix",
            "UTC Unix (ms)",
            "Milliseconds since 1970-01-01 00:00 UTC.",
        ))
        .output(Socket::string("error", "Error", "Why the last text is no time; empty if it is."))
        .example_of("A time with an offset", "utc_unix", &cases)
        .create(|setup| Parse::new(&setup))
        .check_constants(zone::check)
}

const ON_ERROR: u32 = 1;

struct Parse {
    format: String,
    pattern: String,
    zone: TimeZone,
}

impl Parse {
    fn new(setup: &Setup<'_>) -> Result<Self, NodeError> {
        let format = setup.attributes.text("format").to_owned();
        let pattern = setup.attributes.text("pattern").to_owned();
        Ok(Self { format, pattern, zone: zone::of(setup)? })
    }

    fn parse(&self, text: &str) -> Result<Timestamp, Error> {
        match self.format.as_str() {
            "rfc2822" => Ok(rfc2822::parse(text)?.timestamp()),
            "custom" => {
                let parts = strtime::parse(&self.pattern, text)?;
                match parts.offset() {
                    Some(_) => parts.to_timestamp(),
                    None => Ok(parts.to_datetime()?.to_zoned(self.zone.clone())?.timestamp()),
                }
            }
            _ => text.parse(),
        }
    }
}

impl Node for Parse {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match self.parse(context.text(0)?) {
            Ok(time) => {
                context.set(0, time.as_millisecond());
                context.set(1, Text::default());
                Ok(Flow::NEXT)
            }
            Err(why) => {
                let why = why.to_string();
                context.set(1, why.as_str());
                Err(NodeError::new("not_a_time", format!("is no such time: {why}"))
                    .at_input(0)
                    .by_pulse(ON_ERROR))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::{Value as Json, json};

    fn of(format: &str, pattern: &str, text: &str) -> Json {
        json!({ "format": format, "pattern": pattern, "text": text, "zone": "Europe/Berlin" })
    }

    #[test]
    fn every_format_is_read() {
        check(
            "time.parse",
            "utc_unix",
            &[
                (of("rfc3339", "", "1970-01-01T00:00:00.0015Z"), "1"),
                (of("rfc3339", "", "1969-12-31T23:59:59-01:00"), "3599000"),
                (of("rfc2822", "", "Tue, 14 Nov 2023 17:13:20 -0500"), "1700000000000"),
                (of("custom", "%d.%m.%Y %H:%M", "03.07.2024 11:46"), "1719999960000"),
                (of("custom", "%Y-%m-%d %H:%M %z", "2024-07-03 11:46 +0000"), "1720007160000"),
                (of("rfc3339", "", "2023-11-14T22:13:20"), "not_a_time"),
                (of("rfc3339", "", ""), "not_a_time"),
                (of("rfc2822", "", "Mon, 14 Nov 2023 17:13:20 -0500"), "not_a_time"),
                (of("custom", "%Y", "x"), "not_a_time"),
            ],
        );
    }

    #[test]
    fn a_failure_leaves_by_on_error() {
        let mut node = Bench::new("time.parse", json!({}));
        let error = node.set("text", "yesterday").error();
        assert_eq!(
            (error.code.as_ref(), error.pulse, error.input),
            ("not_a_time", Some(1), Some(0))
        );
        assert!(!node.text("error").is_empty());
        assert_eq!(node.set("text", "1970-01-01T00:00:00Z").pulse(), "pulse");
        assert_eq!(node.text("error"), "");
    }
}
