use super::positions;
use super::regular_expression::{RegularExpression, check_constant};
use crate::example::ExampleOf as _;
use pulsewire_plugin::{
    Array, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Text, Value,
};
use regex::Captures;

pub(crate) fn node_type() -> NodeType {
    let doc = "Searches a string, or a part of it, for a regular expression in the syntax of Rust's crate `regex` \
               (https://docs.rs/regex): no look-around, no back-references, and a time that grows with the length of \
               the string only. `^` and `$` are the ends of the searched part.\n\
               Fails with bad_regex when the expression is invalid.";
    let [from, to] = positions::inputs([["from", "From"], ["to", "To"]]);
    let all = "Whether all matches are counted; otherwise the search ends with the first.";
    let groups = "The groups in parentheses of the first match: strings, or null for a group without a part in it.";
    let position = "The position of the first match, from 0; -1 when there is none.";
    let example = r#"{ "string": "temp=21.5", "regex": "(\\w+)=([0-9.]+)" }"#;
    NodeInfo::value("string.match_regex", "MatchRegex", doc)
        .input(Socket::string("string", "String", "The string to search."))
        .input(Socket::string("regex", "Regex", "The regular expression."))
        .input(from)
        .input(to)
        .input(Socket::bool("count_all_matches", "Count all matches", all))
        .output(Socket::bool("found", "Found", "Whether there is a match."))
        .output(Socket::int("position", "Position", position))
        .output(Socket::int(
            "match_count",
            "Match count",
            "The number of matches, which do not overlap.",
        ))
        .output(Socket::string("match", "Match", "The first match; empty when there is none."))
        .output(Socket::array("groups", "Groups", groups))
        .example_of("A name and a number", "groups", &[(example, r#"["temp","21.5"]"#)])
        .create(|_| Ok(MatchRegex(RegularExpression::default())))
        .check_constants(|constants| check_constant(constants, "regex"))
}

struct MatchRegex(RegularExpression);

impl Node for MatchRegex {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let string = context.text(0)?.clone();
        let regex = self.0.compiled(context.text(1)?)?;
        let (part, before) = positions::window(&string, context.int(2)?, context.int(3)?);
        let first = regex.captures(part);
        let count = match (&first, context.bool(4)?) {
            (Some(_), true) => regex.find_iter(part).count(),
            (first, _) => usize::from(first.is_some()),
        };
        let whole = first.as_ref().and_then(|groups| groups.get(0));
        context.set(0, whole.is_some());
        context.set(1, whole.map_or(-1, |one| positions::position(part, one.start(), before)));
        context.set(2, i64::try_from(count).unwrap_or(i64::MAX));
        context.set(3, whole.map_or_else(Text::default, |one| Text::from(one.as_str())));
        context.set(4, first.as_ref().map(groups).unwrap_or_default());
        Ok(Flow::NEXT)
    }
}

fn groups(captures: &Captures<'_>) -> Array {
    let text =
        |group: Option<regex::Match<'_>>| group.map_or(Value::Null, |one| one.as_str().into());
    captures.iter().skip(1).map(text).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check, constant_mistakes};
    use serde_json::json;

    #[test]
    fn finds_matches_and_their_groups() {
        let attributes =
            json!({ "string": "é12 a345", "regex": "([a-zé])?(\\d)+", "count_all_matches": true });
        let mut node = Bench::new("string.match_regex", attributes);
        assert_eq!(node.read(), "pulse");
        let found = ["found", "position", "match_count", "match", "groups"].map(|id| node.text(id));
        assert_eq!(found, ["true", "0", "2", "é12", r#"["é","2"]"#]);
        node.set("from", 1).set("to", 3).read();
        let found = ["position", "match_count", "match", "groups"].map(|id| node.text(id));
        assert_eq!(found, ["1", "1", "12", r#"[null,"2"]"#]);
        node.set("from", 99).read();
        let found = ["found", "position", "match_count", "match", "groups"].map(|id| node.text(id));
        assert_eq!(found, ["false", "-1", "0", "", "[]"]);
    }

    #[test]
    fn counts_one_match_unless_asked_for_all() {
        let case =
            |regex, all| json!({ "string": "aéa", "regex": regex, "count_all_matches": all });
        let cases = [
            (case("a", false), "1"),
            (case("a", true), "2"),
            (case("", true), "4"),
            (case("^é", true), "0"),
            (case("(", true), "bad_regex"),
        ];
        check("string.match_regex", "match_count", &cases);
    }

    #[test]
    fn a_written_expression_is_checked_before_the_run() {
        let found = constant_mistakes("string.match_regex", json!({ "regex": "a{2" }), &[]);
        assert!(found[0].starts_with("/regex bad_regex"), "{found:?}");
        assert!(
            constant_mistakes("string.match_regex", json!({ "regex": "(" }), &["regex"]).is_empty()
        );
    }
}
