//! What the program reads of a price update of the Pyth receiver program.

use {
    crate::BuybackError,
    anchor_lang::prelude::*,
    io_economics::buyback::Quote,
    pyth_solana_receiver_sdk::price_update::{PriceFeedMessage, PriceUpdateV2, VerificationLevel},
};

/// The price in an account, of the feed `feed`, fully verified.
///
/// # Errors
/// `WrongPriceOwner`; `WrongPriceAccount`; `PriceNotVerified`; `WrongFeed`.
pub fn quote(account: &AccountInfo, feed: &[u8; 32]) -> Result<Quote> {
    require_keys_eq!(*account.owner, pyth_solana_receiver_sdk::ID, BuybackError::WrongPriceOwner);
    let data = account.try_borrow_data()?;
    let update = PriceUpdateV2::try_deserialize(&mut &data[..]);
    let PriceUpdateV2 { verification_level, price_message, .. } =
        update.map_err(|_| BuybackError::WrongPriceAccount)?;
    require!(verification_level == VerificationLevel::Full, BuybackError::PriceNotVerified);
    let PriceFeedMessage { feed_id, price, conf, exponent, publish_time, .. } = price_message;
    require!(feed_id == *feed, BuybackError::WrongFeed);
    Ok(Quote { price, conf, exponent, publish_time })
}
