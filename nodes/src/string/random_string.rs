use crate::example::ExampleOf as _;
use crate::text::into_text;
use pulsewire_plugin::{Constants, Context, NodeError, NodeInfo, NodeType, Socket};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a string of random characters, a new one each time it runs or is read. The random numbers are good \
               enough for passwords.\n\
               Fails with bad_length when the length is not 0 to 1048576, and with no_characters when there is no \
               character to choose from.";
    let characters =
        "The characters to choose from; one that occurs twice is chosen twice as often.";
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    NodeInfo::value("string.random_string", "RandomString", doc)
        .input(
            Socket::int("length", "Length", "The number of characters, 0 to 1048576.")
                .with_default(16),
        )
        .input(Socket::string("characters", "Characters", characters).with_default(letters))
        .output(Socket::string("random_string", "Random string", "The random string."))
        .example_of(
            "No choice",
            "random_string",
            &[(r#"{ "length": 3, "characters": "x" }"#, "xxx")],
        )
        .compute_with(|_| {
            let mut random: StdRng = rand::make_rng();
            move |context: &mut Context<'_>| {
                let length = checked_length(context.int(0)?)?;
                let characters: Vec<char> = context.text(1)?.chars().collect();
                check_characters(&characters, length)?;
                let chosen = (0..length).filter_map(|_| characters.choose(&mut random));
                Ok(into_text(chosen.collect()))
            }
        })
        .check_constants(check_constants)
}

/// The longest random string, in characters.
const MAX_LENGTH: usize = 1 << 20;

fn check_constants(constants: &mut Constants<'_>) {
    let Some(length) = constants.int("length") else { return };
    let length = checked_length(length);
    if let (Ok(length), Some(characters)) = (&length, constants.text("characters")) {
        let characters: Vec<char> = characters.chars().collect();
        constants.check("characters", check_characters(&characters, *length));
    }
    constants.check("length", length);
}

fn checked_length(length: i64) -> Result<usize, NodeError> {
    usize::try_from(length).ok().filter(|length| *length <= MAX_LENGTH).ok_or_else(|| {
        let why = format!("wants 0 to {MAX_LENGTH}, got {length}");
        NodeError::new("bad_length", why).at_input(0)
    })
}

fn check_characters(characters: &[char], length: usize) -> Result<(), NodeError> {
    if length > 0 && characters.is_empty() {
        let why = "is empty: write the characters to choose from";
        return Err(NodeError::new("no_characters", why).at_input(1));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check, constant_mistakes};
    use serde_json::json;

    #[test]
    fn each_string_is_new_and_of_the_characters() {
        let mut node =
            Bench::new("string.random_string", json!({ "length": 40, "characters": "aé😀" }));
        let mut before = String::new();
        for _ in 0..3 {
            assert_eq!(node.read(), "pulse");
            let text = node.text("random_string");
            assert_eq!(text.chars().count(), 40);
            assert!(text.chars().all(|one| "aé😀".contains(one)), "{text}");
            assert_ne!(text, before);
            before = text;
        }
        assert_ne!(Bench::new("string.random_string", json!({})).text("random_string"), before);
    }

    #[test]
    fn lengths_have_a_limit() {
        let case = |length, characters| json!({ "length": length, "characters": characters });
        let cases = [
            (case(0, ""), ""),
            (case(1, ""), "no_characters"),
            (case(-1, "a"), "bad_length"),
            (case(i64::MAX, "a"), "bad_length"),
        ];
        check("string.random_string", "random_string", &cases);
        for (attributes, place) in [(case(-1, "a"), "/length"), (case(1, ""), "/characters")] {
            let found = constant_mistakes("string.random_string", attributes, &[]);
            assert!(found.len() == 1 && found[0].starts_with(place), "{found:?}");
        }
    }
}
