use super::framing::{Frame, Framing};
use crate::types;
use pulsewire_plugin::{
    Attribute, AttributeKind, Binary, Context, Flow, Node, NodeError, NodeInfo, NodeType, Payload,
    Setup, Socket, Text, Trigger, Value,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Divides a stream of bytes into frames. Pieces come in as they arrive, for example a message each; `pulse` \
               fires for each frame that is complete, whether it is a part of a piece or of many. What is left waits \
               for the next piece, up to `max_bytes`. Then `on_end` fires. Frames share the memory of their piece.\n\
               A frame that is too long leaves by `on_error`, after the frames before it; what waits is dropped, and \
               the next piece counts as the begin of a frame. When `on_error` has no wire, the node fails with \
               bad_frame.";
    NodeInfo::action("binary.split_stream", "Split Stream", doc)
        .pulse_input("reset", "Reset", "Drops what waits, for a new connection.")
        .pulse_output("on_end", "OnEnd", "All frames of the piece are out.")
        .pulse_output("on_error", "OnError", "A frame is too long or wrong; `error` says why.")
        .attribute(Attribute::choice("by", "By", &["delimiter", "length", "size"], "What divides frames: bytes between them, a length before each, or their size."))
        .attribute(Attribute::string("delimiter", "Delimiter", "\n", "by delimiter: the text between two frames."))
        .attribute(Attribute::choice("length_type", "Length Type", &LENGTHS, "by length: how the length is written."))
        .attribute(count("length_offset", "Length Offset", 0, 0, "by length: how many bytes of the frame stand before its length."))
        .attribute(count("length_adds", "Length Adds", -MOST, 0, "by length: what to add to the length to get the number of bytes behind it; -4 when it counts its own four bytes."))
        .attribute(count("size", "Size", 1, 1, "by size: the number of bytes of each frame."))
        .attribute(Attribute::bool("whole", "Whole", false, "Whether a frame keeps its delimiter, or its length and what stands before it."))
        .attribute(count("max_bytes", "Max Bytes", 1, 1 << 20, "The maximum length of a frame in bytes."))
        .input(Socket::any("piece", "Piece", "Bytes of the stream: a Binary, or a String in UTF-8.").with_default(""))
        .output(Socket::binary("frame", "Frame", "The frame."))
        .output(Socket::int("waiting", "Waiting", "How many bytes wait for the rest of their frame."))
        .output(Socket::string("error", "Error", "What was wrong with the last piece; empty if nothing."))
        .example("Lines over two pieces", EXAMPLE, "6f6e65\n74776f")
        .create(|setup| Split::new(&setup))
        .check_constants(|constants| {
            if let Err(mistake) = Framing::read(constants.attributes()) {
                constants.refuse(&mistake.pointer[1..], "bad_attribute", mistake.message);
            }
        })
}

const LENGTHS: [&str; 8] = ["u32be", "u32le", "u16be", "u16le", "u8", "u24be", "u64be", "varint"];
/// The largest limit of a frame.
const MOST: i64 = 1 << 30;

fn count(id: &str, title: &str, least: i64, default: i64, doc: &str) -> Attribute {
    Attribute::new(id, title, AttributeKind::Range(least, MOST), default, doc)
}

const FRAME: Flow = Flow::Loop(0);
const ON_END: Flow = Flow::Emit(1);
const ON_ERROR: u32 = 2;
const RESET: Trigger = Trigger::Pulse(1);

struct Split {
    framing: Framing,
    whole: bool,
    most: usize,
    /// What waits for the rest of its frame.
    waiting: Vec<u8>,
    /// How much of it was searched for a delimiter.
    searched: usize,
}

impl Split {
    fn new(setup: &Setup<'_>) -> Result<Self, NodeError> {
        let framing = Framing::read(setup.attributes);
        let framing =
            framing.map_err(|mistake| NodeError::new("bad_attribute", mistake.message))?;
        let (whole, most) = (setup.attributes.bool("whole"), setup.attributes.count("max_bytes"));
        Ok(Self { framing, whole, most, waiting: Vec::new(), searched: 0 })
    }

