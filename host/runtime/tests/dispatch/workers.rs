use loom::thread::{self, JoinHandle};
use std::sync::Arc;

pub(crate) trait Job: Send + Sync {
    fn work(&self);
}

/// Starts a thread for each job; the real ones run several.
#[derive(Default)]
pub(crate) struct Workers(std::sync::Mutex<Vec<JoinHandle<()>>>);

impl Workers {
    pub(crate) fn run(&self, job: Arc<dyn Job>) {
        let worker = thread::spawn(move || job.work());
        self.0.lock().unwrap().push(worker);
    }

    pub(crate) fn take(&self) -> Option<JoinHandle<()>> {
        self.0.lock().unwrap().pop()
    }
}
