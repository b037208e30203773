//! What the deployer and the admin do.

pub mod accept_admin;
pub mod announce_full_weight;
pub mod announce_role;
pub mod create_class;
pub mod initialize;
pub mod propose_admin;
pub mod set_paused;
pub mod update_class;
pub mod void_epoch;

pub use {
    accept_admin::*, announce_full_weight::*, announce_role::*, create_class::*, initialize::*,
    propose_admin::*, set_paused::*, update_class::*, void_epoch::*,
};
