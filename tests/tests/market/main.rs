//! The market of io_orders on its bytecode: asks, what is booked at them, clusters, and what
//! another pays for.

mod accounts;
mod bait;
mod bounds;
mod clusters;
mod gifts;
mod refusals;
mod scene;
mod story;
