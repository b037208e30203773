//! Requests and bids of io_orders, on bytecode.

mod attacks;
mod auto;
mod bonds;
mod exits;
mod refusals;
mod scene;
mod story;
mod walk;
