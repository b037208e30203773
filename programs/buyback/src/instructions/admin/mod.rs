//! What the deployer and the admin do.

pub mod accept_admin;
pub mod announce_exchange;
pub mod initialize;
pub mod propose_admin;
pub mod remove_exchange;
pub mod set_params;
pub mod set_paused;

pub use {
    accept_admin::*, announce_exchange::*, initialize::*, propose_admin::*, remove_exchange::*,
    set_params::*, set_paused::*,
};
