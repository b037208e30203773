//! 5: what the buyback spent and burned is its totals and the sum of its events, no fill or swap
//! pays over the auction's budget or the offer of the second, and a fill sells all that it offers
//! or what is left, by exact rationals.

use {
    super::read,
    crate::{Receipt, World},
    anchor_lang::{prelude::Pubkey, Discriminator},
    io_addresses::{
        buyback::{CONFIG, ID, IO_VAULT, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        emission::MINT,
        external::USDC_MINT,
    },
    io_buyback::instruction,
    io_client::buyback::{
        events::{AuctionOpened, Burned, Filled, PauseSet, Swapped},
        Config, Prices,
    },
    io_economics::{
        buyback::{Auction, Totals},
        price::{Quote, MAX_AHEAD_SECONDS},
    },
    io_reference::buyback::{self as exact, Usd},
    pyth_solana_receiver_sdk::price_update::VerificationLevel,
    solana_instruction::Instruction,
    solana_program_pack::Pack,
    spl_token_interface::state::Account as TokenAccount,
};

/// What the events of all transactions add up to.
#[derive(Clone, Default)]
pub(crate) struct Bought {
    totals: Totals,
    /// The auction that runs, or the last one; its `latest` is not told by events and stays 0.
    auction: Auction,
}

/// A fill or a swap, as it was sent.
#[derive(Clone, Copy)]
struct Sent {
    prices: Prices,
    /// The most IO that a fill sells, and the least USDC that it takes; none of a swap.
    fill: Option<(u64, u64)>,
}

/// A fill or a swap, as its event says.
struct Trade {
    io: u64,
    usdc: u64,
    now: i64,
    /// The first second of its auction.
    auction: i64,
    sent: Sent,
}

/// What a transaction finds.
pub(crate) struct Trades {
    config: Config,
    vault: u64,
    usdc: u64,
    io: u64,
    /// Fills and swaps in their order.
    sent: Vec<Sent>,
    /// No other program is called.
    alone: bool,
    /// USDC that fills pay to the swapper's account comes back to the vault.
    to_swapper: bool,
}

impl Trades {
    /// The state before a transaction; none before `initialize`.
    pub(crate) fn before(world: &World, instructions: &[Instruction]) -> Option<Self> {
        let config = read::<Config>(world, &CONFIG.address)?;
        Some(Self {
            config,
            vault: world.balance(&USDC_VAULT),
            usdc: usdc(world),
            io: world.balance(&IO_VAULT),
            sent: instructions.iter().filter_map(Sent::read).collect(),
            alone: instructions.iter().all(|call| call.program_id == ID),
            to_swapper: instructions.iter().any(|call| {
                call.data.starts_with(instruction::Fill::DISCRIMINATOR)
                    && call.accounts.iter().skip(3).take(1).any(|meta| meta.pubkey == SWAPPER_USDC)
            }),
        })
    }

    /// Checks what the transaction did.
    ///
    /// # Panics
    /// If it broke the rule.
    pub(crate) fn check(self, world: &mut World, receipt: &Receipt) {
        let (filled, swapped) = (receipt.events::<Filled>(), receipt.events::<Swapped>());
        let burned: u64 = receipt.events::<Burned>().iter().map(|event| event.io).sum();
        assert_eq!(filled.len() + swapped.len(), self.sent.len(), "one event a trade");
        let stray: u64 = swapped.iter().map(|event| event.stray_io).sum();
        world.bought.totals.burn(burned + stray);
        world.burned_by_programs += burned + stray;

        for opened in receipt.events::<AuctionOpened>() {
            self.opens_by_the_rule(world, &opened);
            world.bought.auction = Auction {
                latest: 0,
                start: opened.start,
                budget: opened.budget,
                spent: 0,
                period: opened.period,
                under_bps: opened.under_bps,
                over_bps: opened.over_bps,
                max_age: self.config.params.max_age,
                max_conf_bps: self.config.params.max_conf_bps,
                ..Auction::default()
            };
        }
        let (mut fills, mut swaps) = (filled.iter(), swapped.iter());
        let trade = |sent: &Sent| {
            let (io, usdc, now, auction) = match sent.fill {
                Some(_) => fills.next().map(|event| (event.io, event.usdc, event.now, event.auction)),
                None => swaps.next().map(|event| (event.io, event.usdc, event.now, event.auction)),
            }
            .expect("one event a trade");
            Trade { io, usdc, now, auction, sent: *sent }
        };
        let trades: Vec<_> = self.sent.iter().map(trade).collect();
        let spent = trades.iter().map(|trade| trade.usdc).sum();
        for trade in trades {
            self.follows_the_rule(world, &trade);
            world.bought.totals.buy(trade.usdc, trade.io);
            world.burned_by_programs += trade.io;
            let auction = &mut world.bought.auction;
            auction.spent += trade.usdc;
            assert!(auction.spent <= auction.budget, "an auction spent more than its budget");
        }
        for pause in receipt.events::<PauseSet>() {
            if pause.until > 0 {
                world.bought.auction.stop();
            }
        }
        self.money_went_where_events_say(world, spent, burned);
        if !swapped.is_empty() {
            assert_eq!(world.balance(&SWAPPER_IO), 0, "a swap burns all that arrived");
        }
    }

    /// One auction after the other, of what was there, up to the cap's share of its period.
    fn opens_by_the_rule(&self, world: &World, opened: &AuctionOpened) {
        let Config { params, auction, pause, .. } = &self.config;
        let last = &world.bought.auction;
        assert_eq!(opened.start, auction.latest.max(world.now()), "it opens now");
        assert!(opened.start >= last.start + i64::from(last.period), "an auction ran");
        assert!(!pause.is_on(opened.start), "paused");
        let of = |vault| exact::budget(vault, params.daily_cap, params.period);
        let (period, under, over) = (params.period, params.under_bps, params.over_bps);
        assert_eq!((opened.period, opened.under_bps, opened.over_bps), (period, under, over));
        if self.alone {
            assert!(self.vault >= u64::from(params.least_budget), "dust");
            assert_eq!(opened.budget, of(self.vault), "all that was there, up to the cap");
        } else {
            assert!(opened.budget <= of(u64::MAX));
        }
    }

    fn follows_the_rule(&self, world: &World, trade: &Trade) {
        let Config { auction: before, pause, io_feed, usdc_feed, .. } = &self.config;
        let Auction { start, period, under_bps, over_bps, max_age, max_conf_bps, budget, spent, .. } =
            world.bought.auction;
        assert!(!pause.is_on(trade.now), "paused");
        let addresses = [trade.sent.prices.io, trade.sent.prices.usdc];
        for (address, feed) in addresses.iter().zip([io_feed, usdc_feed]) {
            let update = world.update(address);
            assert_eq!(world.svm.get_account(address).unwrap().owner, pyth_solana_receiver_sdk::ID);
            assert!(update.verification_level == VerificationLevel::Full);
            assert_eq!(update.price_message.feed_id, *feed);
            let age = trade.now - update.price_message.publish_time;
            assert!((-MAX_AHEAD_SECONDS..=i64::from(max_age)).contains(&age), "{age} s old");
        }
        assert_eq!(trade.now, before.latest.max(world.now()), "time never goes back");
        assert_eq!(trade.auction, start, "of the auction that runs");
        assert!((start..start + i64::from(period)).contains(&trade.now), "no auction ran");
        let [io, usdc] = addresses.map(|address| usd(&world.quote(&address)));
        assert!(io.within(max_conf_bps) && usdc.within(max_conf_bps));
        let auction = exact::Auction { start, period, under_bps, over_bps };
        let rate = auction.rate(&io, &usdc, trade.now).expect("not over the average");
        if let Some((io, min_usdc)) = trade.sent.fill {
            let sale = exact::sell(&rate, io, budget - spent, min_usdc);
            assert_eq!(sale, Some((trade.io, trade.usdc)), "a fill pays the offer, or what is left");
        } else {
            assert!(trade.io >= exact::io_for_usdc(&rate, trade.usdc).expect("fits"), "over the offer");
        }
    }

    fn money_went_where_events_say(&self, world: &World, spent: u64, burned: u64) {
        let (usdc, io) = (usdc(world) + spent, world.balance(&IO_VAULT) + burned);
        if self.alone && !self.to_swapper {
            assert_eq!((usdc, io), (self.usdc, self.io), "the vaults lost what the events say");
        } else {
            assert!(usdc >= self.usdc && io >= self.io, "the vaults lost more than the events say");
        }
    }
}

/// USDC of the buyback, the swapper's account included.
fn usdc(world: &World) -> u64 {
    world.balance(&USDC_VAULT) + world.balance(&SWAPPER_USDC)
}

impl Sent {
    /// A call, if it is a fill or a swap; in both IO/USD is account number 6, USDC/USD the next.
    fn read(call: &Instruction) -> Option<Self> {
        let is = |discriminator: &[u8]| call.program_id == ID && call.data.starts_with(discriminator);
        let fill = is(instruction::Fill::DISCRIMINATOR);
        if !fill && !is(instruction::SwapAndBurn::DISCRIMINATOR) {
            return None;
        }
        let number = |at: usize| {
            let bytes = call.data.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, u64::from_le_bytes)
        };
        Some(Self {
            prices: Prices { io: call.accounts[6].pubkey, usdc: call.accounts[7].pubkey },
            fill: fill.then(|| (number(8), number(16))),
        })
    }
}

