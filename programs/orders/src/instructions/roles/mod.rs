//! What the holders of a role do, whom the admin appoints: the oracle and the arbiter.

mod report_outage;
mod resolve;

pub use {report_outage::*, resolve::*};
