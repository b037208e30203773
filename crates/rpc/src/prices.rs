//! The oracle's prices, and what the buyback offers by them.

use {
    crate::{Chain, Fault, Kind, Refusal},
    io_client::{
        addresses::{buyback::USDC_VAULT, external::PYTH_RECEIVER},
        buyback::{BuybackError, Config, Prices},
        economics::buyback::{Ledger, Offer, Quote},
    },
    solana_account::Account,
    solana_pubkey::Pubkey,
};

/// Pyth's program that keeps a price update of each feed at an address of its own.
const PUSH_ORACLE: Pubkey = Pubkey::from_str_const("pythWSnswVUd12oZpeFP8e9CVaEqJg25g1Vtc2biRsT");

/// Where Pyth keeps the prices of the config's feeds, in its first shard.
pub fn price_accounts(config: &Config) -> Prices {
    let of = |feed: &[u8; 32]| Pubkey::find_program_address(&[&0u16.to_le_bytes(), feed], &PUSH_ORACLE).0;
    Prices { io: of(&config.io_feed), usdc: of(&config.usdc_feed) }
}

/// The offer of this second and the day's budget, as a fill would find them; what the USDC vault
/// holds comes with them.
///
/// # Errors
/// If the cluster does not answer, or a price is not fit for it.
pub fn offer(chain: &dyn Chain, config: &Config, prices: &Prices) -> Result<(Offer, Ledger, u64), Fault> {
    let accounts = chain.accounts(&[prices.io, prices.usdc, USDC_VAULT])?;
    let [io, usdc, vault] = accounts.as_slice() else {
        return Err(Fault::Unreachable("it answered for other accounts than were asked for".into()));
    };
    let io = quote(&prices.io, io.as_ref(), &config.io_feed)?;
    let usdc = quote(&prices.usdc, usdc.as_ref(), &config.usdc_feed)?;
    let vault = crate::token_amount(vault.as_ref()).unwrap_or_default();
    let mut ledger = config.ledger;
    let offer = ledger.open(&config.params, chain.now()?, vault, &io, &usdc);
    let offer = offer.map_err(|refusal| {
        let error = BuybackError::from(refusal);
        Refusal::foreseen(&error.name(), error.to_string())
    })?;
    Ok((offer, ledger, vault))
}

fn quote(address: &Pubkey, account: Option<&Account>, feed: &[u8; 32]) -> Result<Quote, Fault> {
    let Some(account) = account.filter(|account| account.owner == PYTH_RECEIVER) else {
        let message = format!("there is no price of the oracle at {address}: name the accounts that hold it");
        return Err(Refusal { kind: Kind::NotThere, ..Refusal::of_rule(message) }.into());
    };
    io_client::buyback::quote_in(&account.data, feed)
        .map_err(|error| Refusal::of_rule(error.to_string()).into())
}
