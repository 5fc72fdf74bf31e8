use super::pattern::{Parameters, Pattern};
use crate::example::ExampleOf as _;
use crate::text::TextBuilder;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Text};

pub(crate) fn node_type() -> NodeType {
    let doc = "Formats the elements of an array with a pattern: `{0}` stands for the first, `{1}` for the second, `{}` for \
               the next. Everything else is as in Format.\n\
               Fails with bad_pattern when the pattern is invalid or names an element that does not exist.";
    let example = r#"{ "pattern": "{0} costs {1:.2}", "values": ["tea", 2.5] }"#;
    NodeInfo::value("string.format_array", "FormatArray", doc)
        .input(
            Socket::string("pattern", "Pattern", "The text with placeholders for the elements.")
                .with_default("{}"),
        )
        .input(Socket::array("values", "Values", "The values for the pattern."))
        .output(Socket::string(
            "formatted",
            "Formatted",
            "The pattern with the values in place of the placeholders.",
        ))
        .example_of("A name and a price", "formatted", &[(example, "tea costs 2.50")])
        .create(|_| Ok(FormatArray::default()))
}

#[derive(Default)]
struct FormatArray {
    /// The last pattern, parsed for this number of elements: both seldom change.
    parsed: Option<(Text, usize, Pattern)>,
    builder: TextBuilder,
}

impl Node for FormatArray {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (text, values) = (context.text(0)?, context.array(1)?);
        let known = self.parsed.take();
        let known = known.filter(|(known, length, _)| known == text && *length == values.len());
        let (_, _, pattern) = self.parsed.insert(match known {
            Some(known) => known,
            None => (text.clone(), values.len(), parse(text, values.len())?),
        });
        pattern.write(self.builder.start(), |at| &values[at]);
        context.set(0, self.builder.finish());
        Ok(Flow::NEXT)
    }
}

fn parse(pattern: &str, elements: usize) -> Result<Pattern, NodeError> {
    let parsed = Pattern::parse(pattern, &Parameters::Elements(elements));
    parsed.map_err(|why| NodeError::new("bad_pattern", why).at_input(0))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn formats_elements() {
        let case = |pattern, values| json!({ "pattern": pattern, "values": values });
        let cases = [
            (case("{1}-{0}-{}", json!(["é", 2])), "2-é-é"),
            (case("{:03} {:.1}", json!([7, 0.25])), "007 0.2"),
            (case("", json!([])), ""),
            (case("{{}}", json!([])), "{}"),
            (case("{0}", json!([])), "bad_pattern"),
            (case("{name}", json!([1])), "bad_pattern"),
            (case("{", json!([1])), "bad_pattern"),
        ];
        check("string.format_array", "formatted", &cases);
    }

    #[test]
    fn the_pattern_and_the_number_of_elements_may_change() {
        let mut node =
            Bench::new("string.format_array", json!({ "pattern": "{1}", "values": [1] }));
        assert_eq!(
            node.error().message,
            "{1} in the pattern: there is no element \"1\"; the array has 1"
        );
        node.set("values", pulsewire_plugin::parse_json("[1,2]").unwrap());
        assert_eq!((node.read(), node.text("formatted")), ("pulse".into(), "2".into()));
        assert_eq!(
            (node.set("pattern", "{0}").read(), node.text("formatted")),
            ("pulse".into(), "1".into())
        );
    }
}