    /// Takes in a piece, and leaves in the state of the loop those of its bytes that are complete frames.
    fn take(&mut self, context: &mut Context<'_>) -> Result<(), NodeError> {
        let piece = piece(context)?;
        let (bytes, mut error) = match self.waiting.is_empty() {
            true => (piece, String::new()),
            false => self.join(&piece),
        };
        let mut end = 0;
        while error.is_empty() {
            match self.framing.first(&bytes[end..], 0, self.most) {
                Ok(Some(frame)) => end += frame.next,
                Ok(None) => break,
                Err(why) => error = why,
            }
        }
        if error.is_empty() && end < bytes.len() {
            self.waiting.extend_from_slice(&bytes[end..]);
        }
        self.searched = self.framing.searched(self.waiting.len());
        context.set(1, i64::try_from(self.waiting.len()).unwrap_or(i64::MAX));
        context.set(2, Text::from(error));
        let state = context.loop_state();
        (state.at, state.value) = (0, Binary::from(bytes.slice(0..end)).into());
        Ok(())
    }

    /// The waiting bytes with a piece behind them, if that completes a frame; otherwise all of it waits.
    fn join(&mut self, piece: &[u8]) -> (Payload, String) {
        self.waiting.extend_from_slice(piece);
        match self.framing.first(&self.waiting, self.searched, self.most) {
            Ok(None) => (Payload::default(), String::new()),
            Ok(Some(_)) => (Payload::from_owner(std::mem::take(&mut self.waiting)), String::new()),
            Err(why) => {
                self.waiting = Vec::new();
                (Payload::default(), why)
            }
        }
    }

    /// Sends the next frame of the loop.
    fn next(&self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let state = context.loop_state();
        let at = usize::try_from(state.at).unwrap_or(usize::MAX);
        let Value::Binary(bytes) = &state.value else { return Ok(ON_END) };
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty());
        if let Some(Ok(Some(frame))) = rest.map(|rest| self.framing.first(rest, 0, self.most)) {
            let range = self.range(&frame, at);
            let part = Binary::from(bytes.clone().into_payload().slice(range));
            state.at = i64::try_from(at + frame.next).unwrap_or(i64::MAX);
            context.set(0, part);
            return Ok(FRAME);
        }
        state.value = Value::Null;
        let error = context.output(2).to_string();
        match error.is_empty() {
            true => Ok(ON_END),
            false => Err(NodeError::new("bad_frame", error).at_input(0).by_pulse(ON_ERROR)),
        }
    }

    fn range(&self, frame: &Frame, at: usize) -> std::ops::Range<usize> {
        if self.whole { at..at + frame.next } else { at + frame.start..at + frame.end }
    }
}

fn piece(context: &Context<'_>) -> Result<Payload, NodeError> {
    match context.input(0) {
        Value::Binary(bytes) => Ok(bytes.clone().into_payload()),
        Value::String(text) => Ok(text.clone().into_payload()),
        other => {
            let found = types::with_article(types::name(other));
            let why = format!("wants a Binary or a String, got {found}");
            Err(NodeError::new("type_mismatch", why).at_input(0))
        }
    }
}

impl Node for Split {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match context.trigger() {
            RESET => {
                (self.waiting, self.searched) = (Vec::new(), 0);
                context.set(1, 0);
                Ok(Flow::End)
            }
            Trigger::Resume => self.next(context),
            _ => {
                self.take(context)?;
                self.next(context)
            }
        }
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "each":  { "type": "flow.for_each_loop", "attributes": { "array": ["on", "e\ntwo\nth"], "data_type": "String" } },
    "lines": { "type": "binary.split_stream" },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> each.pulse",
    "each.pulse -> lines.pulse",
    "each.value -> lines.piece",
    "lines.pulse -> show.pulse",
    "lines.frame -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::{Binary, Value};
    use serde_json::{Value as Json, json};

    /// The frames that come out for a piece, in hexadecimal, and where the pulse ends.
    fn feed(node: &mut Bench, piece: &[u8]) -> String {
        let mut out = Vec::new();
        let mut flow = node.set("piece", Binary::from(piece)).pulse();
        while flow == "loop pulse" {
            out.push(node.text("frame"));
            flow = node.resume();
        }
        out.push(flow);
        out.join(" ")
    }

