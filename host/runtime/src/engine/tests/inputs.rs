//! Inputs are read once, when the pulse enters the node.

use super::check;

#[test]
fn a_loop_runs_over_the_array_of_its_start_whatever_its_body_changes() {
    check(
        &[r#"
            message : Any {"items": [1, 2, 3]}
            begin = event.initialize
            message = variable.get {"variable": "message"}
            items = dictionary.get {"key": "items", "data_type": "Array"}
            each = flow.for_each_loop
            show = console.print
            change = variable.set {"variable": "message", "value": {"other": true}}
            over = console.print {"input": "over"}
            begin.pulse -> each.pulse
            message.value -> items.dictionary
            items.value -> each.array
            each.pulse -> show.pulse
            each.value -> show.input
            show.pulse -> change.pulse
            each.on_end -> over.pulse
        "#],
        "1\n2\n3\nover",
    );
}

#[test]
fn a_loop_evaluates_its_inputs_once() {
    check(
        &[r#"
            begin = event.initialize
            last = test.read {"input": 3}
            loop = flow.for_loop
            show = console.print
            begin.pulse -> loop.pulse
            last.output -> loop.last_index
            loop.pulse -> show.pulse
            loop.index -> show.input
        "#],
        "read last\n0\n1\n2",
    );
}

#[test]
fn a_while_loop_reads_its_condition_before_each_iteration() {
    check(
        &[r#"
            level : Int 0
            begin = event.initialize
            get = variable.get {"variable": "level"}
            seen = test.read
            low = compare.is_less_equal {"b": 1}
            loop = flow.while_loop
            next = math.increment
            set = variable.set {"variable": "level"}
            over = console.print {"input": "over"}
            begin.pulse -> loop.pulse
            get.value -> seen.input
            seen.output -> low.a
            low.c -> loop.condition
            get.value -> next.input
            loop.pulse -> set.pulse
            next.output -> set.value
            loop.on_end -> over.pulse
        "#],
        "read seen\nread seen\nread seen\nover",
    );
}

#[test]
fn a_failure_while_reading_names_the_reader_and_what_becomes_of_it() {
    check(
        &[r#"
            message : Any {"on": true}
            begin = event.initialize
            message = variable.get {"variable": "message"}
            on = dictionary.get {"key": "on", "data_type": "Bool"}
            loop = flow.while_loop
            change = variable.set {"variable": "message", "value": {}}
            begin.pulse -> loop.pulse
            message.value -> on.dictionary
            on.value -> loop.condition
            loop.pulse -> change.pulse
            error = event.error
            ends = string.contains {"pattern": "; it is read by `loop`, whose loop ends"}
            node = console.print
            says = console.print
            error.pulse -> node.pulse
            error.node -> node.input
            node.pulse -> says.pulse
            error.message -> ends.string
            ends.contains -> says.input
        "#],
        "on\ntrue",
    );
}
