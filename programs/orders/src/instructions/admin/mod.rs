//! What the deployer and the admin do.

mod accept_admin;
mod announce_price_rules;
mod announce_role;
mod initialize;
mod propose_admin;
mod set_paused;
mod set_rules;

pub use {
    accept_admin::*, announce_price_rules::*, announce_role::*, initialize::*, propose_admin::*,
    set_paused::*, set_rules::*,
};