    #[test]
    fn frames_do_not_depend_on_the_pieces() {
        let stream = b"\x01\x00\x02ab\x02\x00\x00\x03\x00\x01c";
        let by_length = json!({ "by": "length", "length_type": "u16be", "length_offset": 1 });
        let cases: [(Json, &[u8], &str); 6] = [
            (json!({ "delimiter": "\r\n" }), b"a\r\n\r\nb\rc\r\n", "61  620d63"),
            (json!({ "delimiter": "\n", "whole": true }), b"a\nb\n", "610a 620a"),
            (json!({ "by": "size", "size": 3 }), b"abcdef", "616263 646566"),
            (by_length.clone(), stream, "6162  63"),
            (
                json!({ "by": "length", "length_type": "varint", "whole": true }),
                b"\x01a\x00",
                "0161 00",
            ),
            (
                json!({ "by": "length", "length_type": "u8", "length_adds": -1 }),
                b"\x02a\x01",
                "61 ",
            ),
        ];
        for (attributes, stream, wanted) in cases {
            for size in 1..=stream.len() {
                let mut node = Bench::new("binary.split_stream", attributes.clone());
                let found: Vec<String> = stream
                    .chunks(size)
                    .map(|piece| feed(&mut node, piece))
                    .filter_map(|out| out.strip_suffix(" on_end").map(ToOwned::to_owned))
                    .collect();
                assert_eq!(found.join(" "), wanted, "{attributes} in pieces of {size}");
                assert_eq!(node.text("waiting"), "0");
            }
        }
    }

    #[test]
    fn a_frame_that_is_too_long_is_dropped() {
        let mut node = Bench::new("binary.split_stream", json!({ "max_bytes": 3 }));
        assert_eq!(feed(&mut node, b"abc\nab"), "616263 on_end");
        assert_eq!(feed(&mut node, b"cd"), "bad_frame");
        assert_eq!(
            node.text("error"),
            "a frame is longer than the 3 bytes that `max_bytes` allows"
        );
        assert_eq!(feed(&mut node, b"x\ny\nlong\n"), "78 79 bad_frame");
        assert_eq!(
            (feed(&mut node, b"x\n"), node.text("error")),
            ("78 on_end".into(), String::new())
        );
        let long = json!({ "by": "length", "length_type": "u64be", "max_bytes": 100 });
        let mut node = Bench::new("binary.split_stream", long);
        for length in
            [[255; 8], [127, 255, 255, 255, 255, 255, 255, 255], [0, 0, 0, 0, 0, 0, 0, 93]]
        {
            assert_eq!(feed(&mut node, &length), "bad_frame");
        }
        let negative = json!({ "by": "length", "length_type": "u8", "length_adds": -4 });
        assert_eq!(feed(&mut Bench::new("binary.split_stream", negative), &[3]), "bad_frame");
    }

    #[test]
    fn reset_drops_what_waits_and_text_is_taken() {
        let mut node = Bench::new("binary.split_stream", json!({}));
        assert_eq!((feed(&mut node, b"ab"), node.text("waiting")), ("on_end".into(), "2".into()));
        assert_eq!((node.pulse_at(1), node.text("waiting")), ("end".into(), "0".into()));
        assert_eq!(node.set("piece", "é\n").pulse(), "loop pulse");
        assert_eq!(node.text("frame"), "c3a9");
        assert_eq!(node.set("piece", Value::Int(1)).pulse(), "type_mismatch");
    }

    #[test]
    fn many_small_pieces_of_a_large_frame_cost_what_they_are_long() {
        let mut node = Bench::new("binary.split_stream", json!({ "max_bytes": 1 << 24 }));
        let piece = vec![b'x'; 64];
        for _ in 0..100_000 {
            assert_eq!(feed(&mut node, &piece), "on_end");
        }
        assert_eq!(feed(&mut node, b"\n").len(), 2 * 6_400_000 + " on_end".len());
    }

    #[test]
    fn attributes_that_divide_nothing_are_refused() {
        for (attributes, why) in [
            (json!({ "delimiter": "" }), "`delimiter` is empty"),
            (json!({ "by": "size", "size": 5, "max_bytes": 4 }), "`size` is more than `max_bytes`"),
        ] {
            assert_eq!(Bench::creation_error("binary.split_stream", attributes), why);
        }
    }
}
