use super::Connection;
use crate::events::{Topic, outputs};
use std::collections::VecDeque;
use std::time::Instant;

/// How many Pings may wait for their Pong; the oldest is dropped, since a Pong answers earlier Pings as well.
const MAX_PENDING: usize = 64;

/// The Pings of this side. Each has a number as its payload, so that its Pong can be matched (RFC 6455 section 5.5.3).
#[derive(Debug, Default)]
pub(super) struct PendingPings {
    last: u64,
    /// The unanswered ones, oldest first, with when they were written.
    waiting: VecDeque<(u64, Instant)>,
}

impl PendingPings {
    /// Returns the payload of the next Ping.
    pub(super) fn next(&mut self) -> [u8; 8] {
        self.last += 1;
        if self.waiting.len() == MAX_PENDING {
            self.waiting.pop_front();
        }
        self.waiting.push_back((self.last, Instant::now()));
        self.last.to_be_bytes()
    }

    /// When the Ping that this Pong answers was written; `None` for an unsolicited Pong (RFC 6455 section 5.5.3).
    /// Earlier Pings count as answered.
    fn answered(&mut self, pong: &[u8]) -> Option<Instant> {
        let number = u64::from_be_bytes(pong.try_into().ok()?);
        let at = self.waiting.iter().position(|(one, _)| *one == number)?;
        self.waiting.drain(..=at).next_back().map(|(_, written)| written)
    }
}

impl Connection<'_> {
    /// Handles a Pong.
    pub(super) fn receive_pong(&mut self, payload: &[u8]) {
        let Some(written) = self.pings.answered(payload) else { return };
        if let Some(keep_alive) = &mut self.keep_alive {
            keep_alive.on_pong();
        }
        self.session.emit(Topic::Pong, &outputs::pong(written.elapsed()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pong_answers_its_ping_and_earlier_ones() {
        let mut pings = PendingPings::default();
        let [one, two, three] = [(); 3].map(|()| pings.next());
        assert!(pings.answered(b"unasked").is_none());
        assert!(pings.answered(&two).is_some());
        assert!(pings.answered(&one).is_none());
        assert!(pings.answered(&two).is_none());
        assert!(pings.answered(&three).is_some());
    }

    #[test]
    fn unanswered_pings_are_limited() {
        let mut pings = PendingPings::default();
        let first = pings.next();
        (0..MAX_PENDING).for_each(|_| {
            pings.next();
        });
        assert!(pings.answered(&first).is_none());
        assert_eq!(pings.waiting.len(), MAX_PENDING);
    }
}
