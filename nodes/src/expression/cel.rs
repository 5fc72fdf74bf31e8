use super::inputs;
use super::program::{Failure, Program};
use crate::example::ExampleOf as _;
use crate::names;
use crate::types;
use pulsewire_plugin::{
    Attribute, AttributeKind, AttributeMistake, Attributes, Constants, Context, Flow, Node,
    NodeError, NodeInfo, NodeType, Setup, Socket, Sockets, Text, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Computes an expression in CEL, the Common Expression Language: arithmetic, comparison, conditions \
               (`a > b ? a : b`), strings, lists and maps in one node. An Int is an int, a Float a double, and CEL does \
               not mix them: write `double(count) * price`, or `price * 2.0`. Arrays are lists; Dictionaries are maps, \
               whose order is not kept. Functions: size, contains, startsWith, endsWith, matches, split, substring, \
               indexOf, lastIndexOf, charAt, trim, lowerAscii, upperAscii, reverse, int, uint, double, string, bytes, \
               bool, type, the macros has, all, exists, exists_one, map and filter, `in`, optional values, and math.abs, \
               ceil, floor, round, trunc, sign, sqrt, greatest, least, isNaN, isInf, isFinite and bitAnd to \
               bitShiftRight.\n\
               What has no value (a division by zero, a key that is not there, types that do not go together) leaves by \
               `on_error`. When that has no wire, or the node is only read, the node fails with expression_failed; with \
               too_costly when loops would take more than a million rounds, or fewer over large values; with \
               type_mismatch when the value is not of the output's type.";
    let kind = AttributeKind::Value(ValueType::String);
    let expression = "The expression, up to 2048 bytes.";
    let output = "The type of the output.";
    let cases = [
        (
            r#"{ "expression": "price * double(count) > 10.0 ? 'dear' : 'cheap'",
                   "inputs": { "price": "Float", "count": "Int" }, "price": 2.5, "count": 5 }"#,
            "dear",
        ),
        (
            r#"{ "expression": "items.filter(x, x.ok).map(x, x.id)", "inputs": { "items": "Array" },
                   "items": [{ "id": 1, "ok": true }, { "id": 2, "ok": false }] }"#,
            "[1]",
        ),
    ];
    NodeInfo::value("expression.cel", "Expression", doc)
        .pulse_output("on_error", "OnError", "The expression has no value; `error` says why.")
        .attribute(Attribute::required("expression", "Expression", kind, expression))
        .attribute(inputs::attribute())
        .attribute(Attribute::value_type(
            "output_data_type",
            "Output Data Type",
            &ValueType::ALL,
            ValueType::Any,
            output,
        ))
        .output(Socket::any("output", "Output", "The value of the expression."))
        .output(Socket::string("error", "Error", "Why the last evaluation gave no value; empty if it did."))
        .example_of("A condition, and a list", "output", &cases)
        .create(|setup| Expression::new(&setup))
        .dynamic_sockets(
            "An input of its type for each name in `inputs`. `output_data_type` is the type of `output`.",
            dynamic_sockets,
        )
        .check_constants(check)
}

const ON_ERROR: u32 = 1;

fn dynamic_sockets(
    attributes: Attributes<'_>,
    sockets: &mut Sockets,
) -> Result<(), AttributeMistake> {
    sockets.set_kind(&["output"], attributes.kind("output_data_type"));
    for (name, kind) in inputs::read(attributes)? {
        let doc = "A value for the expression.";
        sockets.inputs.push(Socket::new(name, &names::title(name), kind, doc));
    }
    Ok(())
}

fn parse(attributes: Attributes<'_>) -> Result<Program, String> {
    let inputs = inputs::read(attributes).map_err(|mistake| mistake.message)?;
    let names: Vec<&str> = inputs.iter().map(|(name, _)| *name).collect();
    Program::parse(attributes.text("expression"), &names)
}

