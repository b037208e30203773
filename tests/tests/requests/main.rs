//! Requests and bids of io_orders, on bytecode.

mod scene;
mod story;
