//! When value nodes are evaluated, and how long outputs hold.

use super::check;

#[test]
fn before_an_action_each_value_node_above_it_is_evaluated_once_sources_first() {
    check(
        &[r#"
            begin = event.initialize
            top = test.read {"input": 2}
            left = test.read
            right = test.read
            sum = math.add
            show = console.print {"label": "first"}
            again = console.print {"label": "second"}
            begin.pulse -> show.pulse
            show.pulse -> again.pulse
            top.output -> left.input
            top.output -> right.input
            left.output -> sum.input_1
            right.output -> sum.input_2
            sum.output -> show.input
            sum.output -> again.input
        "#],
        "read top\nread left\nread right\nfirst: 4\nread top\nread left\nread right\nsecond: 4",
    );
}

#[test]
fn an_int_becomes_a_float_where_a_wire_leads_to_one() {
    check(
        &[r#"
            level : Float 0.5
            begin = event.initialize
            three = array.length {"array": [1, 2, 3]}
            half = math.multiply {"data_type": "Float", "input_2": 0.5}
            show = console.print
            set = variable.set {"variable": "level"}
            kept = console.print {"label": "kept"}
            text = convert.conversion {"input_data_type": "Float"}
            told = console.print {"label": "text"}
            begin.pulse -> show.pulse
            show.pulse -> set.pulse
            set.pulse -> kept.pulse
            kept.pulse -> told.pulse
            three.length -> half.input_1
            three.length -> set.value
            three.length -> text.input
            half.output -> show.input
            set.value -> kept.input
            text.output -> told.input
        "#],
        "1.5\nkept: 3.0\ntext: 3.0",
    );
}

#[test]
fn a_float_without_a_fraction_is_an_int_where_one_is_wanted() {
    check(
        &[r#"
            begin = event.initialize
            all = json.parse {"input": "{\"one\": 1.0, \"more\": 1.5}"}
            one = dictionary.get {"key": "one", "data_type": "Int"}
            more = dictionary.get {"key": "more"}
            sum = math.add {"input_2": 2.0}
            show = console.print
            fails = math.add
            never = console.print
            begin.pulse -> all.pulse
            all.pulse -> show.pulse
            show.pulse -> never.pulse
            all.output -> one.dictionary
            all.output -> more.dictionary
            one.value -> sum.input_1
            sum.output -> show.input
            more.value -> fails.input_1
            fails.output -> never.input
        "#],
        "3\n! fails: type_mismatch x1",
    );
}

#[test]
fn what_no_action_reads_is_not_evaluated() {
    check(
        &[r#"
            begin = event.initialize
            read = test.read {"input": 1}
            unread = test.read {"input": 2}
            show = console.print
            begin.pulse -> show.pulse
            read.output -> show.input
        "#],
        "read read\n1",
    );
}

#[test]
fn a_value_node_runs_and_holds_when_it_is_pulsed() {
    check(
        &[r#"
            level : Int 1
            begin = event.initialize
            get = variable.get {"variable": "level"}
            held = math.add {"input_2": 10}
            fresh = math.add {"input_2": 10}
            set = variable.set {"variable": "level", "value": 5}
            old = console.print {"label": "held"}
            new = console.print {"label": "fresh"}
            begin.pulse -> held.pulse
            held.pulse -> set.pulse
            set.pulse -> old.pulse
            old.pulse -> new.pulse
            get.value -> held.input_1
            get.value -> fresh.input_1
            held.output -> old.input
            fresh.output -> new.input
        "#],
        "held: 11\nfresh: 15",
    );
}

#[test]
fn outputs_of_events_and_actions_hold_their_last_value() {
    check(
        &[r#"
            begin = event.initialize
            all = flow.sequential {"pulse_count": 3}
            one = event.trigger {"event": "one", "parameters": ["value"], "value": "first"}
            two = event.trigger {"event": "one", "parameters": ["value"], "value": "second"}
            look = event.trigger {"event": "look"}
            heard = event.listener {"event": "one", "parameters": ["value"]}
            keep = console.print {"label": "heard"}
            looks = event.listener {"event": "look"}
            of_event = console.print {"label": "the event gave"}
            of_action = console.print {"label": "the action gave"}
            begin.pulse -> all.pulse
            all.pulse_1 -> one.pulse
            all.pulse_2 -> two.pulse
            all.pulse_3 -> look.pulse
            heard.pulse -> keep.pulse
            heard.value -> keep.input
            looks.pulse -> of_event.pulse
            heard.value -> of_event.input
            of_event.pulse -> of_action.pulse
            keep.output -> of_action.input
        "#],
        "heard: first\nheard: second\nthe event gave: second\nthe action gave: second",
    );
}

#[test]
fn a_loop_reads_its_condition_before_each_round() {
    check(
        &[r#"
            level : Int 0
            begin = event.initialize
            get = variable.get {"variable": "level"}
            small = compare.is_less_equal {"b": 1}
            loop = flow.while_loop
            next = math.increment
            keep = variable.set {"variable": "level"}
            over = console.print {"label": "over at"}
            begin.pulse -> loop.pulse
            get.value -> small.a
            small.c -> loop.condition
            loop.pulse -> keep.pulse
            get.value -> next.input
            next.output -> keep.value
            loop.on_end -> over.pulse
            get.value -> over.input
        "#],
        "over at: 2",
    );
}
