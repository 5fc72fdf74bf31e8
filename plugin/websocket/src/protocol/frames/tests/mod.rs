//! Tests with both sides in memory, and with handwritten bytes.

mod pipe;
mod reading;
mod round_trips;
mod writing;
