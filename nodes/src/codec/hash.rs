use super::algorithm::Algorithm;
use super::bytes::{OutputAs, bytes_at};
use crate::example::ExampleOf as _;
use pulsewire_plugin::{
    Attribute, AttributeMistake, Attributes, Context, NodeInfo, NodeType, Setup, Socket, Sockets,
    Value, ValueType,
};
use twox_hash::XxHash3_64;

pub(crate) fn node_type() -> NodeType {
    let doc = "Computes a hash of a String (in UTF-8) or a Binary. md5 and sha1 are for protocols that ask for them; they \
               protect against nobody. crc32 and xxh3 are checksums.";
    let algorithms = ["sha256", "sha512", "sha1", "md5", "crc32", "xxh3"];
    let outputs = "How the hash is returned: as lower-case hexadecimal digits, as base64, as a Binary or, for crc32 and \
                   xxh3, as an Int; xxh3 is then read as a signed number.";
    let cases = [
        (r#"{ "algorithm": "md5", "input": "abc" }"#, "900150983cd24fb0d6963f7d28e17f72"),
        (r#"{ "algorithm": "crc32", "output_as": "int", "input": "123456789" }"#, "3421780262"),
    ];
    let words = ["hex", "base64", "binary", "int"];
    NodeInfo::value("codec.hash", "Hash", doc)
        .attribute(Attribute::choice("algorithm", "Algorithm", &algorithms, "The hash to compute."))
        .attribute(Attribute::choice("output_as", "Output As", &words, outputs))
        .input(
            Socket::any("input", "Input", "What to hash: a String or a Binary.").with_default(""),
        )
        .output(Socket::string("hash", "Hash", "The hash."))
        .example_of("A hash and a checksum", "hash", &cases)
        .compute_with(|setup| {
            let hash = Hash::new(setup);
            move |context: &mut Context<'_>| Ok(hash.of(bytes_at(context, 0)?))
        })
        .dynamic_sockets("`output_as` decides the type of `hash`.", dynamic_sockets)
}

fn dynamic_sockets(
    attributes: Attributes<'_>,
    sockets: &mut Sockets,
) -> Result<(), AttributeMistake> {
    let (algorithm, output) = (attributes.text("algorithm"), attributes.text("output_as"));
    if output == "int" {
        if Algorithm::WORDS.contains(&algorithm) {
            let why = format!("a {algorithm} does not fit in an Int: use hex, base64 or binary");
            return Err(AttributeMistake::new("/output_as", why));
        }
        sockets.set_kind(&["hash"], ValueType::Int);
    }
    OutputAs::apply(output, "hash", sockets);
    Ok(())
}

#[derive(Clone, Copy)]
enum Function {
    Crc32,
    Xxh3,
    Secure(Algorithm),
}

struct Hash {
    function: Function,
    /// None returns an Int.
    output: Option<OutputAs>,
}

impl Hash {
    fn new(setup: &Setup<'_>) -> Self {
        let output = setup.attributes.text("output_as");
        let function = match setup.attributes.text("algorithm") {
            "crc32" => Function::Crc32,
            "xxh3" => Function::Xxh3,
            word => Function::Secure(Algorithm::of(word)),
        };
        Self { function, output: (output != "int").then(|| OutputAs::of(output)) }
    }

    fn of(&self, bytes: &[u8]) -> Value {
        match (self.function, self.output) {
            (Function::Crc32, None) => Value::Int(i64::from(crc32fast::hash(bytes))),
            (Function::Crc32, Some(output)) => output.value(&crc32fast::hash(bytes).to_be_bytes()),
            (Function::Xxh3, None) => Value::Int(XxHash3_64::oneshot(bytes).cast_signed()),
            (Function::Xxh3, Some(output)) => {
                output.value(&XxHash3_64::oneshot(bytes).to_be_bytes())
            }
            (Function::Secure(algorithm), output) => {
                output.unwrap_or(OutputAs::Hex).value(&algorithm.hash(bytes))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use pulsewire_plugin::{Binary, Value};
    use serde_json::json;

    /// The test vectors of the algorithms.
    #[test]
    fn every_algorithm_gives_what_its_specification_says() {
        let of = |algorithm: &str, input: &str| json!({ "algorithm": algorithm, "input": input });
        check(
            "codec.hash",
            "hash",
            &[
                (of("md5", ""), "d41d8cd98f00b204e9800998ecf8427e"),
                (of("sha1", "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d"),
                (
                    of("sha256", "abc"),
                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                ),
                (
                    of("sha512", ""),
                    "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
                ),
                (of("crc32", "123456789"), "cbf43926"),
                (of("xxh3", ""), "2d06800538d394c2"),
            ],
        );
    }

    #[test]
    fn the_output_takes_the_form_that_is_asked_for() {
        let of = |algorithm: &str, output: &str| json!({ "algorithm": algorithm, "output_as": output, "input": "" });
        check(
            "codec.hash",
            "hash",
            &[
                (of("md5", "base64"), "1B2M2Y8AsgTpgAmY7PhCfg=="),
                (of("md5", "binary"), "d41d8cd98f00b204e9800998ecf8427e"),
                (of("crc32", "int"), "0"),
                (of("xxh3", "int"), "3244421341483603138"),
            ],
        );
        let found = Bench::creation_error("codec.hash", of("sha256", "int"));
        assert_eq!(found, "a sha256 does not fit in an Int: use hex, base64 or binary");
    }

    #[test]
    fn bytes_and_text_are_hashed_and_nothing_else() {
        let mut node = Bench::new("codec.hash", json!({ "algorithm": "md5" }));
        node.set("input", "é").read();
        let text = node.text("hash");
        node.set("input", Binary::from("é".as_bytes())).read();
        assert_eq!(node.text("hash"), text);
        assert_eq!(node.set("input", Value::Int(1)).read(), "type_mismatch");
    }
}
