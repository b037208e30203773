//! What an auditor says of a node.

use super::OrderError;
use crate::time::DAY;

/// An attestation holds for at most this long, in seconds: 366 days.
pub const MAX_ATTESTATION_SECONDS: i64 = 366 * DAY;

/// What a node has, as an auditor saw it; or what a client asks for, at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::Pod,
        bytemuck::Zeroable,
    )
)]
#[repr(C)]
pub struct Attributes {
    /// Storage, in gigabytes.
    pub storage: u32,
    /// Where it stands, by ISO 3166: `DE`, `US-CA`; ASCII, zeros behind it. All zeros say nothing.
    pub region: [u8; 6],
    /// Bandwidth tier, as the auditor publishes them; a higher one is faster. 0 says nothing.
    pub bandwidth: u8,
    /// 1 if it computes confidentially, else 0.
    pub confidential: u8,
}

impl Attributes {
    /// # Errors
    /// `InvalidAttributes`: a region of other characters than A to Z, 0 to 9 and `-`, a gap in it,
    /// or a flag that is neither 0 nor 1.
    pub fn check(&self) -> Result<(), OrderError> {
        let named = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'-';
        let length = self.region.iter().take_while(|byte| named(byte)).count();
        let rest_is_zero = self.region.iter().skip(length).all(|byte| *byte == 0);
        if !rest_is_zero || self.confidential > 1 {
            return Err(OrderError::InvalidAttributes);
        }
        Ok(())
    }

    /// Whether it has all that is asked for. A country meets any of its regions' nodes, but a node
    /// of which only the country is known does not meet a region.
    #[must_use]
    pub fn meet(&self, asked: &Self) -> bool {
        let regions = self.region.iter().zip(&asked.region);
        let there = regions.into_iter().all(|(has, asked)| *asked == 0 || has == asked);
        there
            && self.storage >= asked.storage
            && self.bandwidth >= asked.bandwidth
            && self.confidential >= asked.confidential
    }
}

/// Checks until when an attestation of `now` is to hold.
///
/// # Errors
/// `InvalidExpiry`.
pub fn check_expiry(now: i64, expires_at: i64) -> Result<(), OrderError> {
    if expires_at <= now || expires_at > now.saturating_add(MAX_ATTESTATION_SECONDS) {
        return Err(OrderError::InvalidExpiry);
    }
    Ok(())
}
