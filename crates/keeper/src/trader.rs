//! Fills and swaps of the buyback, when the offer pays for them.

use {
    crate::Trading,
    io_client::{
        addresses::buyback::{CONFIG, SWAPPER, SWAPPER_IO, SWAPPER_USDC},
        addresses::{emission::MINT, external::USDC_MINT},
        buyback::{self, Config, Prices},
        economics::{
            buyback::Offer,
            units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
        },
        token::{associated_address, create_associated},
        token_swap::{self, Pool},
    },
    io_rpc::{offer, price_accounts, read, token_amount, Chain, Fault, Refusal},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    tracing::debug,
};

/// A swap is tried for the whole of what the day may spend, then for half of it, so many times.
const HALVINGS: u32 = 6;

/// A swap of less, in base units of USDC, is not worth its fee, and a pool may round what it brings
/// to nothing: 0.01 USDC.
const LEAST_SWAP: u64 = BASE_UNITS_PER_USDC / 100;

/// The swaps to try of what the day may still spend, in base units of USDC.
fn amounts(left: u64) -> impl Iterator<Item = u64> {
    (0..=HALVINGS).map(move |halving| left >> halving).filter(|usdc| *usdc >= LEAST_SWAP)
}

/// Fills and swaps wait for the admin.
const PAUSED: &str = "buyback is paused";
/// Fills and swaps wait for the oracle.
const UNFIT: &str = "the price is unfit";
/// This one waits for the day to go on, or for a better pool; a smaller one may not.
pub const NOT_PAID: &str = "not paid by the rule now";

/// Why a trade was refused, if that is no failure. Any other refusal wants a look.
pub fn why_not(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal.name.as_str() {
        "Paused" => PAUSED,
        "PriceTooOld" | "PriceOlderThanUsed" | "PriceAhead" | "PriceTooWide" => UNFIT,
        "TooLittleIo" | "OverBudget" | "BelowLimit" => NOT_PAID,
        _ => return None,
    })
}

/// The calls of one trade.
pub type Trade = Vec<Instruction>;

/// The buyback at a moment.
pub struct Trader<'a> {
    chain: &'a dyn Chain,
    prices: Prices,
    offer: Offer,
    /// What the day may still spend, in base units of USDC.
    left: u64,
}

impl<'a> Trader<'a> {
    /// The buyback now; none if it is not there, paused, or has nothing to spend.
    ///
    /// # Errors
    /// If the cluster does not answer, or no fit price is there.
    pub fn look(chain: &'a dyn Chain, trading: &Trading) -> Result<Option<Self>, Fault> {
        let config: Option<Config> = read(chain, &CONFIG.address)?;
        let Some(config) = config else { return Ok(None) };
        if config.paused {
            debug!("{PAUSED}");
            return Ok(None);
        }
        let prices = trading.prices.map_or_else(|| price_accounts(&config), |[io, usdc]| Prices { io, usdc });
        let (offer, ledger, vault) = offer(chain, &config, &prices)?;
        let left = ledger.left().min(vault);
        Ok((left > 0).then_some(Self { chain, prices, offer, left }))
    }

    /// A fill of the keeper's own IO, and before its first one an account for the USDC; none if it
    /// has no IO, or the price is not right.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn fill(&self, keeper: &Pubkey, trading: &Trading) -> Result<Vec<Trade>, Fault> {
        let right = self.offer.usdc_for_io(BASE_UNITS_PER_IO).is_ok_and(|price| price >= trading.fill_price);
        if trading.fill_io == 0 || !right {
            return Ok(Vec::new());
        }
        let own = [MINT.address, USDC_MINT].map(|mint| associated_address(keeper, &mint));
        let own = self.chain.accounts(&own)?;
        let has = token_amount(own.first().and_then(Option::as_ref)).unwrap_or_default();
        // What the day may still spend buys no more IO than this.
        let most = self.offer.io_for_usdc(self.left).unwrap_or_default().saturating_sub(1);
        let io = trading.fill_io.min(has).min(most);
        let Ok(pays) = self.offer.usdc_for_io(io) else { return Ok(Vec::new()) };
        let mut trade = Vec::new();
        if own.get(1).is_some_and(Option::is_none) {
            trade.push(create_associated(keeper, keeper, &USDC_MINT));
        }
        trade.push(buyback::fill(keeper, &self.prices, io, pays));
        Ok(vec![trade])
    }

    /// Swaps to try, in this order, until one is accepted; none without a pool.
    ///
    /// # Errors
    /// If the cluster does not answer, or the pool is none.
    pub fn swaps(&self, trading: &Trading) -> Result<Vec<Trade>, Fault> {
        let Some(address) = trading.pool else { return Ok(Vec::new()) };
        let pool = self.chain.account(&address)?.filter(|account| account.owner == token_swap::ID);
        let Some(pool) = pool.and_then(|account| Pool::read(address, &account.data, &USDC_MINT)) else {
            let message = format!("there is no pool of SPL Token Swap at {address}: correct trading.pool");
            return Err(Fault::Unreadable(message));
        };
        let swap = |usdc| {
            let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
            vec![buyback::swap_and_burn(&self.prices, usdc, swap)]
        };
        Ok(amounts(self.left).map(swap).collect())
    }
}

#[cfg(test)]
mod tests {
    use {super::*, io_client::buyback::BuybackError};

    #[test]
    fn dust_is_not_swapped() {
        assert_eq!(amounts(BASE_UNITS_PER_USDC).count(), 7);
        assert_eq!(amounts(3 * LEAST_SWAP).collect::<Vec<_>>(), [3 * LEAST_SWAP, 3 * LEAST_SWAP / 2]);
        assert_eq!(amounts(LEAST_SWAP - 1).count(), 0);
    }

    #[test]
    fn a_refusal_that_is_no_failure_has_its_reason() {
        for (error, why) in [
            (BuybackError::Paused, Some(PAUSED)),
            (BuybackError::PriceTooOld, Some(UNFIT)),
            (BuybackError::PriceOlderThanUsed, Some(UNFIT)),
            (BuybackError::PriceAhead, Some(UNFIT)),
            (BuybackError::PriceTooWide, Some(UNFIT)),
            (BuybackError::TooLittleIo, Some(NOT_PAID)),
            (BuybackError::OverBudget, Some(NOT_PAID)),
            (BuybackError::BelowLimit, Some(NOT_PAID)),
            (BuybackError::ExchangeNotAllowed, None),
            (BuybackError::WrongFeed, None),
        ] {
            assert_eq!(why_not(&Refusal::foreseen(&error.name(), "")), why, "{error}");
        }
    }
}
