use crate::example::ExampleOf as _;
use memchr::memmem;
use pulsewire_plugin::{Context, Flow, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns where a Binary first contains other bytes. Nothing is found at every position: an empty `pattern` is \
               at `start`.";
    let found = "The position of the first byte; -1 if the pattern is not there.";
    NodeInfo::value("binary.find", "Find in Binary", doc)
        .input(Socket::binary("binary", "Binary", "The bytes to search."))
        .input(Socket::binary("pattern", "Pattern", "The bytes to find."))
        .input(Socket::int("start", "Start", "The position at which to begin, from 0."))
        .output(Socket::int("index", "Index", found))
        .output(Socket::bool("found", "Found", "Whether the pattern is there."))
        .example_of(
            "Find a line break",
            "index",
            &[(r#"{ "binary": "68690a", "pattern": "0a" }"#, "2")],
        )
        .run(|context: &mut Context<'_>| {
            let start = usize::try_from(context.int(2)?).unwrap_or(0);
            let rest = context.binary(0)?.get(start..);
            let found = rest.and_then(|rest| memmem::find(rest, context.binary(1).ok()?));
            context.binary(1)?;
            let index = found.and_then(|at| i64::try_from(start + at).ok());
            context.set(0, index.unwrap_or(-1));
            context.set(1, index.is_some());
            Ok(Flow::NEXT)
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn finds_the_first_place_from_the_start() {
        let of = |pattern: &str, start: i64| json!({ "binary": "0102030102", "pattern": pattern, "start": start });
        check(
            "binary.find",
            "index",
            &[
                (of("0102", 0), "0"),
                (of("0102", 1), "3"),
                (of("0102", 4), "-1"),
                (of("", 2), "2"),
                (of("01", 6), "-1"),
                (of("01", -5), "0"),
                (json!({}), "0"),
            ],
        );
    }
}
