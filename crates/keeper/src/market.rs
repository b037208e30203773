//! Fills and swaps of the buyback, when the rule pays them.

use {
    crate::Market,
    io_client::{
        addresses::buyback::{CONFIG, SWAPPER, SWAPPER_IO, SWAPPER_USDC},
        addresses::{emission::MINT, external::USDC_MINT},
        buyback::{self, Config, Prices},
        economics::units::BASE_UNITS_PER_IO,
        token::associated_address,
        token_swap::{self, Pool},
    },
    io_rpc::{offer, price_accounts, read, token_amount, Chain, Fault},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// A swap is tried for the whole of what the day may spend, then for half of it, so many times.
const HALVINGS: u32 = 6;

/// Calls to try, in this order, until one is accepted; none if the buyback is not there, paused, or has nothing to spend.
///
/// # Errors
/// If the cluster does not answer, or no fit price is there.
pub fn calls(
    chain: &dyn Chain,
    keeper: &Pubkey,
    market: &Market,
) -> Result<Vec<(&'static str, Instruction)>, Fault> {
    let config: Option<Config> = read(chain, &CONFIG.address)?;
    let Some(config) = config.filter(|config| !config.paused) else { return Ok(Vec::new()) };
    let prices = market.prices.map_or_else(|| price_accounts(&config), |[io, usdc]| Prices { io, usdc });
    let (offer, ledger, vault) = offer(chain, &config, &prices)?;
    let left = ledger.left().min(vault);
    let mut calls = Vec::new();
    if left == 0 {
        return Ok(calls);
    }
    if market.fill_io > 0
        && offer.usdc_for_io(BASE_UNITS_PER_IO).is_ok_and(|price| price >= market.fill_price)
    {
        let own = chain.account(&associated_address(keeper, &MINT.address))?;
        let has = token_amount(own.as_ref()).unwrap_or_default();
        // What the day may still spend buys no more IO than this.
        let most = offer.io_for_usdc(left).unwrap_or_default().saturating_sub(1);
        let io = market.fill_io.min(has).min(most);
        if let Ok(pays) = offer.usdc_for_io(io) {
            calls.push(("fill", buyback::fill(keeper, &prices, io, pays)));
        }
    }
    if let Some(address) = market.pool {
        let pool = chain.account(&address)?.filter(|account| account.owner == token_swap::ID);
        let Some(pool) = pool.and_then(|account| Pool::read(address, &account.data, &USDC_MINT)) else {
            return Err(Fault::Unreadable(format!("there is no pool of SPL Token Swap at {address}")));
        };
        for halving in 0..=HALVINGS {
            let usdc = left >> halving;
            if usdc > 0 {
                let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
                calls.push(("swap", buyback::swap_and_burn(&prices, usdc, swap)));
            }
        }
    }
    Ok(calls)
}