/// Checks the expression, and with values of the types of its inputs whether its operators take them.
fn check(constants: &mut Constants<'_>) {
    let attributes = constants.attributes();
    let program = match parse(attributes) {
        Ok(program) => program,
        Err(why) => return constants.refuse("expression", "bad_expression", why),
    };
    let Ok(inputs) = inputs::read(attributes) else { return };
    let values: Vec<Value> = inputs.iter().map(|(_, kind)| kind.zero()).collect();
    let typed = inputs.iter().all(|(_, kind)| *kind != ValueType::Any);
    if let (true, Err(Failure::NoOverload(function, why))) =
        (typed, program.evaluate(|at| &values[at]))
    {
        let why = program.place_of_function(&function, &why);
        constants.refuse("expression", "bad_expression", why);
    }
}

struct Expression {
    program: Program,
    output: ValueType,
}

impl Expression {
    fn new(setup: &Setup<'_>) -> Result<Self, NodeError> {
        let program = parse(setup.attributes);
        let program = program.map_err(|why| NodeError::new("bad_expression", why))?;
        Ok(Self { program, output: setup.attributes.kind("output_data_type") })
    }

    fn evaluate(&self, context: &Context<'_>) -> Result<Value, NodeError> {
        let value = self.program.evaluate(|at| context.input(at)).map_err(failed)?;
        if let Some(value) = types::coerce(&value, self.output) {
            return value.check_depth();
        }
        let found = types::with_article(types::name(&value));
        let wanted = types::with_article(self.output.name());
        Err(NodeError::new("type_mismatch", format!("the expression gives {found}, not {wanted}")))
    }
}

#[cold]
fn failed(failure: Failure) -> NodeError {
    match failure {
        Failure::TooCostly => {
            let why =
                "the loops of the expression go over too much: use fewer or smaller collections";
            NodeError::new("too_costly", why)
        }
        Failure::NoOverload(_, why) | Failure::Other(why) => {
            NodeError::new("expression_failed", why)
        }
    }
}

impl Node for Expression {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match self.evaluate(context) {
            Ok(value) => {
                context.set(0, value);
                context.set(1, Text::default());
                Ok(Flow::NEXT)
            }
            Err(error) => {
                context.set(1, error.message.as_str());
                Err(error.by_pulse(ON_ERROR))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, constant_mistakes};
    use pulsewire_plugin::{Binary, Value, ValueType, parse_json};
    use serde_json::{Value as Json, json};

    fn node(expression: &str, inputs: &Json) -> Bench {
        Bench::new("expression.cel", json!({ "expression": expression, "inputs": inputs }))
    }

