//! The use cases on both databases: what a desk does all day, through the application's own face.

mod chain;
mod clocks;
mod concurrency;
mod visibility;
