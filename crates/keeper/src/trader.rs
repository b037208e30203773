//! Auctions of the buyback, and fills and swaps in them, when the offer pays for them.

use {
    crate::{
        config::{Exchange, PriceSource},
        Trading,
    },
    io_client::{
        addresses::buyback::{CONFIG, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        addresses::{emission::MINT, external::USDC_MINT},
        buyback::{self, Config, Prices},
        economics::{
            buyback::Offer,
            units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
            wide::mul_div_floor,
        },
        token::{associated_address, create_associated},
        token_swap::{self, Pool},
    },
    io_rpc::{is_token_account, offer, read, token_amount, Chain, Fault, Refusal, Route},
    solana_instruction::Instruction,
    solana_message::AddressLookupTableAccount,
    solana_pubkey::Pubkey,
    tracing::debug,
};

/// A swap is tried for the whole of what the auction may spend, then for half of it, so many times.
const HALVINGS: u32 = 6;

/// A swap of less, in base units of USDC, is not worth its fee, and a pool may round what it brings
/// to nothing: 0.01 USDC.
const LEAST_SWAP: u64 = BASE_UNITS_PER_USDC / 100;

/// What a fill of the keeper's own IO is for at most, of what the auction may still spend, in base
/// units of USDC: three quarters. Whoever orders transactions may put a fill before it, and it is
/// refused if what is left then pays less than its IO costs. So that takes a quarter of what is
/// left, not dust. Less than a USDC is sold whole.
const fn fillable(left: u64) -> u64 {
    if left < BASE_UNITS_PER_USDC {
        return left;
    }
    left.saturating_sub(left / 4)
}

/// What `io` base units cost the keeper at its least price for an IO, in base units of USDC;
/// rounded down, as the pay is.
fn cost(io: u64, price: u64) -> u64 {
    let cost = mul_div_floor(io.into(), price.into(), BASE_UNITS_PER_IO.into());
    cost.and_then(|cost| cost.try_into().ok()).unwrap_or(u64::MAX)
}

/// The swaps to try of what the auction may still spend, in base units of USDC.
fn amounts(left: u64) -> impl Iterator<Item = u64> {
    (0..=HALVINGS).map(move |halving| left >> halving).filter(|usdc| *usdc >= LEAST_SWAP)
}

/// Fills and swaps wait for the admin.
const PAUSED: &str = "buyback is paused";
/// Fills and swaps wait for the oracle.
const PRICE_UNFIT: &str = "the price cannot be used";
/// This one waits for the auction to go on, or for a better pool; a smaller one may not.
pub const NOT_PAID: &str = "not paid by the rule now";

/// Somebody else was first: the auction was opened before, or is over.
const AUCTION_CHANGED: &str = "the auction has changed";

/// Why a trade was refused, if that is no failure. Any other refusal is a failure.
pub fn why_not(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal.name.as_str() {
        "Paused" => PAUSED,
        "PriceTooOld" | "PriceAhead" | "PriceTooWide" | "OverAverage" => PRICE_UNFIT,
        "TooLittleIo" | "OverBudget" | "BelowLimit" => NOT_PAID,
        "AuctionRunning" | "NoAuction" | "BelowLeastBudget" => AUCTION_CHANGED,
        _ => return None,
    })
}

/// A trade, in one transaction.
#[derive(Clone, Debug)]
pub struct Trade {
    /// Its calls.
    pub calls: Vec<Instruction>,
    /// Lookup tables that make it short enough.
    pub tables: Vec<AddressLookupTableAccount>,
}

impl Trade {
    /// Opens an auction.
    pub fn open() -> Self {
        Self { calls: vec![buyback::open_auction()], tables: Vec::new() }
    }
}

/// The buyback at a moment.
pub enum Moment<'a> {
    /// No auction runs, and the vault holds enough for one.
    Opens,
    /// An auction runs, and has something left.
    Runs(Trader<'a>),
}

/// An auction at a moment.
pub struct Trader<'a> {
    chain: &'a dyn Chain,
    prices: Prices,
    offer: Offer,
    /// What may still be spent, in base units of USDC.
    left: u64,
}

impl<'a> Trader<'a> {
    /// The buyback now; none if it is not there, paused, or has nothing to spend. An auction is
    /// opened by whoever wants to sell in it: its offer climbs from then on.
    ///
    /// # Errors
    /// If the cluster does not answer, or no fit price is there.
    pub fn look(chain: &'a dyn Chain, prices: &PriceSource) -> Result<Option<Moment<'a>>, Fault> {
        let config: Option<Config> = read(chain, &CONFIG.address)?;
        let Some(config) = config else { return Ok(None) };
        let auction = config.auction;
        let now = auction.now(chain.now()?);
        if config.pause.is_on(now) {
            debug!("{PAUSED}");
            return Ok(None);
        }
        let runs = auction.runs(now);
        let spent = if runs { auction.left() == 0 } else { !opens(chain, &config)? };
        if spent {
            return Ok(None);
        }
        // Without fit prices nobody sells, and an auction would be opened in vain.
        let prices = prices.accounts(&config);
        let (offer, auction, vault) = offer(chain, &config, &prices)?;
        if !runs {
            return Ok(Some(Moment::Opens));
        }
        let left = auction.left().min(vault);
        Ok((left > 0).then_some(Moment::Runs(Self { chain, prices, offer, left })))
    }

    /// A fill of the keeper's own IO, and before its first one an account for the USDC; none if it
    /// has no IO, or the price is not right.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn fill(&self, keeper: &Pubkey, trading: &Trading) -> Result<Option<Trade>, Fault> {
        let right = self.offer.usdc_for_io(BASE_UNITS_PER_IO).is_ok_and(|price| price >= trading.fill_price);
        if trading.fill_io == 0 || !right {
            return Ok(None);
        }
        let own = [MINT.address, USDC_MINT].map(|mint| associated_address(keeper, &mint));
        let own = self.chain.accounts(&own)?;
        let at = |i: usize| own.get(i).and_then(Option::as_ref);
        let has = token_amount(at(0)).unwrap_or_default();
        let most = self.offer.io_for_usdc(fillable(self.left)).unwrap_or_default();
        let io = trading.fill_io.min(has).min(most);
        if self.offer.usdc_for_io(io).is_err() {
            return Ok(None);
        }
        // What all of it costs, profit included: so a part is sold for no less an IO, whatever was
        // filled before, and whatever became of the price.
        let least = cost(io, trading.fill_price);
        let mut calls = Vec::new();
        if !is_token_account(at(1), &USDC_MINT) {
            calls.push(create_associated(keeper, keeper, &USDC_MINT));
        }
        calls.push(buyback::fill(keeper, &self.prices, io, least));
        Ok(Some(Trade { calls, tables: Vec::new() }))
    }

