use super::instance::{self, TimerEvent};
use crate::Services;
use cronexpr::{Crontab, MakeTimestamp};
use pulsewire_plugin::{
    Attribute, AttributeKind, Attributes, Context, Emitter, Flow, Node, NodeError, NodeInfo,
    NodeType, Socket, ValueType,
};
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Fires at the times of a cron expression: minute, hour, day of the month, month and day of the week, such as \
               `30 6 * * 1-5` for half past six on workdays. It follows the clock of the system: when that is set, the \
               next time follows the new one. A time that passes while the run is not up or the graph is busy is not \
               made up for.";
    let kind = AttributeKind::Value(ValueType::String);
    let cron =
        "The cron expression: five fields, each *, a number, a range, a step (*/5) or a list.";
    let zone = "The time zone: a name such as Europe/Berlin, or UTC.";
    let services = services.clone();
    NodeInfo::event("timer.on_schedule", "On Schedule", doc)
        .attribute(Attribute::required("cron", "Cron", kind, cron))
        .attribute(Attribute::string("zone", "Zone", "UTC", zone))
        .output(Socket::int(
            "utc_unix",
            "UTC Unix (ms)",
            "The time of the schedule, in milliseconds since 1970-01-01 00:00 UTC.",
        ))
        .example("A rare time", EXAMPLE, "waiting")
        .create(move |setup| {
            let crontab = parse(setup.attributes)?;
            Ok(Schedule { services: services.clone(), emitter: setup.emitter, crontab, next: 0 })
        })
        .check_constants(|constants| {
            if let Err(error) = parse(constants.attributes()) {
                constants.refuse("cron", &error.code, error.message);
            }
        })
}

/// The longest sleep: then the clock of the system is looked at again.
const MAX_SLEEP: Duration = Duration::from_secs(60);

fn parse(attributes: Attributes<'_>) -> Result<Crontab, NodeError> {
    let (cron, zone) = (attributes.text("cron"), attributes.text("zone"));
    let wrong = |why: String| {
        NodeError::new(
            "bad_schedule",
            format!("{cron:?} in the zone {zone:?} is no schedule: {why}"),
        )
    };
    if cron.split_whitespace().count() != 5 {
        return Err(wrong("five fields are wanted".to_owned()));
    }
    cronexpr::parse_crontab(&format!("{cron} {zone}")).map_err(|why| wrong(why.to_string()))
}

struct Schedule {
    services: Arc<dyn Services>,
    emitter: Emitter,
    crontab: Crontab,
    /// The next time, in milliseconds since 1970.
    next: i64,
}

impl Schedule {
    /// Finds the next time after now, and sleeps towards it.
    fn plan(&mut self) -> Result<(), NodeError> {
        let now = MakeTimestamp::from_millisecond(self.services.now());
        let next = now.and_then(|now| self.crontab.find_next(now));
        let next = next.map_err(|_| {
            let why = "the schedule has no time in the next four years";
            NodeError::new("bad_schedule", why)
        })?;
        self.next = next.timestamp().as_millisecond();
        self.sleep();
        Ok(())
    }

    fn sleep(&self) {
        let left = self.next.saturating_sub(self.services.now());
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0)).min(MAX_SLEEP);
        self.services.start_timer(left, None, &self.emitter);
    }
}

impl Node for Schedule {
    fn start(&mut self) -> Result<(), NodeError> {
        self.plan()
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let TimerEvent::Tick(_) = instance::timer_event(context, &*self.services) else {
            return Ok(Flow::End);
        };
        let (due, now) = (self.next, self.services.now());
        if now < due {
            // The clock may have been set: the next time is found anew.
            self.plan()?;
            return Ok(Flow::End);
        }
        context.set(0, due);
        self.plan()?;
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":   { "type": "event.initialize" },
    "waiting": { "type": "console.print", "attributes": { "input": "waiting" } },
    "rare":    { "type": "timer.on_schedule", "attributes": { "cron": "0 0 1 1 *", "zone": "Europe/Berlin" } },
    "happy":   { "type": "console.print", "attributes": { "input": "a happy new year" } }
  },
  "wires": [
    "begin.pulse -> waiting.pulse",
    "rare.pulse -> happy.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::{TestToolbox, constant_mistakes};
    use serde_json::json;
    use std::sync::atomic::Ordering;

    #[test]
    fn fires_at_its_times_and_looks_at_the_clock_in_between() {
        let toolbox = TestToolbox::new();
        let now = |millis: i64| toolbox.services.now.store(millis, Ordering::Relaxed);
        // 2023-11-14 22:13:20 UTC; in Kolkata it is 03:43:20.
        now(1_700_000_000_000);
        let attributes = json!({ "cron": "45 3 * * *", "zone": "Asia/Kolkata" });
        let mut node = toolbox.node("timer.on_schedule", 4, attributes);
        node.start().unwrap();
        assert_eq!(toolbox.services.take_calls(), ["timer 1 after 60s every None"]);
        now(1_700_000_060_000);
        assert_eq!(node.event(1), "end", "not yet");
        assert_eq!(toolbox.services.take_calls(), ["timer 2 after 40s every None"]);
        now(1_700_000_100_005);
        assert_eq!(
            (node.event(2), node.text("utc_unix")),
            ("pulse".into(), "1700000100000".into())
        );
        assert_eq!(toolbox.services.take_calls(), ["timer 3 after 60s every None"]);
    }

    #[test]
    fn a_schedule_without_a_time_is_refused() {
        let mut node =
            TestToolbox::new().node("timer.on_schedule", 4, json!({ "cron": "0 0 30 2 *" }));
        assert_eq!(node.start().unwrap_err().code, "bad_schedule");
    }

    #[test]
    fn a_schedule_is_checked_before_the_run() {
        for (cron, zone) in [
            ("", "UTC"),
            ("* * * *", "UTC"),
            ("60 * * * *", "UTC"),
            ("* * * * * *", "UTC"),
            ("* * * * *", "Mars/Base"),
            ("* * * * *", ""),
        ] {
            let attributes = json!({ "cron": cron, "zone": zone });
            let found = constant_mistakes("timer.on_schedule", attributes, &[]).concat();
            assert!(found.starts_with("/cron bad_schedule"), "{cron} {zone}: {found}");
        }
    }
}