/// A quote, for exact arithmetic.
pub(super) fn usd(quote: &Quote) -> Usd {
    Usd { price: quote.price, conf: quote.conf, average: quote.average, exponent: quote.exponent }
}

/// Checks totals, and that nobody else controls the accounts; nothing before `initialize`.
pub(super) fn check(world: &World) {
    let Some(config) = read::<Config>(world, &CONFIG.address) else { return };
    assert_eq!(config.totals, world.bought.totals, "totals = the sum of the events");
    let told = world.bought.auction;
    assert_eq!(Auction { latest: 0, ..config.auction }, told, "events rebuild the auction");
    let (vaults, swapper) = (CONFIG.address, SWAPPER.address);
    alone(world, &USDC_VAULT, &USDC_MINT, &vaults);
    alone(world, &IO_VAULT, &MINT.address, &vaults);
    alone(world, &SWAPPER_USDC, &USDC_MINT, &swapper);
    alone(world, &SWAPPER_IO, &MINT.address, &swapper);
}

fn alone(world: &World, address: &Pubkey, mint: &Pubkey, owner: &Pubkey) {
    let Some(account) = world.svm.get_account(address).filter(|account| !account.data.is_empty()) else {
        return;
    };
    let token = TokenAccount::unpack(&account.data).expect("a token account");
    assert_eq!((token.mint, token.owner), (*mint, *owner), "an account of the buyback changed hands");
    assert!(
        token.delegate.is_none() && token.close_authority.is_none(),
        "an account has a delegate or a close authority"
    );
}
