//! The plugin manager and its commands, with plugins that are built for it: good ones and bad ones.

// Clippy takes only the test functions themselves for tests.
#![allow(clippy::unwrap_used)]

mod bad;
mod cache;
mod fixtures;
mod loading;
mod places;
mod running;
mod show;
mod switch;
