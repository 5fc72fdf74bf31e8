//! What uses of functions do.

use super::Files;
use serde_json::{Value as Json, json};

/// Counts its pulses, and prints a word and the count.
fn counter() -> (Json, &'static str) {
    let head = json!({
        "attributes": { "word": { "type": "String", "default": "count" } },
        "inputs": { "pulse": "pulse" },
        "outputs": { "pulse": "pulse", "count": "Int" }
    });
    let lines = r#"
        n : Int 0
        get = variable.get {"variable": "n"}
        one = math.increment
        set = variable.set {"variable": "n"}
        text = string.format {"pattern": "${attribute:word} {n}", "parameters": ["n"]}
        show = console.print
        input.pulse -> set.pulse
        get.value -> one.input
        one.output -> set.value
        set.value -> text.n
        text.formatted -> show.input
        set.pulse -> show.pulse
        show.pulse -> output.pulse
        set.value -> output.count
    "#;
    (head, lines)
}

fn with_counter() -> Files {
    let (head, lines) = counter();
    Files::new().function("counter", head, lines)
}

#[test]
fn each_use_has_its_own_variables_and_attributes() {
    with_counter()
        .logic(
            "main",
            r#"
            begin = event.initialize
            a = function.counter {"word": "a"}
            b = function.counter
            again = function.counter {"word": "${env:NOT_SET:-again}"}
            twice = flow.sequential
            exit = program.exit
            begin.pulse -> twice.pulse
            twice.pulse_1 -> a.pulse
            a.pulse -> b.pulse
            b.pulse -> again.pulse
            twice.pulse_2 -> exit.pulse
            "#,
        )
        .prints("a 1\ncount 1\nagain 1");
}

#[test]
fn a_data_output_holds_its_last_value() {
    // The sum is computed by a value node when the pulse leaves, not when it is read.
    Files::new()
        .function(
            "sum",
            json!({
                "inputs": { "pulse": "pulse", "a": "Int", "b": { "type": "Int", "default": 40 } },
                "outputs": { "pulse": "pulse", "sum": "Int" }
            }),
            r#"
            add = math.add
            input.a -> add.input_1
            input.b -> add.input_2
            input.pulse -> output.pulse
            add.output -> output.sum
            "#,
        )
        .logic(
            "main",
            r#"
            x : Int 2
            begin = event.initialize
            get = variable.get {"variable": "x"}
            sum = function.sum
            set = variable.set {"variable": "x", "value": 100}
            show = console.print
            exit = program.exit
            get.value -> sum.a
            begin.pulse -> sum.pulse
            sum.pulse -> set.pulse
            set.pulse -> show.pulse
            sum.sum -> show.input
            show.pulse -> exit.pulse
            "#,
        )
        .prints("42");
}

#[test]
fn a_function_without_pulses_is_computed_when_it_is_read() {
    Files::new()
        .function(
            "double",
            json!({ "inputs": { "x": "Int" }, "outputs": { "double": "Int", "same": "Int" } }),
            "add = math.add\ninput.x -> add.input_1\ninput.x -> add.input_2\nadd.output -> output.double\ninput.x -> output.same",
        )
        .logic(
            "main",
            r#"
            x : Int 2
            begin = event.initialize
            get = variable.get {"variable": "x"}
            once = function.double
            twice = function.double
            set = variable.set {"variable": "x", "value": 100}
            show = console.print
            same = console.print
            exit = program.exit
            get.value -> once.x
            once.double -> twice.x
            begin.pulse -> set.pulse
            set.pulse -> show.pulse
            twice.double -> show.input
            show.pulse -> same.pulse
            twice.same -> same.input
            same.pulse -> exit.pulse
            "#,
        )
        .prints("400\n200");
}

#[test]
fn a_pulse_may_leave_later_and_goes_on_as_an_event_of_the_graph() {
    let (head, lines) = counter();
    Files::new()
        .function("counter", head, lines)
        .function(
            "later",
            json!({ "inputs": { "go": "pulse" }, "outputs": { "started": "pulse", "done": "pulse" } }),
            r#"
            wait = timer.start_timeout {"seconds": 0.001}
            inner = function.counter {"word": "later"}
            input.go -> wait.pulse
            wait.on_start -> output.started
            wait.pulse -> inner.pulse
            inner.pulse -> output.done
            "#,
        )
        .logic(
            "main",
            r#"
            begin = event.initialize
            later = function.later
            now = console.print {"input": "now"}
            exit = program.exit
            begin.pulse -> later.go
            later.started -> now.pulse
            later.done -> exit.pulse
            "#,
        )
        .prints("now\nlater 1");
}

