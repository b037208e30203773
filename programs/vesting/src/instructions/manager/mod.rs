//! What a category's manager does.

mod accept_manager;
mod make_grant;
mod propose_manager;
mod revoke;

pub use {accept_manager::*, make_grant::*, propose_manager::*, revoke::*};
