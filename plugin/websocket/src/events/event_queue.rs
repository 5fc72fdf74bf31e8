use crate::runtime::in_graph;
use pulsewire_plugin::{EmitError, Emitter, Value};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

/// Emits events to graphs in order and loses none: what a full inbox refuses waits here.
///
/// While something waits, the owner must not read from the network, so the backlog stays as small as what one message
/// leads to.
#[derive(Debug, Default)]
pub(crate) struct EventQueue {
    backlog: VecDeque<(Emitter, Value)>,
    /// An inbox will wake the task.
    armed: Arc<AtomicBool>,
}

impl EventQueue {
    /// Emits an event, or keeps it for [`poll_drained`](Self::poll_drained). A graph that has stopped ignores events.
    #[inline]
    pub(crate) fn emit(&mut self, to: &Emitter, event: Value) {
        if !self.backlog.is_empty() {
            return self.backlog.push_back((to.clone(), event));
        }
        if let Err(EmitError::Full(event)) = in_graph(|| to.emit(event)) {
            self.backlog.push_back((to.clone(), event));
        }
    }

    /// Emits an event to each of these nodes.
    pub(crate) fn emit_all(&mut self, to: &[Emitter], event: &Value) {
        to.iter().for_each(|one| self.emit(one, event.clone()));
    }

    /// Ready when nothing waits; otherwise the task is woken when an inbox has room.
    #[inline]
    pub(crate) fn poll_drained(&mut self, context: &Context<'_>) -> Poll<()> {
        if self.backlog.is_empty() { Poll::Ready(()) } else { self.retry(context.waker()) }
    }

    /// Waits until every event was delivered.
    pub(crate) async fn drained(&mut self) {
        poll_fn(|context| self.poll_drained(context)).await;
    }

    fn retry(&mut self, waker: &Waker) -> Poll<()> {
        while let Some((to, event)) = self.backlog.pop_front() {
            if let Err(EmitError::Full(event)) = in_graph(|| to.emit(event)) {
                self.arm(&to, waker);
                self.backlog.push_front((to, event));
                return Poll::Pending;
            }
        }
        Poll::Ready(())
    }

    fn arm(&self, to: &Emitter, waker: &Waker) {
        if self.armed.swap(true, Ordering::AcqRel) {
            return;
        }
        let (armed, waker) = (self.armed.clone(), waker.clone());
        to.when_ready(move || {
            armed.store(false, Ordering::Release);
            waker.wake();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulsewire_plugin::Emit;
    use std::sync::Mutex;

    /// An inbox that accepts `room` events.
    #[derive(Default)]
    struct Inbox {
        room: Mutex<usize>,
        events: Mutex<Vec<Value>>,
        wakes: Mutex<Vec<Box<dyn FnOnce() + Send>>>,
    }

    impl Inbox {
        fn make_room(&self, room: usize) {
            *self.room.lock().unwrap() = room;
            self.wakes.lock().unwrap().drain(..).for_each(|wake| wake());
        }
    }

    impl Emit for Inbox {
        fn emit(&self, _node: u32, event: Value) -> Result<(), EmitError> {
            let mut room = self.room.lock().unwrap();
            if *room == 0 {
                return Err(EmitError::Full(event));
            }
            *room -= 1;
            self.events.lock().unwrap().push(event);
            Ok(())
        }

        fn when_ready(&self, wake: Box<dyn FnOnce() + Send>) {
            self.wakes.lock().unwrap().push(wake);
        }
    }

    #[test]
    fn a_full_inbox_loses_no_event_and_keeps_the_order() {
        let inbox = Arc::new(Inbox::default());
        let (emitter, mut event_queue) = (Emitter::new(inbox.clone(), 0), EventQueue::default());
        let context = Context::from_waker(Waker::noop());
        (0..5).for_each(|at| event_queue.emit(&emitter, Value::Int(at)));
        for _ in 0..3 {
            assert!(event_queue.poll_drained(&context).is_pending());
        }
        assert_eq!(inbox.wakes.lock().unwrap().len(), 1, "asks once to be woken");
        inbox.make_room(3);
        assert!(event_queue.poll_drained(&context).is_pending());
        assert_eq!(inbox.wakes.lock().unwrap().len(), 1, "asks again");
        inbox.make_room(9);
        assert!(event_queue.poll_drained(&context).is_ready());
        assert_eq!(*inbox.events.lock().unwrap(), [0, 1, 2, 3, 4].map(Value::Int));
    }
}
