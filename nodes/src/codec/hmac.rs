use super::algorithm::Algorithm;
use super::bytes::{OutputAs, bytes_at};
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Attribute, Context, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Computes the HMAC (RFC 2104) of a String (in UTF-8) or a Binary with a secret key: a signature that only \
               who knows the key can make.";
    let algorithm = "The hash in the HMAC.";
    let cases = [(
        r#"{ "key": "secret", "input": "hello" }"#,
        "88aab3ede8d3adf94d26ab90d3bafd4a2083070c3bcce9c014ee04a443847c0b",
    )];
    NodeInfo::value("codec.hmac", "HMAC", doc)
        .attribute(Attribute::choice("algorithm", "Algorithm", &Algorithm::WORDS, algorithm))
        .attribute(OutputAs::attribute())
        .input(
            Socket::any("input", "Input", "What to sign: a String or a Binary.").with_default(""),
        )
        .input(Socket::any("key", "Key", "The secret key: a String or a Binary.").with_default(""))
        .output(Socket::string("hmac", "HMAC", "The signature."))
        .example_of("Sign a message", "hmac", &cases)
        .compute_with(|setup| {
            let algorithm = Algorithm::of(setup.attributes.text("algorithm"));
            let output = OutputAs::of(setup.attributes.text("output_as"));
            move |context: &mut Context<'_>| {
                let (bytes, key) = (bytes_at(context, 0)?, bytes_at(context, 1)?);
                Ok(output.value(&algorithm.hmac(key, bytes)))
            }
        })
        .dynamic_sockets("With `output_as` binary, `hmac` is a Binary.", |attributes, sockets| {
            OutputAs::apply(attributes.text("output_as"), "hmac", sockets);
            Ok(())
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    /// Test case 2 of RFC 2202 and RFC 4231.
    #[test]
    fn every_algorithm_gives_what_its_specification_says() {
        let of = |algorithm: &str| json!({ "algorithm": algorithm, "key": "Jefe", "input": "what do ya want for nothing?" });
        check(
            "codec.hmac",
            "hmac",
            &[
                (of("md5"), "750c783e6ab0b503eaa86e310a5db738"),
                (of("sha1"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
                (of("sha256"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
                (
                    of("sha512"),
                    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
                ),
            ],
        );
    }

    #[test]
    fn the_key_may_be_of_any_length() {
        for length in [0, 1, 64, 65, 1000] {
            let mut node = Bench::new("codec.hmac", json!({ "output_as": "binary" }));
            node.set("key", "k".repeat(length));
            assert_eq!((node.read(), node.text("hmac").len()), ("pulse".into(), 64));
        }
        assert_eq!(Bench::new("codec.hmac", json!({})).set("key", 1).error().input, Some(1));
    }
}
