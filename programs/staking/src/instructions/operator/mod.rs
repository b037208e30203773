//! What operators do with their nodes.

pub mod announce_commission;
pub mod claim_commission;
pub mod register_node;
pub mod retire_node;
pub mod set_offer;
pub mod set_payout;
pub mod update_hardware;

pub use {
    announce_commission::*, claim_commission::*, register_node::*, retire_node::*, set_offer::*,
    set_payout::*, update_hardware::*,
};
