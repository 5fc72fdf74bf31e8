//! The plugin manager and its commands, tested with good and bad plugins.

// Clippy does not treat helper functions of tests as tests.
#![allow(clippy::unwrap_used)]

mod bad;
mod cache;
mod fixtures;
mod loading;
mod places;
mod running;
mod show;
mod switch;
