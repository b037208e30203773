//! The rules of orders: one by one, as laws, and beside an exact model.
#![allow(clippy::arithmetic_side_effects)]

mod fees;
mod laws;
mod limits;
mod lookback;
mod prices;
mod rules;
mod stages;
mod walks;
mod world;