#[test]
fn event_nodes_and_timers_belong_to_each_use() {
    Files::new()
        .function(
            "hello",
            json!({ "attributes": { "name": { "type": "String" } }, "outputs": { "done": "pulse" } }),
            r#"
            begin = event.initialize
            show = console.print {"input": "hello ${attribute:name}"}
            begin.pulse -> show.pulse
            show.pulse -> output.done
            "#,
        )
        .logic(
            "main",
            r#"
            a = function.hello {"name": "a"}
            b = function.hello {"name": "b"}
            exit = program.exit
            b.done -> exit.pulse
            "#,
        )
        .prints("hello a\nhello b");
}

#[test]
fn enabled_and_pulse_pass_through_work_as_on_any_node() {
    with_counter()
        .logic(
            "main",
            r#"
            begin = event.initialize
            both = flow.sequential {"pulse_count": 3}
            off = function.counter {"word": "off", "enabled": false}
            never = console.print {"input": "never"}
            skipped = function.counter {"word": "skipped", "pulse_pass_through": true}
            after = console.print {"input": "after"}
            exit = program.exit
            begin.pulse -> both.pulse
            both.pulse_1 -> off.pulse
            off.pulse -> never.pulse
            both.pulse_2 -> skipped.pulse
            skipped.pulse -> after.pulse
            both.pulse_3 -> exit.pulse
            "#,
        )
        .prints("after");
}

#[test]
fn reports_and_on_error_name_the_use_and_the_node() {
    let divide = || {
        Files::new().function(
            "half",
            json!({ "inputs": { "pulse": "pulse", "by": { "type": "Int" } } }),
            "divide = math.divide {\"dividend\": 10}\nshow = console.print\ninput.pulse -> show.pulse\ninput.by -> divide.divisor\ndivide.quotient -> show.input",
        )
    };
    let main = r#"
        begin = event.initialize
        zero = array.length
        use = function.half
        both = flow.sequential
        exit = program.exit
        begin.pulse -> both.pulse
        both.pulse_1 -> use.pulse
        zero.length -> use.by
        both.pulse_2 -> exit.pulse
    "#;
    let (_, report) = divide().logic("main", main).run();
    let failure = &report.failures.list[0].failure;
    assert_eq!((failure.node.as_str(), failure.code.as_str()), ("use/divide", "division_by_zero"));
    assert!(failure.message.contains("use/show"), "{}", failure.message);
    let nodes = report.graphs[0].nodes.as_ref().unwrap();
    assert!(nodes.iter().any(|node| node.node == "use/show"));
    let told = "failed = event.error\ntell = console.print\nfailed.pulse -> tell.pulse\nfailed.node -> tell.input\nboth.pulse_2 -> exit.pulse";
    let main = main.replace("both.pulse_2 -> exit.pulse", told);
    divide()
        .logic(
            "main",
            &main
                .replace("tell.input", "tell.input\ntell.pulse -> exit.pulse")
                .replace("both.pulse_2 -> exit.pulse", ""),
        )
        .prints("use/divide");
}

#[test]
fn a_failure_by_a_pulse_that_nothing_takes_is_one_of_the_graph() {
    let files = with_counter();
    let (_, report) = files
        .function(
            "get",
            json!({
                "inputs": { "pulse": "pulse", "text": "String" },
                "outputs": { "done": "pulse", "value": "Any", "text": "String" }
            }),
            "parse = json.parse\ninput.pulse -> parse.pulse\ninput.text -> parse.input\nparse.pulse -> output.done\nparse.output -> output.value\ninput.text -> output.text",
        )
        .logic(
            "main",
            r#"
            begin = event.initialize
            both = flow.sequential
            get = function.get {"text": "{"}
            count = function.counter
            exit = program.exit
            begin.pulse -> both.pulse
            both.pulse_1 -> get.pulse
            get.done -> count.pulse
            both.pulse_2 -> exit.pulse
            "#,
        )
        .run();
    assert_eq!(report.failures.unhandled, 1);
    assert_eq!(report.failures.list[0].failure.node, "get/parse");
}

#[test]
fn an_input_without_a_wire_has_the_literal_the_default_or_the_zero_of_its_type() {
    Files::new()
        .function(
            "show",
            json!({
                "inputs": {
                    "pulse": "pulse", "i": "Int", "f": { "type": "Float", "default": 2 }, "b": "Binary", "any": "Any"
                },
                "outputs": { "pulse": "pulse" }
            }),
            r#"
            text = string.format {"pattern": "{i} {f} {b} {any}", "parameters": ["i", "f", "b", "any"]}
            show = console.print
            input.i -> text.i
            input.f -> text.f
            input.b -> text.b
            input.any -> text.any
            input.pulse -> show.pulse
            text.formatted -> show.input
            show.pulse -> output.pulse
            "#,
        )
        .logic(
            "main",
            r#"
            begin = event.initialize
            none = function.show
            all = function.show {"i": 7, "f": 5, "b": "0aff", "any": "x"}
            exit = program.exit
            begin.pulse -> none.pulse
            none.pulse -> all.pulse
            all.pulse -> exit.pulse
            "#,
        )
        .prints("0 2.0  null\n7 5.0 0aff x");
}
