//! Fills and swaps of the buyback, when the rule pays them.

use {
    crate::Market,
    io_client::{
        addresses::buyback::{CONFIG, SWAPPER, SWAPPER_IO, SWAPPER_USDC},
        addresses::{emission::MINT, external::USDC_MINT},
        buyback::{self, Config, Prices},
        economics::{buyback::Offer, units::BASE_UNITS_PER_IO},
        token::associated_address,
        token_swap::{self, Pool},
    },
    io_rpc::{offer, price_accounts, read, token_amount, Chain, Fault, Refusal},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// A swap is tried for the whole of what the day may spend, then for half of it, so many times.
const HALVINGS: u32 = 6;

/// Refusals that only say that the rule does not pay a trade now.
const NOT_NOW: [&str; 5] = ["TooLittleIo", "OverBudget", "BelowLimit", "PriceTooOld", "PriceOlderThanUsed"];

/// Whether a refusal only says that the rule does not pay a trade now. Any other one wants a look.
pub fn is_not_now(refusal: &Refusal) -> bool {
    NOT_NOW.contains(&refusal.name.as_str())
}

/// The buyback at a moment.
pub struct Desk<'a> {
    chain: &'a dyn Chain,
    prices: Prices,
    offer: Offer,
    /// What the day may still spend, in base units of USDC.
    left: u64,
}

impl<'a> Desk<'a> {
    /// The buyback now; none if it is not there, paused, or has nothing to spend.
    ///
    /// # Errors
    /// If the cluster does not answer, or no fit price is there.
    pub fn look(chain: &'a dyn Chain, market: &Market) -> Result<Option<Self>, Fault> {
        let config: Option<Config> = read(chain, &CONFIG.address)?;
        let Some(config) = config.filter(|config| !config.paused) else { return Ok(None) };
        let prices = market.prices.map_or_else(|| price_accounts(&config), |[io, usdc]| Prices { io, usdc });
        let (offer, ledger, vault) = offer(chain, &config, &prices)?;
        let left = ledger.left().min(vault);
        Ok((left > 0).then_some(Self { chain, prices, offer, left }))
    }

    /// A fill of the keeper's own IO; none if it has none, or the price is not right.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn fill(&self, keeper: &Pubkey, market: &Market) -> Result<Vec<Instruction>, Fault> {
        let right = self.offer.usdc_for_io(BASE_UNITS_PER_IO).is_ok_and(|price| price >= market.fill_price);
        if market.fill_io == 0 || !right {
            return Ok(Vec::new());
        }
        let own = self.chain.account(&associated_address(keeper, &MINT.address))?;
        let has = token_amount(own.as_ref()).unwrap_or_default();
        // What the day may still spend buys no more IO than this.
        let most = self.offer.io_for_usdc(self.left).unwrap_or_default().saturating_sub(1);
        let io = market.fill_io.min(has).min(most);
        let pays = self.offer.usdc_for_io(io);
        Ok(pays.ok().map(|pays| buyback::fill(keeper, &self.prices, io, pays)).into_iter().collect())
    }

    /// Swaps to try, in this order, until one is accepted; none without a pool.
    ///
    /// # Errors
    /// If the cluster does not answer, or the pool is none.
    pub fn swaps(&self, market: &Market) -> Result<Vec<Instruction>, Fault> {
        let Some(address) = market.pool else { return Ok(Vec::new()) };
        let pool = self.chain.account(&address)?.filter(|account| account.owner == token_swap::ID);
        let Some(pool) = pool.and_then(|account| Pool::read(address, &account.data, &USDC_MINT)) else {
            let message = format!("there is no pool of SPL Token Swap at {address}: correct market.pool");
            return Err(Fault::Unreadable(message));
        };
        let amounts = (0..=HALVINGS).map(|halving| self.left >> halving).filter(|usdc| *usdc > 0);
        let swap = |usdc| {
            let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
            buyback::swap_and_burn(&self.prices, usdc, swap)
        };
        Ok(amounts.map(swap).collect())
    }
}
