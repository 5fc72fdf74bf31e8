use crate::types;
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket, Trigger, Value,
    ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Iterates over an array: `pulse` fires once for each element, and its branch finishes before the next \
               iteration; then `on_end` fires. The array is read once, at the start.\n\
               An element of another type than `data_type` leaves by `on_type_error`; with Error Mode abort and no \
               wire there, the node fails with type_mismatch.";
    let modes = ["abort", "break", "continue"];
    let mode = "After an element of another type: abort ends the loop at once, without `on_end`; break ends \
                it with `on_end`; continue goes on with the next element.";
    let mode = Attribute::choice("error_mode", "Error Mode", &modes, mode);
    NodeInfo::action("flow.for_each_loop", "For Each Loop", doc)
        .pulse_output("on_type_error", "OnTypeError", "The element at `index` is of another type.")
        .pulse_output("on_end", "OnEnd", "The loop has ended.")
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .attribute(mode)
        .input(Socket::array("array", "Array", "The array to iterate over."))
        .output(Socket::any("value", "Value", "The element of this iteration."))
        .output(Socket::int("index", "Index", "Its position, from 0."))
        .output(Socket::array("array", "Array", "The array of this loop."))
        .example("Greet everybody", EXAMPLE, "hello ada\nhello bob\nover")
        .example("Skip elements that are not numbers", SKIPS, "1\nnot a number at: 1\n3")
        .create(|setup| Ok(ForEachLoop::new(&setup)))
        .apply_data_type(&["value"])
}

const BODY: Flow = Flow::Loop(0);
const ON_TYPE_ERROR: u32 = 1;
const ON_END: Flow = Flow::Emit(2);

struct ForEachLoop {
    kind: ValueType,
    mode: ErrorMode,
}

enum ErrorMode {
    Abort,
    Break,
    Continue,
}

impl ForEachLoop {
    fn new(setup: &Setup<'_>) -> Self {
        let mode = match setup.attributes.text("error_mode") {
            "break" => ErrorMode::Break,
            "continue" => ErrorMode::Continue,
            _ => ErrorMode::Abort,
        };
        Self { kind: setup.attributes.kind("data_type"), mode }
    }

    fn type_error(&self, context: &mut Context<'_>, element: &Value) -> Result<Flow, NodeError> {
        match self.mode {
            ErrorMode::Abort => Err(mismatch(context.loop_state().at, self.kind, element)),
            ErrorMode::Break => {
                context.loop_state().at = i64::MAX - 1;
                Ok(Flow::Loop(ON_TYPE_ERROR))
            }
            ErrorMode::Continue => Ok(Flow::Loop(ON_TYPE_ERROR)),
        }
    }
}

impl Node for ForEachLoop {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if context.trigger() == Trigger::Resume {
            context.loop_state().at += 1;
        } else {
            let array = context.array(0)?.clone();
            context.loop_state().value = Value::Array(array.clone());
            context.loop_state().at = 0;
            context.set(2, array);
        }
        let at = context.loop_state().at;
        let Some(element) = element(context) else { return Ok(ON_END) };
        context.set(1, at);
        match types::coerce(&element, self.kind) {
            Some(value) => context.set(0, value),
            None => return self.type_error(context, &element),
        }
        Ok(BODY)
    }
}

/// The element of this iteration; none after the last.
fn element(context: &mut Context<'_>) -> Option<Value> {
    let resume = context.loop_state();
    match &resume.value {
        Value::Array(array) => array.get(usize::try_from(resume.at).ok()?).cloned(),
        _ => None,
    }
}

#[cold]
fn mismatch(at: i64, wanted: ValueType, element: &Value) -> NodeError {
    let why = format!(
        "wants only {wanted}, got {} at index {at}: wire on_type_error, or set error_mode to continue",
        types::name(element)
    );
    NodeError::new("type_mismatch", why).at_input(0).by_pulse(ON_TYPE_ERROR)
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "each":  { "type": "flow.for_each_loop", "attributes": { "data_type": "String", "array": ["ada", "bob"] } },
    "text":  { "type": "string.concat", "attributes": { "input_1": "hello " } },
    "show":  { "type": "console.print" },
    "over":  { "type": "console.print", "attributes": { "input": "over" } }
  },
  "wires": [
    "begin.pulse -> each.pulse",
    "each.pulse -> show.pulse",
    "each.value -> text.input_2",
    "text.output -> show.input",
    "each.on_end -> over.pulse"
  ]
}"#;

const SKIPS: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "each":  { "type": "flow.for_each_loop",
               "attributes": { "data_type": "Int", "error_mode": "continue", "array": [1, "x", 3] } },
    "show":  { "type": "console.print" },
    "bad":   { "type": "console.print", "attributes": { "label": "not a number at" } }
  },
  "wires": [
    "begin.pulse -> each.pulse",
    "each.pulse -> show.pulse",
    "each.value -> show.input",
    "each.on_type_error -> bad.pulse",
    "each.index -> bad.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    fn ints(mode: &str) -> Bench {
        let array = json!([1, "x", 3]);
        let attributes = json!({ "data_type": "Int", "error_mode": mode, "array": array });
        Bench::new("flow.for_each_loop", attributes)
    }

    #[test]
    fn iterates_over_every_element() {
        let mut node = Bench::new("flow.for_each_loop", json!({ "array": ["a", null] }));
        assert_eq!((node.pulse(), node.text("value")), ("loop pulse".into(), "a".into()));
        node.set("array", pulsewire_plugin::Array::default());
        assert_eq!((node.resume(), node.text("value")), ("loop pulse".into(), "null".into()));
        assert_eq!((node.resume(), node.text("index")), ("on_end".into(), "1".into()));
        assert_eq!(node.pulse(), "on_end");
    }

    #[test]
    fn the_error_mode_decides_what_follows_a_wrong_element() {
        let mut node = ints("continue");
        let rounds = [node.pulse(), node.resume(), node.resume(), node.resume()];
        assert_eq!(rounds, ["loop pulse", "loop on_type_error", "loop pulse", "on_end"]);
        let mut node = ints("break");
        let rounds = [node.pulse(), node.resume(), node.resume()];
        assert_eq!(rounds, ["loop pulse", "loop on_type_error", "on_end"]);
        let mut node = ints("abort");
        assert_eq!([node.pulse(), node.resume()], ["loop pulse", "type_mismatch"]);
        assert_eq!(node.text("index"), "1");
    }

    #[test]
    fn abort_leaves_by_on_type_error() {
        let attributes = json!({ "data_type": "Int", "array": [null] });
        let error = Bench::new("flow.for_each_loop", attributes).error();
        assert_eq!((error.pulse, error.input), (Some(1), Some(0)));
        assert!(error.message.starts_with("wants only Int, got null at index 0"));
    }

    #[test]
    fn ints_become_floats() {
        let attributes = json!({ "data_type": "Float", "array": [1] });
        let mut node = Bench::new("flow.for_each_loop", attributes);
        assert_eq!((node.pulse(), node.text("value")), ("loop pulse".into(), "1.0".into()));
    }
}
