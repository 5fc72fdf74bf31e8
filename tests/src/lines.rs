use std::io::{BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Instant;

/// The lines of a stream as they come.
#[derive(Debug)]
pub(crate) struct Lines {
    coming: Receiver<String>,
    seen: Vec<String>,
    looked_at: usize,
}

impl Lines {
    pub(crate) fn of(stream: impl Read + Send + 'static) -> Self {
        let (sender, coming) = channel();
        thread::spawn(move || {
            let mut stream = BufReader::new(stream);
            let mut line = Vec::new();
            while stream.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                let text = String::from_utf8_lossy(&line);
                if sender.send(text.trim_end_matches(['\n', '\r']).to_owned()).is_err() {
                    return;
                }
                line.clear();
            }
        });
        Self { coming, seen: Vec::new(), looked_at: 0 }
    }

    /// The next line that contains `fragment`, after the last one returned; `None` when the stream ended or
    /// the deadline passed first.
    pub(crate) fn expect(&mut self, fragment: &str, deadline: Instant) -> Option<String> {
        loop {
            while let Some(line) = self.seen.get(self.looked_at) {
                self.looked_at += 1;
                if line.contains(fragment) {
                    return Some(line.clone());
                }
            }
            self.next(deadline).ok()?;
        }
    }

    /// Reads to the end of the stream; returns false when the deadline passed first.
    pub(crate) fn finish(&mut self, deadline: Instant) -> bool {
        loop {
            match self.next(deadline) {
                Ok(()) => {}
                Err(RecvTimeoutError::Disconnected) => return true,
                Err(RecvTimeoutError::Timeout) => return false,
            }
        }
    }

    /// All lines up to now.
    pub(crate) fn text(&mut self) -> String {
        self.seen.extend(self.coming.try_iter());
        self.seen.iter().flat_map(|line| [line, "\n"]).collect()
    }

    fn next(&mut self, deadline: Instant) -> Result<(), RecvTimeoutError> {
        let left = deadline.saturating_duration_since(Instant::now());
        self.seen.push(self.coming.recv_timeout(left)?);
        Ok(())
    }
}
