use crate::Services;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Ends the run cleanly: On Shutdown fires, connections are closed, and the program exits with this \
               status, or with 1 when it is 0 and an Assert failed or a failure was not handled. The first Exit \
               of a run decides.\n\
               Fails with bad_status when the status is not 0 to 255.";
    let status = "The exit status, 0 to 255: 0 says that all went well.";
    let services = services.clone();
    NodeInfo::action("program.exit", "Exit", doc)
        .without_pulse_output()
        .input(Socket::new("status", "Status", ValueType::Int, status))
        .example("Say goodbye and end", EXAMPLE, "goodbye")
        .create(move |_| Ok(Exit { services: services.clone() }))
}

struct Exit {
    services: Arc<dyn Services>,
}

impl Node for Exit {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let status = context.int(0)?;
        self.services.exit(u8::try_from(status).map_err(|_| bad_status(status))?);
        Ok(Flow::End)
    }
}

#[cold]
fn bad_status(status: i64) -> NodeError {
    let why = format!("wants 0 to 255, as every exit status is, got {status}");
    NodeError::new("bad_status", why).at_input(0)
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":   { "type": "event.initialize" },
    "goodbye": { "type": "console.print", "attributes": { "input": "goodbye" } },
    "exit":    { "type": "program.exit", "attributes": { "status": 0 } }
  },
  "wires": [
    "begin.pulse -> goodbye.pulse",
    "goodbye.pulse -> exit.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn ends_with_the_status() {
        let mut node = Bench::new("program.exit", json!({ "status": 255 }));
        assert_eq!((node.pulse(), node.program.heard()), ("end".into(), vec!["exit 255".into()]));
        for status in [256, -1] {
            assert_eq!(node.set("status", status).error().code, "bad_status");
        }
        assert_eq!(node.program.heard(), Vec::<String>::new());
    }
}
