use crate::Services;
use pulsewire_plugin::{Context, Flow, NodeError, NodeInfo, NodeType, Socket};
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Ends the run cleanly: On Shutdown fires, connections are closed, and the program exits with this \
               status, or with 1 when the status is 0 and an Assert failed or a failure was not handled. Only the \
               first Exit of a run counts.\n\
               Fails with bad_status when the status is not 0 to 255.";
    let services = services.clone();
    NodeInfo::action("program.exit", "Exit", doc)
        .without_pulse_output()
        .input(Socket::int("status", "Status", "The exit status, 0 to 255; 0 means success."))
        .example("Say goodbye and end", EXAMPLE, "goodbye")
        .run_with(move |_| {
            let services = services.clone();
            move |context: &mut Context<'_>| {
                let status = context.int(0)?;
                services.exit(checked(status)?);
                Ok(Flow::End)
            }
        })
        .check_constants(|constants| {
            if let Some(status) = constants.int("status") {
                constants.check("status", checked(status));
            }
        })
}

fn checked(status: i64) -> Result<u8, NodeError> {
    u8::try_from(status).map_err(|_| bad_status(status))
}

#[cold]
fn bad_status(status: i64) -> NodeError {
    NodeError::new("bad_status", format!("wants an exit status, 0 to 255, got {status}"))
        .at_input(0)
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
        assert_eq!(
            (node.pulse(), node.services.take_calls()),
            ("end".into(), vec!["exit 255".into()])
        );
        for status in [256, -1] {
            assert_eq!(node.set("status", status).error().code, "bad_status");
        }
        assert_eq!(node.services.take_calls(), Vec::<String>::new());
    }
}
