//! What orders are paid in.

/// The mint that an order is paid in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::CheckedBitPattern,
        bytemuck::NoUninit,
    )
)]
#[repr(u8)]
pub enum Currency {
    /// IO, 8 decimals.
    Io,
    /// USDC, 6 decimals.
    Usdc,
}
