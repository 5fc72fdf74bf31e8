//! Pulses run depth first, one event at a time.

use super::check;

#[test]
fn a_sequence_finishes_the_first_branch_before_the_second() {
    check(
        &[r#"
            begin = event.initialize
            outer = flow.sequential {"pulse_count": 3}
            inner = flow.sequential
            a = console.print {"input": "a"}
            a2 = console.print {"input": "a2"}
            b1 = console.print {"input": "b1"}
            b2 = console.print {"input": "b2"}
            c = console.print {"input": "c"}
            begin.pulse -> outer.pulse
            outer.pulse_1 -> a.pulse
            a.pulse -> a2.pulse
            outer.pulse_2 -> inner.pulse
            inner.pulse_1 -> b1.pulse
            inner.pulse_2 -> b2.pulse
            outer.pulse_3 -> c.pulse
        "#],
        "a\na2\nb1\nb2\nc",
    );
}

#[test]
fn a_loop_finishes_its_body_before_the_next_round() {
    check(
        &[r#"
            begin = event.initialize
            rows = flow.for_loop {"last_index": 2}
            row = console.print {"label": "row"}
            columns = flow.for_each_loop {"array": ["x", "y"]}
            column = console.print {"label": "column"}
            line = console.print {"input": "end of row"}
            over = console.print {"input": "over"}
            begin.pulse -> rows.pulse
            rows.pulse -> row.pulse
            rows.index -> row.input
            row.pulse -> columns.pulse
            columns.pulse -> column.pulse
            columns.value -> column.input
            columns.on_end -> line.pulse
            rows.on_end -> over.pulse
        "#],
        "row: 0\ncolumn: x\ncolumn: y\nend of row\nrow: 1\ncolumn: x\ncolumn: y\nend of row\nover",
    );
}

#[test]
fn an_event_that_is_raised_while_another_runs_waits_its_turn() {
    check(
        &[r#"
            begin = event.initialize
            twice = flow.for_loop {"last_index": 2}
            raise = event.trigger {"event": "raised", "parameters": ["at"]}
            raised = console.print {"label": "raised"}
            done = console.print {"input": "done"}
            heard = event.listener {"event": "raised", "parameters": ["at"]}
            first = console.print {"label": "heard"}
            then = console.print {"input": "and then"}
            begin.pulse -> twice.pulse
            twice.pulse -> raise.pulse
            twice.index -> raise.at
            raise.pulse -> raised.pulse
            twice.index -> raised.input
            twice.on_end -> done.pulse
            heard.pulse -> first.pulse
            heard.at -> first.input
            first.pulse -> then.pulse
        "#],
        "raised: 0\nraised: 1\ndone\nheard: 0\nand then\nheard: 1\nand then",
    );
}

#[test]
fn a_change_of_a_variable_waits_its_turn_too() {
    check(
        &[r#"
            level : Int 0
            begin = event.initialize
            set = variable.set {"variable": "level", "value": 7}
            same = variable.set {"variable": "level", "value": 7}
            after = console.print {"input": "set"}
            changed = variable.on_change {"variable": "level"}
            now = console.print {"label": "changed to"}
            begin.pulse -> set.pulse
            set.pulse -> same.pulse
            same.pulse -> after.pulse
            changed.pulse -> now.pulse
            changed.value -> now.input
        "#],
        "set\nchanged to: 7",
    );
}
