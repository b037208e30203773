//! What the deployer and the admin do.

pub mod accept_admin;
pub mod announce_role;
pub mod create_class;
pub mod initialize;
pub mod propose_admin;
pub mod set_floor_weight;
pub mod set_paused;
pub mod update_class;

pub use {
    accept_admin::*, announce_role::*, create_class::*, initialize::*, propose_admin::*, set_floor_weight::*,
    set_paused::*, update_class::*,
};
