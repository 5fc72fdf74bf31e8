//! Functions and logic used several times: project files in; diagnostics, printed lines and reports out.

// Clippy takes only the test functions themselves for tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod files;
mod graphs;
mod mistakes;
mod uses;

use files::Files;
