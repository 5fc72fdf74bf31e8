use super::pattern::Pattern;
use crate::sockets;
use crate::text::Builder;
use pulsewire_plugin::{
    Attributes, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Sockets, Text,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Puts values into a pattern. `{name}` stands for the parameter of that name, `{0}` for the first, \
               `{1}` for the second, `{}` for the next; `{{` and `}}` stand for braces. Behind a colon stand a \
               least width, filled with spaces on the left, and a precision: `{price:8.2}`, `{price:.2}`. The \
               precision is the number of digits behind the point of a number, or of characters left of anything \
               else. Values look as the Console prints them.\n\
               Fails with bad_pattern when the pattern is none.";
    let pattern = "The text with places for the values.";
    let names = "Names of the values: each is an input.";
    NodeInfo::value("string.format", "Format", doc)
        .attribute(sockets::parameters(&["value"], names))
        .input(super::text("pattern", "Pattern", pattern).with_default("{}"))
        .output(super::text(
            "formatted",
            "Formatted",
            "The pattern with the values in their places.",
        ))
        .example("Put a name and a price into a sentence", EXAMPLE, "tea costs 2.50 (in all 3)")
        .create(|setup| Ok(Format::new(&setup)))
        .dynamic_sockets("An input for each name in `parameters`.", of_parameters)
}

fn of_parameters(attributes: Attributes<'_>, sockets: &mut Sockets) -> Result<(), String> {
    let doc = "A value that the pattern has a place for.";
    sockets.inputs.extend(sockets::of_parameters(attributes, doc)?);
    // A pattern that was written is checked before the run; one that comes by wire cannot be.
    match attributes.get("pattern").as_str() {
        Some(pattern) => Pattern::parse(pattern, &sockets::parameter_names(attributes)).map(drop),
        None => Ok(()),
    }
}

struct Format {
    names: Vec<String>,
    /// The pattern of the last time: it seldom changes.
    known: Option<(Text, Pattern)>,
    builder: Builder,
}

impl Format {
    fn new(setup: &Setup<'_>) -> Self {
        let names = sockets::parameter_names(setup.attributes);
        let names = names.into_iter().map(ToOwned::to_owned).collect();
        Self { names, known: None, builder: Builder::default() }
    }

    fn learn(&mut self, text: &Text) -> Result<(), NodeError> {
        if self.known.as_ref().is_some_and(|(known, _)| known == text) {
            return Ok(());
        }
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let pattern = Pattern::parse(text, &names)
            .map_err(|why| NodeError::new("bad_pattern", why).at_input(0))?;
        self.known = Some((text.clone(), pattern));
        Ok(())
    }
}

impl Node for Format {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        self.learn(context.text(0)?)?;
        let whole = self.builder.start();
        if let Some((_, pattern)) = &self.known {
            pattern.write(whole, |parameter| context.input(parameter + 1));
        }
        context.set(0, self.builder.finish());
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "text":  { "type": "string.format",
               "attributes": { "pattern": "{name} costs {price:.2} (in all {2})",
                               "parameters": ["name", "price", "count"],
                               "name": "tea", "price": 2.5, "count": 3 } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "text.formatted -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn the_pattern_may_change_from_time_to_time() {
        let attributes = json!({ "parameters": ["a", "b"], "a": 1, "b": "x" });
        let mut node = Bench::new("string.format", attributes);
        for (pattern, text) in [("{b}{a}", "x1"), ("{}-{}", "1-x"), ("{}-{}", "1-x"), ("", "")] {
            assert_eq!(node.set("pattern", pattern).read(), "pulse");
            assert_eq!(node.shown("formatted"), text);
        }
        let error = node.set("pattern", "{c}").error();
        assert_eq!((error.code.as_ref(), error.input), ("bad_pattern", Some(0)));
        assert_eq!(node.set("pattern", "{a}").read(), "pulse");
    }

    #[test]
    fn a_written_pattern_is_checked_before_the_run() {
        let attributes = json!({ "pattern": "{b}", "parameters": ["a"] });
        assert!(Bench::refused("string.format", attributes).contains("no parameter \"b\""));
        assert_eq!(Bench::new("string.format", json!({ "value": [1] })).read(), "pulse");
    }
}
