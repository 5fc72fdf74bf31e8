use super::{common, examples, node_type, settings};
use pulsewire_runtime::contract::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the plugin connects to.
#[derive(JsonSchema, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Section {
    /// The clients.
    connections: Vec<Connection>,
    /// By name.
    headers: std::collections::BTreeMap<String, String>,
}

#[derive(JsonSchema, Serialize, Deserialize)]
struct Connection {
    /// Its name.
    name: String,
    /// Where it
    /// leads.
    #[schemars(range(min = 1, max = 65535))]
    port: Option<u16>,
    /// How long to wait.
    #[serde(default)]
    #[schemars(extend("x-unit" = "ms"))]
    timeout: u64,
    /// What to do when the queue is full.
    #[serde(default)]
    when_full: Rule,
    backup: Option<Box<Connection>>,
}

#[derive(JsonSchema, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
enum Rule {
    /// The sender waits.
    #[default]
    Wait,
    /// The oldest goes.
    DropOldest,
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn settings_are_described_from_their_schema() {
    let schema = serde_json::to_value(schemars::schema_for!(Section)).unwrap();
    let text = plain(&settings("websocket", &schema));
    let top: Vec<_> = text.lines().take(17).collect();
    insta::assert_snapshot!(top.join("\n"), @r#"
    In project.json: settings.websocket
    What the plugin connects to.
      connections          list of object, default []
                           The clients.
          name                 String, required
                               Its name.
          port                 Int, 1 to 65535, optional
                               Where it
                               leads.
          timeout              Int in ms, 0 or more, default 0
                               How long to wait.
          when_full            wait | drop_oldest, default "wait"
                               What to do when the queue is full.
              wait                 The sender waits.
              drop_oldest          The oldest goes.
          backup               object, optional
              name                 String, required
    "#);
    assert_eq!(plain(&settings("x", &serde_json::Value::Null)), "  none\n");
}

#[test]
fn a_node_type_is_described_in_full() {
    let info = NodeInfo::action("a.b", "Do It", "Does it.\nAt once.")
        .attribute(Attribute::configuration("connections", "Which one."))
        .attribute(Attribute::new("count", "Count", AttributeKind::Range(1, 9), 2, "How many."))
        .input(Socket::new("x", "X", ValueType::Int, "What.").with_default(3))
        .output(Socket::new("y", "Y", ValueType::Any, "Why.").of_variable())
        .example("It works", "{\n  \"nodes\": {}\n}\n", "1\n2\n");
    struct Never;
    impl Node for Never {
        fn run(&mut self, _: &mut Context<'_>) -> Result<Flow, NodeError> {
            Ok(Flow::End)
        }
    }
    let info = info.create(|_| Ok(Never)).dynamic_sockets("`count` of them.", |_, _| Ok(())).info;
    insta::assert_snapshot!(plain(&(node_type(&info, "") + &common() + &examples(&info))), @r#"
    Do It  a.b  action node: runs when pulsed
      Does it.
      At once.
      Attributes
        configuration        name of an entry of connections, required
                             Which one.
        count                Int, 1 to 9, default 2
                             How many.
      Pulse inputs ▶
        pulse                Runs the node.
      Data inputs ■
        x                    Int, default 3
                             What.
      Pulse outputs ▶
        pulse                The node is done.
      Data outputs ■
        y                    the variable's type
                             Why.
      Sockets that depend on attributes
        `count` of them.
      Attributes of every node
        enabled              Bool, default true
                             If false, the node and everything after it are skipped.
        pulse_pass_through   Bool, default false
                             If true, the node is skipped and the next node runs.
      Example: It works
        {
          "nodes": {}
        }
      prints
        1
        2
    "#);
}
