use super::Driver;
use super::sample::Sample;
use crate::pattern::Pattern;
use std::time::{Duration, Instant};

/// Round trips before any is counted.
const WARM_UP: usize = 200;

impl Driver {
    /// Sends one message, waits until it is back, and goes on with the next connection.
    ///
    /// # Panics
    /// When the client breaks the connection or says nothing any more.
    pub(crate) fn latency(&mut self, pattern: &Pattern, duration: Duration) -> Sample {
        self.links.iter_mut().for_each(super::link::Link::begin);
        (0..WARM_UP).for_each(|turn| self.round_trip(turn, pattern));
        let mut trips: Vec<f64> = Vec::with_capacity(1 << 20);
        let (first, ends) = (self.mark(0), Instant::now() + duration);
        let mut begin = Instant::now();
        while begin < ends {
            self.round_trip(trips.len(), pattern);
            let end = Instant::now();
            trips.push((end - begin).as_secs_f64() * 1e6);
            begin = end;
        }
        let sample = first.until(&self.mark(trips.len() as u64));
        trips.sort_by(f64::total_cmp);
        let at = |part: f64| trips[(part * (trips.len() - 1) as f64) as usize];
        Sample { p50: at(0.5), p99: at(0.99), ..sample }
    }

    fn round_trip(&mut self, turn: usize, pattern: &Pattern) {
        let number = turn % self.links.len();
        self.links[number].allowed += pattern.unit();
        self.links[number].send(pattern).expect("the client reads");
        let mut back = false;
        while !back {
            self.wait();
            for at in 0..self.ready.len() {
                let number = self.ready[at];
                back |= self.count(number).expect("the client answers") > 0;
                self.links[number].send(pattern).expect("the client reads");
            }
        }
    }
}
