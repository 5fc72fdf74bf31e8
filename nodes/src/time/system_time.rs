use super::zone;
use crate::Services;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use pulsewire_plugin::{Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket};
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Returns the time of day, by default in the time zone of the system.";
    let zone = "The time zone: local for that of the system, UTC or a name such as Europe/Berlin.";
    let services = services.clone();
    NodeInfo::value("time.system_time", "System Time", doc)
        .attribute(Attribute::string("zone", "Zone", "local", zone))
        .output(Socket::int("hour", "Hour", "The hour, 0 to 23."))
        .output(Socket::int("minute", "Minute", "The minute, 0 to 59."))
        .output(Socket::int("second", "Second", "The second, 0 to 59."))
        .output(Socket::int("millisecond", "Millisecond", "The millisecond, 0 to 999."))
        .example("No hour is later than 23", EXAMPLE, "true")
        .create(move |setup| Ok(SystemTime { services: services.clone(), zone: zone::of(&setup)? }))
        .check_constants(zone::check)
}

struct SystemTime {
    services: Arc<dyn Services>,
    zone: TimeZone,
}

impl Node for SystemTime {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let now = Timestamp::from_millisecond(self.services.now()).map_err(|_| zone::bad_time())?;
        let now = now.to_zoned(self.zone.clone());
        context.set(0, i64::from(now.hour()));
        context.set(1, i64::from(now.minute()));
        context.set(2, i64::from(now.second()));
        context.set(3, i64::from(now.millisecond()));
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "time":  { "type": "time.system_time" },
    "least": { "type": "compare.is_less_equal", "attributes": { "data_type": "Int", "b": 23 } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "time.hour -> least.a",
    "least.c -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;
    use std::sync::atomic::Ordering;

    #[test]
    fn tells_the_time_of_the_zone() {
        for (zone, hour) in [("UTC", "22"), ("Europe/Berlin", "23")] {
            let mut node = Bench::new("time.system_time", json!({ "zone": zone }));
            node.services.now.store(1_700_000_000_123, Ordering::Relaxed);
            node.read();
            let found = ["hour", "minute", "second", "millisecond"].map(|name| node.text(name));
            assert_eq!(found, [hour, "13", "20", "123"]);
        }
    }
}
