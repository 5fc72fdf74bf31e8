//! The requests that wait for an answer, by channel.

use crate::channel::inbox_full;
use crate::types;
use crate::{Services, TimerId};
use pulsewire_plugin::{Array, Context, EmitError, Emitter, NodeError, Text, Value};
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The channels of a run by name. A node looks up its channel once, when it is created.
#[derive(Default)]
pub(super) struct Pendings(Mutex<HashMap<String, Arc<Pending>>>);

/// What waits for an answer in a channel.
#[derive(Default)]
pub(super) struct Pending {
    table: Mutex<Table>,
    last_id: AtomicI64,
}

#[derive(Default)]
struct Table {
    requests: HashMap<Key, Request>,
    timers: HashMap<TimerId, Key>,
}

/// What names a request: the number 1 and the text "1" are two.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Int(i64),
    Text(String),
}

/// A request that waits.
pub(super) struct Request {
    pub(super) emitter: Emitter,
    pub(super) context: Value,
    pub(super) timer: TimerId,
}

/// How a request ends, as the first part of the event of its Expect Reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Reply,
    Cancel,
}

impl Pendings {
    pub(super) fn open(&self, channel: &str) -> Arc<Pending> {
        let mut channels = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        channels.entry(channel.to_owned()).or_default().clone()
    }
}

impl Pending {
    /// A number that no other request of the channel has, from 1.
    pub(super) fn next_id(&self) -> i64 {
        self.last_id.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }

    /// Adds a request; `start` starts its timer.
    pub(super) fn add(
        &self,
        key: Key,
        most: usize,
        start: impl FnOnce() -> Request,
    ) -> Result<(), NodeError> {
        let mut table = self.lock();
        if table.requests.contains_key(&key) {
            let why = format!("a request with the key {key} waits already");
            return Err(NodeError::new("duplicate_key", why));
        }
        if table.requests.len() >= most {
            let why = format!("{most} requests wait already: the limit is `max_pending`");
            return Err(NodeError::new("too_many_pending", why));
        }
        let request = start();
        table.timers.insert(request.timer, key.clone());
        table.requests.insert(key, request);
        Ok(())
    }

    /// Takes the request with this key, and stops its timer.
    pub(super) fn take(&self, key: &Key, services: &dyn Services) -> Option<Request> {
        let request = {
            let mut table = self.lock();
            let request = table.requests.remove(key)?;
            table.timers.remove(&request.timer);
            request
        };
        services.stop_timer(request.timer);
        Some(request)
    }

    /// Takes the request whose timer expired.
    pub(super) fn take_expired(&self, timer: TimerId) -> Option<(Key, Request)> {
        let mut table = self.lock();
        let key = table.timers.remove(&timer)?;
        let request = table.requests.remove(&key)?;
        Some((key, request))
    }

    /// Takes all requests in the order in which they were made, and stops their timers.
    pub(super) fn take_all(&self, services: &dyn Services) -> Vec<(Key, Request)> {
        let table = std::mem::take(&mut *self.lock());
        let mut requests: Vec<(Key, Request)> = table.requests.into_iter().collect();
        // The ids of timers only grow.
        requests.sort_by_key(|(_, request)| request.timer);
        for (_, request) in &requests {
            services.stop_timer(request.timer);
        }
        requests
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Key {
    /// The key at an input.
    pub(super) fn at(context: &Context<'_>, input: usize) -> Result<Self, NodeError> {
        match context.input(input) {
            Value::Int(key) => Ok(Self::Int(*key)),
            Value::String(key) => Ok(Self::Text(key.as_str().to_owned())),
            other => {
                let found = types::with_article(types::name(other));
                let why = format!("wants a key that is an Int or a String, got {found}");
                Err(NodeError::new("type_mismatch", why).at_input(input))
            }
        }
    }

    pub(super) fn value(&self) -> Value {
        match self {
            Self::Int(key) => Value::Int(*key),
            Self::Text(key) => Value::String(Text::from(key.as_str())),
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&types::quote(&self.value()))
    }
}

impl Request {
    /// Notifies the Expect Reply that made the request.
    pub(super) fn end(self, end: End, key: &Key, value: Value) -> Result<(), NodeError> {
        let is_reply = Value::Bool(end == End::Reply);
        let event = Array::from_iter([is_reply, key.value(), value, self.context]);
        match self.emitter.emit(event) {
            Err(EmitError::Full(_)) => Err(inbox_full(1, 1)),
            _ => Ok(()),
        }
    }
}
