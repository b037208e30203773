//! What brings nodes up to date.

pub mod report_availability;
pub mod sync_node;

pub use {report_availability::*, sync_node::*};
