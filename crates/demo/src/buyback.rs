//! Fees that buy IO and burn it: a pool of IO and USDC, an oracle that follows its price, keepers
//! that trade at a profit.

use {
    anyhow::{ensure, Result},
    io_client::{
        addresses::buyback::{IO_VAULT, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        buyback::{self, events},
        token,
        token_swap::{self, Pool},
    },
    io_economics::{
        time::HOUR,
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    io_testkit::{
        buyback::{PARAMS, PRICES},
        owners::ECOSYSTEM,
        staking::Cast,
        Receipt, World,
    },
    serde::Serialize,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Whole IO and USDC in the pool at the start.
const POOL: (u64, u64) = (2_000_000, 4_000_000);
/// Whole IO of the keeper that fills.
const START_BALANCE: u64 = 1_000_000;
/// Decimals of the oracle's prices.
const USD: f64 = 1e8;

/// What the buyback did, in base units.
#[derive(Serialize, Default, Clone, Copy)]
pub struct Story {
    /// Fees in IO, burned as they are.
    pub fees_burned: u64,
    /// USDC spent.
    pub usdc: u64,
    /// IO that it bought and burned.
    pub bought: u64,
    /// Fills by keepers.
    pub fills: u64,
    /// Swaps on the exchange.
    pub swaps: u64,
    /// USDC that what was bought was worth at the oracle's price of the moment.
    pub worth: u64,
    /// USDC in the vault at the end.
    pub left: u64,
}

/// A pool, and who trades in it.
pub struct BuybackStory {
    pool: Pool,
    keeper: Keypair,
    trader: Keypair,
    random: fastrand::Rng,
    /// What happened so far.
    pub story: Story,
}

impl BuybackStory {
    /// A pool at 2 USDC an IO, announced as an exchange that the buyback may use.
    pub fn new(world: &mut World, cast: &Cast, seed: u64) -> Self {
        let admin = world.start_buyback();
        let pool = world.pool(&cast.owners[ECOSYSTEM], POOL.0, POOL.1);
        let announce = buyback::announce_exchange(&admin.pubkey(), token_swap::ID);
        world.accepted(&[announce], &[&admin]);
        let [keeper, trader] = [(); 2].map(|()| world.client(cast, START_BALANCE, START_BALANCE));
        Self { pool, keeper, trader, random: fastrand::Rng::with_seed(seed), story: Story::default() }
    }

    /// One day until `until` at most: fees in IO burn; fees in USDC are auctioned at some hour, and
    /// spent if a trade is profitable at some second of that.
    pub fn day(&mut self, world: &mut World, until: i64) -> Result<()> {
        if world.balance(&IO_VAULT) > 0 {
            let receipt = world.accepted(&[buyback::burn()], &[]);
            let burned = receipt.events::<events::Burned>();
            self.story.fees_burned += burned.iter().map(|event| event.io).sum::<u64>();
        }
        if world.balance(&USDC_VAULT) < u64::from(PARAMS.least_budget) {
            return Ok(());
        }
        self.trade(world);
        self.wait(world, 23 * HOUR, until);
        // Refused where a pause in the days lets the last one run on.
        if world.send(&[buyback::open_auction()], &[]).is_err() {
            return Ok(());
        }
        self.wait(world, HOUR, until);
        let noise = 1.0 + (self.random.f64() - 0.5) / 25.0;
        let price = (world.pool_price(&self.pool) * noise * USD) as i64;
        world.post_prices(price);
        let usdc = world.buyback().auction.left();
        let asked = world.offer().io_for_usdc(usdc).map_err(|error| anyhow::anyhow!("{error:?}"))?;
        if world.pool_brings(&self.pool, usdc) >= asked {
            let swap = self.pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, asked);
            if let Ok(receipt) = world.send(&[buyback::swap_and_burn(&PRICES, usdc, swap)], &[]) {
                self.story.swaps += 1;
                self.count(&receipt, price);
            }
        } else if asked as f64 * world.pool_price(&self.pool) < usdc as f64 * 100.0 {
            // The offer is above the pool's price, but by less than a swap costs: a keeper fills.
            let keeper = self.keeper.insecure_clone();
            let fill = buyback::fill(&keeper.pubkey(), &PRICES, asked, usdc);
            if let Ok(receipt) = world.send(&[fill], &[&keeper]) {
                self.story.fills += 1;
                self.count(&receipt, price);
            }
        }
        Ok(())
    }

    /// Less than `most` seconds pass, and nothing beyond `until`.
    fn wait(&mut self, world: &mut World, most: i64, until: i64) {
        let seconds = self.random.i64(0..most);
        world.set_clock((world.now() + seconds).min(until));
    }

    /// Somebody trades in the pool, which moves the price by some percent.
    fn trade(&mut self, world: &mut World) {
        let owner = self.trader.pubkey();
        let [io, usdc] = [world.token(&self.pool.b).mint, world.token(&self.pool.a).mint]
            .map(|mint| token::associated_address(&owner, &mint));
        let swap = match self.random.bool() {
            true => {
                let amount = self.random.u64(1..=50_000) * BASE_UNITS_PER_USDC;
                self.pool.swap(&owner, usdc, io, amount, 0)
            }
            false => {
                let amount = self.random.u64(1..=25_000) * BASE_UNITS_PER_IO;
                self.pool.reversed().swap(&owner, io, usdc, amount, 0)
            }
        };
        // Refused when the trader has spent its money.
        let _ = world.send(&[swap], &[&self.trader.insecure_clone()]);
    }

    fn count(&mut self, receipt: &Receipt, price: i64) {
        let filled = receipt.events::<events::Filled>().into_iter().map(|event| (event.io, event.usdc));
        let swapped = receipt.events::<events::Swapped>().into_iter().map(|event| (event.io, event.usdc));
        for (io, usdc) in filled.chain(swapped) {
            self.story.bought += io;
            self.story.usdc += usdc;
            // Of 10^-8 IO at 10^-8 USD to 10^-6 USDC.
            self.story.worth += (u128::from(io) * price as u128 / 10_u128.pow(10)) as u64;
        }
    }

    /// What is left in the vault; fails unless the program's totals are what happened here.
    pub fn finish(&mut self, world: &World) -> Result<()> {
        self.story.left = world.balance(&USDC_VAULT);
        let totals = world.buyback().totals;
        ensure!(totals.usdc_spent == self.story.usdc, "spent {}", totals.usdc_spent);
        Ok(())
    }
}