    /// What to swap, in base units of USDC, in this order, until one swap is accepted; nothing
    /// without an exchange.
    pub fn amounts(&self, trading: &Trading) -> Vec<u64> {
        match trading.exchange {
            Some(_) => amounts(self.left).collect(),
            None => Vec::new(),
        }
    }

    /// A swap; none if what the exchange says that it brings is less than the offer asks for.
    ///
    /// # Errors
    /// If the cluster or the exchange does not answer, or the route is none of the buyback's.
    pub fn swap(&self, keeper: &Pubkey, trading: &Trading, usdc: u64) -> Result<Option<Trade>, Fault> {
        let route = match &trading.exchange {
            None => return Ok(None),
            Some(Exchange::Pool(pool)) => self.in_pool(*pool, usdc)?,
            Some(Exchange::Route(source)) => source.fetch(usdc)?,
        };
        route.check(&[*keeper])?;
        let needs = self.offer.io_for_usdc(usdc).unwrap_or(u64::MAX);
        if route.quoted.is_some_and(|quoted| quoted < needs) {
            debug!(usdc, quoted = route.quoted, needs, "{NOT_PAID}");
            return Ok(None);
        }
        let tables = route.tables(self.chain)?;
        let calls = vec![buyback::swap_and_burn(&self.prices, usdc, route.swap)];
        Ok(Some(Trade { calls, tables }))
    }

    fn in_pool(&self, address: Pubkey, usdc: u64) -> Result<Route, Fault> {
        let pool = self.chain.account(&address)?.filter(|account| account.owner == token_swap::ID);
        let Some(pool) = pool.and_then(|account| Pool::read(address, &account.data, &USDC_MINT)) else {
            let message = format!("there is no pool of SPL Token Swap at {address}: correct trading.pool");
            return Err(Fault::Unreadable(message));
        };
        let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
        Ok(Route { swap, tables: Vec::new(), quoted: None })
    }
}

/// Whether the vault holds enough for an auction.
fn opens(chain: &dyn Chain, config: &Config) -> Result<bool, Fault> {
    let vault = token_amount(chain.account(&USDC_VAULT)?.as_ref()).unwrap_or_default();
    Ok(vault >= u64::from(config.params.least_budget))
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
    fn a_fill_leaves_a_quarter_but_of_dust() {
        for (left, fills) in [(0, 0), (999_999, 999_999), (1_000_000, 750_000), (1_000_000_003, 750_000_003)]
        {
            assert_eq!(fillable(left), fills);
        }
        assert_eq!(fillable(u64::MAX), u64::MAX - u64::MAX / 4);
    }

    #[test]
    fn io_costs_its_least_price_rounded_down() {
        for (io, price, costs) in
            [(0, 500_000, 0), (1, 500_000, 0), (200, 500_000, 1), (3 * BASE_UNITS_PER_IO, 500_000, 1_500_000)]
        {
            assert_eq!(cost(io, price), costs);
        }
        assert_eq!(cost(u64::MAX, u64::MAX), u64::MAX);
    }

    #[test]
    fn a_refusal_that_is_no_failure_has_its_reason() {
        for (error, why) in [
            (BuybackError::Paused, Some(PAUSED)),
            (BuybackError::PriceTooOld, Some(PRICE_UNFIT)),
            (BuybackError::OverAverage, Some(PRICE_UNFIT)),
            (BuybackError::PriceAhead, Some(PRICE_UNFIT)),
            (BuybackError::PriceTooWide, Some(PRICE_UNFIT)),
            (BuybackError::TooLittleIo, Some(NOT_PAID)),
            (BuybackError::OverBudget, Some(NOT_PAID)),
            (BuybackError::BelowLimit, Some(NOT_PAID)),
            (BuybackError::AuctionRunning, Some(AUCTION_CHANGED)),
            (BuybackError::NoAuction, Some(AUCTION_CHANGED)),
            (BuybackError::BelowLeastBudget, Some(AUCTION_CHANGED)),
            (BuybackError::ExchangeNotAllowed, None),
            (BuybackError::WrongFeed, None),
        ] {
            assert_eq!(why_not(&Refusal::foreseen(&error.name(), "")), why, "{error}");
        }
    }
}
