use super::pattern::{Parameters, Pattern};
use crate::sockets;
use crate::text::TextBuilder;
use pulsewire_plugin::{
    AttributeMistake, Attributes, Constants, Context, Flow, Node, NodeError, NodeInfo, NodeType,
    Setup, Socket, Sockets, Text,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Formats values with a pattern. `{name}` stands for the parameter of that name, `{0}` for the first, \
               `{1}` for the second, `{}` for the next; `{{` and `}}` stand for braces. A placeholder is \
               `{PARAMETER}` or `{PARAMETER:SHAPE}`, and SHAPE is a width, a point with a precision, or both: \
               `{price:8}`, `{price:.2}`, `{price:8.2}`. The width, 1 to 99, is the minimum number of characters: \
               what is missing is filled with spaces on the left or, when the width begins with a 0 and the value is \
               a number, with zeros after the sign: `{hour:02}`. The precision, 0 to 99, is the number of decimal \
               places of a number, or the maximum number of characters of anything else. \
               Values are formatted as the Console prints them.\n\
               Fails with bad_pattern when the pattern is invalid.";
    let pattern = "The text with placeholders for the values.";
    let names = "Names of the values: each is an input.";
    NodeInfo::value("string.format", "Format", doc)
        .attribute(sockets::parameters(&["value"], names))
        .input(Socket::string("pattern", "Pattern", pattern).with_default("{}"))
        .output(Socket::string(
            "formatted",
            "Formatted",
            "The pattern with the values in place of the placeholders.",
        ))
        .example("A sentence with a name and a price", EXAMPLE, "tea costs 2.50 (in all 3)")
        .create(|setup| Ok(Format::new(&setup)))
        .dynamic_sockets("An input for each name in `parameters`.", dynamic_sockets)
        .check_constants(check_pattern)
}

fn dynamic_sockets(
    attributes: Attributes<'_>,
    sockets: &mut Sockets,
) -> Result<(), AttributeMistake> {
    let doc = "A value for the pattern.";
    sockets.inputs.extend(sockets::parameter_sockets(attributes, doc)?);
    Ok(())
}

/// A pattern that arrives by wire can only be checked when it is there.
fn check_pattern(constants: &mut Constants<'_>) {
    if let Some(pattern) = constants.text("pattern") {
        let names = sockets::parameter_names(constants.attributes());
        constants.check(
            "pattern",
            Pattern::parse(&pattern, &Parameters::Named(&names)).map_err(bad_pattern),
        );
    }
}

fn bad_pattern(why: String) -> NodeError {
    NodeError::new("bad_pattern", why).at_input(0)
}

struct Format {
    names: Vec<String>,
    /// The last pattern, parsed: it seldom changes.
    parsed: Option<(Text, Pattern)>,
    builder: TextBuilder,
}

impl Format {
    fn new(setup: &Setup<'_>) -> Self {
        let names = sockets::parameter_names(setup.attributes);
        let names = names.into_iter().map(ToOwned::to_owned).collect();
        Self { names, parsed: None, builder: TextBuilder::default() }
    }

    fn parse(&mut self, text: &Text) -> Result<(), NodeError> {
        if self.parsed.as_ref().is_some_and(|(known, _)| known == text) {
            return Ok(());
        }
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let pattern = Pattern::parse(text, &Parameters::Named(&names)).map_err(bad_pattern)?;
        self.parsed = Some((text.clone(), pattern));
        Ok(())
    }
}

impl Node for Format {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        self.parse(context.text(0)?)?;
        let whole = self.builder.start();
        if let Some((_, pattern)) = &self.parsed {
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
    use crate::testing::{Bench, constant_mistakes};
    use serde_json::json;

    #[test]
    fn the_pattern_may_change() {
        let attributes = json!({ "parameters": ["a", "b"], "a": 1, "b": "x" });
        let mut node = Bench::new("string.format", attributes);
        for (pattern, text) in [("{b}{a}", "x1"), ("{}-{}", "1-x"), ("{}-{}", "1-x"), ("", "")] {
            assert_eq!(node.set("pattern", pattern).read(), "pulse");
            assert_eq!(node.text("formatted"), text);
        }
        let error = node.set("pattern", "{c}").error();
        assert_eq!((error.code.as_ref(), error.input), ("bad_pattern", Some(0)));
        assert_eq!(node.set("pattern", "{a}").read(), "pulse");
    }

    #[test]
    fn a_written_pattern_is_checked_before_the_run() {
        let attributes = json!({ "pattern": "{b}", "parameters": ["a"] });
        let why = constant_mistakes("string.format", attributes, &[]).remove(0);
        assert!(
            why.contains("/pattern bad_pattern") && why.contains("no parameter \"b\""),
            "{why}"
        );
        let wired = json!({ "pattern": "{b}", "parameters": ["a"] });
        assert!(constant_mistakes("string.format", wired, &["pattern"]).is_empty());
        assert_eq!(Bench::new("string.format", json!({ "value": [1] })).read(), "pulse");
    }
}
