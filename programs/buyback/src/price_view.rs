//! What the program reads of a price update of the Pyth receiver program.
//!
//! By offsets: Pyth's own type, field by field through Borsh, costs more than the whole rest of the rule. A test
//! compares the two.

use {
    crate::BuybackError, anchor_lang::prelude::*, io_addresses::external::PYTH_RECEIVER,
    io_economics::buyback::Quote,
};

/// Discriminator of `PriceUpdateV2`.
pub const DISCRIMINATOR: [u8; 8] = [34, 241, 35, 99, 157, 126, 244, 205];
/// Where the level of verification stands: after the discriminator and the write authority.
const LEVEL: usize = 40;
/// The level at which two thirds of the guardians' signatures were verified.
const FULL: u8 = 1;
/// The price message begins after it: feed, price, conf, exponent, publish time.
const MESSAGE: usize = LEVEL + 1;

/// The price in an account, of the feed `feed`, fully verified.
///
/// # Errors
/// `WrongPriceOwner`; `WrongPriceAccount`; `PriceNotVerified`; `WrongFeed`.
pub fn quote(account: &AccountInfo, feed: &[u8; 32]) -> Result<Quote> {
    require_keys_eq!(*account.owner, PYTH_RECEIVER, BuybackError::WrongPriceOwner);
    let data = account.try_borrow_data()?;
    require!(data.starts_with(&DISCRIMINATOR), BuybackError::WrongPriceAccount);
    let level = data.get(LEVEL).ok_or(BuybackError::WrongPriceAccount)?;
    require!(*level == FULL, BuybackError::PriceNotVerified);
    let message = data.get(MESSAGE..).and_then(|rest| rest.first_chunk::<60>());
    let message = message.ok_or(BuybackError::WrongPriceAccount)?;
    require!(message.starts_with(feed), BuybackError::WrongFeed);
    Ok(Quote {
        price: i64::from_le_bytes(field(message, 32)),
        conf: u64::from_le_bytes(field(message, 40)),
        exponent: i32::from_le_bytes(field(message, 48)),
        publish_time: i64::from_le_bytes(field(message, 52)),
    })
}

/// `N` bytes from `start`, which the caller's constants keep inside.
fn field<const N: usize>(message: &[u8; 60], start: usize) -> [u8; N] {
    message.get(start..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; N])
}