    /// The value of an expression over `a`, `b` (Int), `f` (Float), `s` (String), `l` (Array) and `d` (Dictionary).
    fn value(expression: &str) -> String {
        let inputs = json!({ "a": "Int", "b": "Int", "f": "Float", "s": "String", "l": "Array", "d": "Dictionary" });
        let mut node = node(expression, &inputs);
        node.set("a", 7).set("b", 2).set("f", 2.5).set("s", "häus");
        node.set("l", parse_json("[3,1,2]").unwrap());
        node.set("d", parse_json(r#"{"z":1,"y":{"x":"deep"}}"#).unwrap());
        match node.read().as_str() {
            "pulse" => node.text("output"),
            failed => format!("{failed}: {}", node.text("error")),
        }
    }

    #[test]
    fn computes_with_every_type() {
        for (expression, wanted) in [
            ("a / b * 2 + a % b", "7"),
            ("f * double(a) - 0.5", "17.0"),
            ("a > b && !(s == 'x') || false", "true"),
            ("s + '!' + string(a)", "häus!7"),
            ("size(s)", "4"),
            ("s.contains('äu') ? s.upperAscii() : 'no'", "HäUS"),
            ("'a,b'.split(',')", "[\"a\",\"b\"]"),
            ("s.matches('^h.u')", "true"),
            ("l.map(x, x * a)", "[21,7,14]"),
            ("l.filter(x, x in [1, 2]).exists(x, x == 2)", "true"),
            ("l + [a]", "[3,1,2,7]"),
            ("d.y.x", "deep"),
            ("has(d.q) ? d.q : 'none'", "none"),
            ("{'b': a, 'a': null}", "{\"a\":null,\"b\":7}"),
            ("math.greatest(a, b) + math.abs(-1)", "8"),
            ("type(a) == int", "true"),
            ("d[?'q'].orValue(5)", "5"),
            ("b'ab'", "6162"),
            ("uint(5)", "5"),
        ] {
            assert_eq!(value(expression), wanted, "{expression}");
        }
    }

    #[test]
    fn what_has_no_value_leaves_by_on_error() {
        for (expression, why) in [
            ("a / (b - 2)", "expression_failed: Division by zero"),
            ("d.q", "expression_failed: No such key: q"),
            ("l[9]", "expression_failed: Index out of bounds"),
            ("9223372036854775807 + a", "expression_failed: Overflow"),
            ("int('x')", "expression_failed: "),
            (
                "uint(18446744073709551615u)",
                "expression_failed: the uint 18446744073709551615 does",
            ),
            ("{1: 2}", "expression_failed: the expression gives a map whose keys"),
            ("type(a)", "expression_failed: the expression gives a value of type type"),
        ] {
            assert!(value(expression).starts_with(why), "{expression}: {}", value(expression));
        }
        let mut node = node("1 / a", &json!({ "a": "Int" }));
        let error = node.error();
        assert_eq!((error.code.as_ref(), error.pulse), ("expression_failed", Some(1)));
        assert_eq!((node.set("a", 1).pulse(), node.text("error")), ("pulse".into(), String::new()));
    }

    #[test]
    fn loops_are_bounded() {
        let inputs = json!({ "l": "Array" });
        let mut nested = node("l.all(x, l.all(y, true))", &inputs);
        let long = |count: i64| Value::Array((0..count).map(Value::Int).collect());
        assert_eq!(nested.set("l", long(900)).read(), "pulse");
        assert_eq!(nested.set("l", long(1100)).read(), "too_costly");
        let mut search = node("l.all(x, x in l)", &inputs);
        assert_eq!(search.set("l", long(5000)).read(), "pulse");
        assert_eq!(search.set("l", long(20_000)).read(), "too_costly");
        // An error that `exists` would pass over is not passed over.
        let mut absorbed = node("l.exists(x, l.exists(y, y < 0) || x >= 0)", &inputs);
        assert_eq!(absorbed.set("l", long(2_000_000)).read(), "too_costly");
        let mut patterns = node("l.all(x, 'a'.matches('a'))", &inputs);
        assert_eq!(patterns.set("l", long(10_000)).read(), "too_costly");
    }

    #[test]
    fn the_output_has_its_type() {
        let of = |kind: &str| {
            let attributes =
                json!({ "expression": "a", "inputs": { "a": "Any" }, "output_data_type": kind });
            Bench::new("expression.cel", attributes)
        };
        assert_eq!(
            (of("Float").set("a", 1).read(), of("Int").set("a", "x").read()),
            ("pulse".into(), "type_mismatch".into())
        );
        for kind in ValueType::ALL {
            assert_eq!(of(kind.name()).set("a", kind.zero()).read(), "pulse", "{kind}");
        }
        let mut bytes = of("Binary");
        bytes.set("a", Binary::from(&[1_u8, 255][..])).read();
        assert_eq!(bytes.text("output"), "01ff");
    }

    #[test]
    fn an_expression_is_checked_before_the_run() {
        let deep = "(".repeat(500) + "1" + &")".repeat(500);
        let chain = "1+".repeat(500) + "1";
        for (expression, why) in [
            ("a +", "at character 4: "),
            ("a + q", "at character 5: there is no input \"q\"; `inputs` has a, s"),
            ("a + foo(a)", "at character 8: there is no function foo"),
            ("s.replace('', s)", "there is no function replace"),
            ("a\n+ )", "at character 5: "),
            ("a + s", "at character 3: + does not take int and string"),
            ("1 + 1.0", "at character 3: + does not take int and "),
            ("l.map(x, y)", "there is no input \"l\""),
            ("Foo{a: 1}", "there is no type Foo"),
            ("", "the expression is wrong"),
            (&deep, "at character 34: is nested too deeply here"),
            (&chain, "is nested more than 24 levels"),
            (&"1".repeat(2049), "longer than 2048 bytes"),
        ] {
            let attributes =
                json!({ "expression": expression, "inputs": { "a": "Int", "s": "String" } });
            let found = constant_mistakes("expression.cel", attributes, &[]).concat();
            assert!(
                found.starts_with("/expression bad_expression") && found.contains(why),
                "{expression}: {found}"
            );
        }
    }
}
