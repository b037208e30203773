//! What the oracle does.

mod report_outage;

pub use report_outage::*;
