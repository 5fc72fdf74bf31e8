use crate::bytes;
use crate::peer::Peer;
use crate::program::Side;
use std::io::{ErrorKind, Read};

/// What a peer observes at the end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PeerSees {
    /// Nothing: it has reset the connection itself.
    Nothing,
    /// The end of the stream, without a Close frame.
    End,
    /// A response that rejects the handshake, with this status.
    Status(u16),
    /// A Close frame, with this code if it has one.
    Close(Option<u16>),
}

impl Peer {
    /// The next frame: its first byte and its payload; nothing at the end of the stream.
    pub(crate) fn read(&mut self) -> Option<(u8, Vec<u8>)> {
        let [first, second] = self.read_bytes()?;
        let masks = second & 0x80 != 0;
        assert_eq!(masks, self.program == Side::Client, "only clients mask");
        let length = match second & 0x7f {
            126 => u16::from_be_bytes(self.read_bytes()?).into(),
            127 => u64::from_be_bytes(self.read_bytes()?),
            short => short.into(),
        };
        let key: [u8; 4] = if masks { self.read_bytes()? } else { [0; 4] };
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        self.stream.read_exact(&mut payload).ok()?;
        payload.iter_mut().zip(key.iter().cycle()).for_each(|(byte, key)| *byte ^= key);
        Some((first, payload))
    }

    fn read_bytes<const COUNT: usize>(&mut self) -> Option<[u8; COUNT]> {
        let mut bytes = [0; COUNT];
        let read = self.stream.read_exact(&mut bytes);
        let timed_out = read.as_ref().is_err_and(|error| error.kind() == ErrorKind::WouldBlock);
        assert!(!timed_out, "the program neither says anything nor goes");
        read.ok().map(|()| bytes)
    }

    /// Waits for a frame with this first byte and payload; frames before it are discarded.
    pub(crate) fn expect_frame(&mut self, first: u8, payload: impl AsRef<[u8]>) {
        let expected = (first, payload.as_ref().to_vec());
        while self.read().expect("the program has more to say") != expected {}
    }

    /// Reads what the program still has to say.
    pub(crate) fn read_to_end(mut self) -> PeerSees {
        if self.has_reset {
            return PeerSees::Nothing;
        }
        let seen = if self.is_open { self.last_frame() } else { self.status() };
        if let Some(flood) = self.flood.take() {
            assert!(flood.join().unwrap(), "the program takes bytes without an end");
        }
        if !self.keeps_stream {
            self.end();
        }
        if seen != PeerSees::Status(101) {
            self.expect_end();
        }
        seen
    }

    fn last_frame(&mut self) -> PeerSees {
        let is_close = |first: u8| first & 0x0f == bytes::CLOSE;
        loop {
            match self.read() {
                None => return PeerSees::End,
                Some((first, payload)) if is_close(first) => {
                    return PeerSees::Close(
                        payload.first_chunk().map(|code| u16::from_be_bytes(*code)),
                    );
                }
                Some(_) => {}
            }
        }
    }

    /// The status of an answer whose body does not matter.
    fn status(&mut self) -> PeerSees {
        let mut head = Vec::new();
        while let (false, Some([byte])) = (head.ends_with(b"\r\n\r\n"), self.read_bytes()) {
            head.push(byte);
        }
        let head = String::from_utf8_lossy(&head);
        match head.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok()) {
            Some(status) => PeerSees::Status(status),
            None => PeerSees::End,
        }
    }

    /// Nothing comes any more but the body of an answer.
    fn expect_end(&mut self) {
        let mut more = Vec::new();
        let read = self.stream.read_to_end(&mut more);
        let timed_out = read.is_err_and(|error| error.kind() == ErrorKind::WouldBlock);
        assert!(!timed_out, "the program does not end the connection");
        assert!(!self.is_open || more.is_empty(), "behind the last frame comes {more:02x?}");
    }
}
