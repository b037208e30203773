//! What an auditor does, which anyone may be.

mod attest;
mod revoke_attestation;

pub use {attest::*, revoke_attestation::*};
