//! What the buyback has done since it began.

/// Sums over all time. They saturate: IO cannot exceed its cap, and no vault sees 2^64 base units
/// of USDC.
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
pub struct Totals {
    /// Paid for IO, in base units of USDC.
    pub usdc_spent: u64,
    /// Bought by fills and swaps, and burned, in base units of IO.
    pub io_bought: u64,
    /// Burned without being bought: fees paid in IO and what strangers sent, in base units of IO.
    pub io_burned: u64,
}

impl Totals {
    /// Adds IO bought, and burned, for USDC.
    pub fn buy(&mut self, usdc: u64, io: u64) {
        self.usdc_spent = self.usdc_spent.saturating_add(usdc);
        self.io_bought = self.io_bought.saturating_add(io);
    }

    /// Adds IO burned that nobody was paid for.
    pub fn burn(&mut self, io: u64) {
        self.io_burned = self.io_burned.saturating_add(io);
    }
}
