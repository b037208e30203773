//! Who has claimed: a bit for each leaf.

use super::AirdropError;

/// Claims that a page holds.
pub const CLAIMS_PER_PAGE: u32 = 8_192;

/// Bytes of a page's bits.
pub const PAGE_BYTES: usize = (CLAIMS_PER_PAGE / u8::BITS) as usize;

/// The page of a leaf.
#[must_use]
pub const fn page_of(index: u32) -> u32 {
    index.wrapping_div(CLAIMS_PER_PAGE)
}

/// The bits of a page.
#[derive(Debug)]
pub struct Bitmap<'a>(pub &'a mut [u8; PAGE_BYTES]);

impl Bitmap<'_> {
    /// Marks a leaf of this page as claimed.
    ///
    /// # Errors
    /// `AlreadyClaimed`.
    pub fn claim(&mut self, index: u32) -> Result<(), AirdropError> {
        let (place, mask) = place(index);
        // The place is below PAGE_BYTES.
        let byte = self.0.get_mut(place).ok_or(AirdropError::IndexOutOfRange)?;
        if *byte & mask != 0 {
            return Err(AirdropError::AlreadyClaimed);
        }
        *byte |= mask;
        Ok(())
    }
}

/// Whether a leaf of the page with these bits was claimed.
#[must_use]
pub fn is_claimed(bits: &[u8; PAGE_BYTES], index: u32) -> bool {
    let (place, mask) = place(index);
    bits.get(place).is_some_and(|byte| byte & mask != 0)
}

const fn place(index: u32) -> (usize, u8) {
    let in_page = index.wrapping_rem(CLAIMS_PER_PAGE);
    (in_page.wrapping_div(u8::BITS) as usize, 1 << in_page.wrapping_rem(u8::BITS))
}
