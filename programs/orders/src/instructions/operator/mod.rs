//! What a node's operator does.

mod accept;
mod announce_maintenance;
mod bid;
mod bid_auto;
mod give_notice;
mod remove_ask;
mod set_ask;
mod withdraw_bid;

pub use {
    accept::*, announce_maintenance::*, bid::*, bid_auto::*, give_notice::*, remove_ask::*, set_ask::*,
    withdraw_bid::*,
};
