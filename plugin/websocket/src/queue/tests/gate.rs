use super::Count;
use crate::queue::gate::Gate;
use futures_util::task::waker;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

#[test]
fn who_waits_is_woken_once_when_the_last_queue_has_room() {
    let (gate, count) = (Gate::default(), Arc::new(Count::default()));
    let waker = waker(count.clone());
    assert!(gate.poll_open(&waker).is_ready());
    gate.close();
    gate.close();
    assert!(gate.poll_open(&waker).is_pending());
    assert!(gate.poll_open(&waker).is_pending());
    gate.open();
    assert_eq!(count.0.load(SeqCst), 0);
    gate.open();
    assert_eq!(count.0.load(SeqCst), 1);
    assert!(gate.poll_open(&waker).is_ready());
}
