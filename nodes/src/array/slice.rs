use crate::example::ExampleOf as _;
use crate::range;
use pulsewire_plugin::{NodeInfo, NodeType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a part of an array. What lies beyond its ends is left out: a part may be shorter than asked for, \
               or empty.";
    let [start, count] = range::inputs("element");
    NodeInfo::value("array.slice", "Slice Array", doc)
        .input(super::array("The array to take a part of."))
        .input(start)
        .input(count)
        .output(super::array("The part."))
        .example_of(
            "The first two, and the last two",
            "array",
            &[
                (r#"{ "array": [1, 2, 3, 4], "count": 2 }"#, "[1,2]"),
                (r#"{ "array": [1, 2, 3, 4], "start_index": -2 }"#, "[3,4]"),
            ],
        )
        .compute(|context| {
            let array = context.array(0)?;
            let part = range::part(context.int(1)?, context.int(2)?, array.len());
            Ok(array.slice(part))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn takes_what_there_is() {
        let case = |start: i64, count: i64| json!({ "array": [1, 2, 3], "start_index": start, "count": count });
        let cases = [
            (case(0, -1), "[1,2,3]"),
            (case(1, 1), "[2]"),
            (case(1, 99), "[2,3]"),
            (case(-1, 5), "[3]"),
            (case(-99, 2), "[1,2]"),
            (case(3, -1), "[]"),
            (case(1, 0), "[]"),
            (case(i64::MAX, i64::MAX), "[]"),
            (case(i64::MIN, i64::MIN), "[1,2,3]"),
        ];
        check("array.slice", "array", &cases);
        check("array.slice", "array", &[(json!({}), "[]")]);
    }
}
