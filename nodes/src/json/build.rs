use super::template::{Template, TemplateMistake};
use crate::example::ExampleOf as _;
use crate::names;
use crate::text::MAX_COPIED;
use pulsewire_plugin::{
    Attribute, AttributeKind, AttributeMistake, Attributes, Context, Flow, JsonError, Node,
    NodeError, NodeInfo, NodeType, Payload, Setup, Socket, Sockets, Text, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Builds JSON from a template. In the template the text `\"{name}\"` stands for the value of the input of that \
               name, whatever its type; within a longer text, `\"hello {name}\"`, its text is put in. `\"{name?}\"` \
               leaves out the field or element when the value is null, and puts nothing into a longer text. `{{` and \
               `}}` stand for braces. The names of fields cannot have placeholders.\n\
               Fails with no_json when the output is text and a value contains a Binary, which JSON does not have, or a \
               number such as NaN; with too_deep when the output is a value nested more than 128 levels deep.";
    let template = "The JSON value, with `\"{name}\"` for each input.";
    let kind = AttributeKind::Value(ValueType::Any);
    let outputs = "What the output is: text, or a value such as a Dictionary.";
    let cases = [
        (
            r#"{ "template": { "type": "greet", "to": "{name}", "age": "{age?}" }, "name": "ada" }"#,
            r#"{"type":"greet","to":"ada"}"#,
        ),
        (r#"{ "template": ["{count}", "{count} times"], "count": 3 }"#, r#"[3,"3 times"]"#),
    ];
    NodeInfo::value("json.build", "JSON Build", doc)
        .attribute(Attribute::required("template", "Template", kind, template))
        .attribute(Attribute::choice("output_as", "Output As", &["text", "value"], outputs))
        .output(Socket::string("output", "Output", "The JSON."))
        .example_of("A message with values in it", "output", &cases)
        .create(|setup| Build::new(&setup))
        .dynamic_sockets(
            "An input for each name in `template`, in the order in which they come first. With `output_as` value the \
             output is Any.",
            dynamic_sockets,
        )
}

/// Ids of the other inputs and attributes of the node.
const RESERVED: [&str; 5] = ["pulse", "enabled", "pulse_pass_through", "template", "output_as"];

fn dynamic_sockets(
    attributes: Attributes<'_>,
    sockets: &mut Sockets,
) -> Result<(), AttributeMistake> {
    if attributes.text("output_as") == "value" {
        sockets.set_kind(&["output"], ValueType::Any);
    }
    for name in parse(attributes)?.1 {
        let doc = "A value for the template.";
        sockets.inputs.push(Socket::any(&name, &names::title(&name), doc));
    }
    Ok(())
}

/// The template, and the names of its inputs.
fn parse(attributes: Attributes<'_>) -> Result<(Template, Vec<String>), AttributeMistake> {
    let mut found = Vec::new();
    let template = Template::parse(attributes.get("template"), &mut found);
    let template = template.map_err(|TemplateMistake { pointer, why }| {
        AttributeMistake::new(format!("/template{pointer}"), why)
    })?;
    for name in &found {
        names::check("template", name, &RESERVED, &[])
            .map_err(|why| AttributeMistake::new("/template", why))?;
    }
    Ok((template, found))
}

struct Build {
    template: Template,
    as_text: bool,
    buffer: Vec<u8>,
}

impl Build {
    fn new(setup: &Setup<'_>) -> Result<Self, NodeError> {
        let (template, _) = parse(setup.attributes)
            .map_err(|mistake| NodeError::new("bad_attribute", mistake.message))?;
        let as_text = setup.attributes.text("output_as") == "text";
        Ok(Self { template, as_text, buffer: Vec::new() })
    }

    fn text(&mut self, context: &Context<'_>) -> Result<Text, NodeError> {
        self.buffer.clear();
        self.template.write(&mut self.buffer, &|at| context.input(at)).map_err(no_json)?;
        let payload = match self.buffer.len() {
            0..=MAX_COPIED => Payload::copy_from(&self.buffer),
            _ => Payload::from_owner(std::mem::take(&mut self.buffer)),
        };
        Text::from_payload(payload).map_err(|why| NodeError::new("no_json", why.to_string()))
    }
}

#[cold]
fn no_json((input, why): (usize, JsonError)) -> NodeError {
    NodeError::new("no_json", why.to_string()).at_input(input)
}

impl Node for Build {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let output = match self.as_text {
            true => Value::String(self.text(context)?),
            false => self.template.value(&|at| context.input(at)).check_depth()?,
        };
        context.set(0, output);
        Ok(Flow::NEXT)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::{Array, Binary, Value, parse_json};
    use serde_json::{Value as Json, json};

    /// The output as text, which is that of the value, too.
    fn built(template: &Json, inputs: &[(&str, Value)]) -> String {
        let mut as_text = Bench::new("json.build", json!({ "template": template }));
        let attributes = json!({ "template": template, "output_as": "value" });
        let mut as_value = Bench::new("json.build", attributes);
        for (name, value) in inputs {
            as_text.set(name, value.clone());
            as_value.set(name, value.clone());
        }
        assert_eq!((as_text.read(), as_value.read()), ("pulse".into(), "pulse".into()));
        let text = as_text.text("output");
        assert_eq!(parse_json(&text).unwrap(), *as_value.get("output"), "{template}");
        text
    }

    #[test]
    fn a_placeholder_alone_keeps_the_type_of_its_value() {
        let template =
            json!({ "a": "{x}", "b": ["{x}", "{y}", { "é": "{x}" }], "n": [1, null, "z"] });
        let text =
            built(&template, &[("x", Value::Int(1)), ("y", parse_json("[\"\\\"\"]").unwrap())]);
        assert_eq!(text, r#"{"a":1,"b":[1,["\""],{"é":1}],"n":[1,null,"z"]}"#);
        assert_eq!(built(&json!("{x}"), &[]), "null");
        assert_eq!(built(&json!({}), &[]), "{}");
        assert_eq!(built(&json!(["{x}"]), &[("x", Value::Bool(true))]), "[true]");
    }

    #[test]
    fn a_placeholder_within_a_text_is_escaped() {
        let template = json!(["say \"{x}\"", "{{{x}}}", "{x}{y?}{x?}"]);
        let text = built(&template, &[("x", Value::from("a\"\n"))]);
        assert_eq!(text, r#"["say \"a\"\n\"","{a\"\n}","a\"\na\"\n"]"#);
        assert_eq!(built(&json!("{x} {x?}|"), &[]), "\"null |\"");
    }

    #[test]
    fn missing_values_are_left_out() {
        let template = json!({ "a": "{x?}", "b": ["{x?}", "{y}", "{x?}"], "c": { "d": "{x?}" } });
        assert_eq!(built(&template, &[]), r#"{"b":[null],"c":{}}"#);
        assert_eq!(
            built(&template, &[("x", Value::from(""))]),
            r#"{"a":"","b":["",null,""],"c":{"d":""}}"#
        );
    }

    #[test]
    fn inputs_come_in_the_order_of_the_template() {
        let long = "x".repeat(5000);
        let text =
            built(&json!({ "{{b}}": "{b}", "a": "{a}" }), &[("b", Value::from(long.as_str()))]);
        assert_eq!(text, format!("{{\"{{b}}\":\"{long}\",\"a\":null}}"));
    }

    #[test]
    fn values_that_json_cannot_hold_are_refused() {
        let mut node = Bench::new("json.build", json!({ "template": ["{a}", "{b}"] }));
        for value in [Value::Float(f64::NAN), Binary::default().into()] {
            let error = node.set("b", value).error();
            assert_eq!((error.code.as_ref(), error.input), ("no_json", Some(1)));
        }
        let attributes = json!({ "template": ["{a}"], "output_as": "value" });
        let mut node = Bench::new("json.build", attributes);
        let deep = (0..128).fold(Value::Null, |inner, _| Array::from_iter([inner]).into());
        assert_eq!(node.set("a", deep).error().code, "too_deep");
    }

    #[test]
    fn a_template_that_is_wrong_says_where() {
        for (template, why) in [
            (json!("a {"), "the { at character 3 of \"a {\" is unmatched"),
            (json!({ "a": "é}" }), "the } at character 2"),
            (json!({ "{a}": 1 }), "\"{a}\" is the name of a field"),
            (json!(["{A}"]), "`template` has \"A\": names are lower case"),
            (json!(["{}"]), "`template` has \"\": names are lower case"),
            (json!(["{a??}"]), "`template` has \"a?\": names are lower case"),
            (json!(["{template}"]), "`template` has \"template\", which the node uses"),
        ] {
            let found = Bench::creation_error("json.build", json!({ "template": template }));
            assert!(found.starts_with(why), "{found}");
        }
    }
}
