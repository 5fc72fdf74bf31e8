use super::Driver;
use super::sample::{Mark, Sample};
use crate::pattern::Pattern;
use std::time::{Duration, Instant};

/// The part of a measurement that is not counted: buffers grow, code is compiled.
const WARM_UP: f64 = 0.2;

impl Driver {
    /// Keeps `window` units in flight on each connection and counts how many come back.
    ///
    /// # Panics
    /// When the client breaks the connection or says nothing any more.
    pub(crate) fn throughput(
        &mut self,
        pattern: &Pattern,
        window: usize,
        duration: Duration,
    ) -> Sample {
        let begin = Instant::now();
        let (counts, ends) = (begin + duration.mul_f64(WARM_UP), begin + duration);
        let mut in_flight = self.fill(pattern, window);
        let (mut first, mut last): (Option<Mark>, Option<Mark>) = (None, None);
        let mut answered = 0;
        while in_flight > 0 {
            self.wait();
            for at in 0..self.ready.len() {
                let number = self.ready[at];
                let units = self.count(number).expect("the client answers");
                answered += units;
                if last.is_some() {
                    in_flight -= units;
                } else {
                    self.links[number].allowed += units * pattern.unit();
                }
                self.links[number].send(pattern).expect("the client reads");
            }
            let now = Instant::now();
            let messages = answered * pattern.messages;
            if first.is_none() && now >= counts {
                first = Some(self.mark(messages));
            } else if last.is_none() && now >= ends && first.is_some() {
                last = Some(self.mark(messages));
            }
        }
        let (Some(first), Some(last)) = (first, last) else { unreachable!("it ends with a mark") };
        first.until(&last)
    }

    fn fill(&mut self, pattern: &Pattern, window: usize) -> u64 {
        for link in &mut self.links {
            link.begin();
            link.allowed = window as u64 * pattern.unit();
            link.send(pattern).expect("the client reads");
        }
        (self.links.len() * window) as u64
    }
}
