//! What the programs read of a price update of the Pyth receiver program (`PriceUpdateV2`), as it
//! lies in memory: Borsh takes 1,000 CU more for the two of a fill.

use {
    crate::discriminator, anchor_lang::prelude::*, io_addresses::external::PYTH_RECEIVER,
    io_economics::price::Quote,
};

/// The first bytes of a price update.
const DISCRIMINATOR: [u8; 8] = discriminator("PriceUpdateV2");
/// Where its level of verification is; before it are the discriminator and a key that may write it.
const LEVEL: usize = 40;
/// The level of an update that enough guardians have signed. It is one byte, and the message
/// follows.
const FULL: u8 = 1;
/// Where fields of the message are.
const FEED: usize = 41;
const PRICE: usize = 73;
const CONF: usize = 81;
const EXPONENT: usize = 89;
const PUBLISH_TIME: usize = 93;
const AVERAGE: usize = 109;
/// Bytes of a fully verified update.
const LEN: usize = 133;

/// Why an account gives no price; each program has an error of its own for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceViewError {
    /// It belongs to another program than the Pyth receiver.
    WrongOwner,
    /// It holds no price update.
    WrongAccount,
    /// Too few guardians verified the update.
    NotVerified,
    /// The update is of another feed.
    WrongFeed,
}

/// The price in an account, of the feed `feed`, fully verified.
///
/// # Errors
/// Each [`PriceViewError`].
pub fn quote(account: &AccountInfo, feed: &[u8; 32]) -> core::result::Result<Quote, PriceViewError> {
    if *account.owner != PYTH_RECEIVER {
        return Err(PriceViewError::WrongOwner);
    }
    // No caller holds a price account borrowed for writing.
    let data = account.try_borrow_data().map_err(|_| PriceViewError::WrongAccount)?;
    let update = data.first_chunk::<LEN>().filter(|update| update.starts_with(&DISCRIMINATOR));
    let update = update.ok_or(PriceViewError::WrongAccount)?;
    if update[LEVEL] != FULL {
        return Err(PriceViewError::NotVerified);
    }
    if field::<32>(update, FEED) != feed {
        return Err(PriceViewError::WrongFeed);
    }
    Ok(Quote {
        price: i64::from_le_bytes(*field(update, PRICE)),
        conf: u64::from_le_bytes(*field(update, CONF)),
        exponent: i32::from_le_bytes(*field(update, EXPONENT)),
        publish_time: i64::from_le_bytes(*field(update, PUBLISH_TIME)),
        average: i64::from_le_bytes(*field(update, AVERAGE)),
    })
}

/// The bytes of a field, which is within an update.
#[inline(always)]
fn field<const N: usize>(update: &[u8; LEN], start: usize) -> &[u8; N] {
    match update[start..].first_chunk() {
        Some(field) => field,
        None => &[0; N],
    }
}
