//! A random walk over all instructions of io_buyback, by holders, keepers, the admin and an
//! exchange that lies, with prices that move, lie and are missing. Testkit checks the invariants
//! after every transaction.
//!
//! `IO_WALK_STEPS` sets the length (500 unless told), `IO_WALK_SEED` replays a failure.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        buyback::{CONFIG, IO_VAULT, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        emission::MINT,
        external::{TOKEN_PROGRAM, USDC_MINT},
    },
    io_client::{
        buyback, emission, token,
        token_swap::{self, Pool},
    },
    io_economics::{
        buyback::{Offer, Params},
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_testkit::{
        buyback::{BuybackRoles, Feed, PRICES},
        calls::with_account,
        hostile::{self, script, INCINERATOR},
        owners::ECOSYSTEM,
        walk, World,
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    spl_token_interface::instruction as spl,
    std::collections::BTreeMap,
};

const TRADERS: usize = 6;

/// What a step does: its name, the calls, who signs.
type Move = (&'static str, Vec<Instruction>, Keypair);

struct Walk {
    world: World,
    roles: BuybackRoles,
    random: fastrand::Rng,
    traders: Vec<Keypair>,
    pool: Pool,
    /// IO of the incinerator, which the token program burns for anyone.
    incinerated: Pubkey,
    /// USD an IO by the oracle, in 10^-8.
    usd: i64,
    accepted: BTreeMap<&'static str, u64>,
    refused: u64,
}

impl Walk {
    fn new(seed: u64) -> Self {
        let (mut world, roles) = World::with_buyback();
        world.deploy_hostile_exchange();
        let pool = world.pool(&roles.owners[ECOSYSTEM], 4_000_000, 1_000_000);
        let traders: Vec<_> = (0..TRADERS).map(|_| world.trader(&roles, 1_000_000, 1_000_000)).collect();
        let (stash, _) = (world.io_account(&hostile::stash()), world.usdc_account(&hostile::stash()));
        world.transfer_io(&roles.owners[ECOSYSTEM], &stash, 1_000_000 * IO);
        world.allow_exchange(&roles.admin, token_swap::ID);
        world.allow_exchange(&roles.admin, hostile::ID);
        world.revenue(10_000);
        let incinerated = world.io_account(&INCINERATOR);
        world.transfer_io(&roles.owners[ECOSYSTEM], &incinerated, 1_000 * IO);
        let random = fastrand::Rng::with_seed(seed);
        let mut walk = Self {
            world,
            roles,
            random,
            traders,
            pool,
            incinerated,
            usd: 25_000_000,
            accepted: BTreeMap::new(),
            refused: 0,
        };
        walk.world.post_prices(walk.usd);
        walk
    }

    fn trader(&mut self) -> Keypair {
        self.traders[self.random.usize(..TRADERS)].insecure_clone()
    }

    fn move_clock(&mut self) {
        let now = self.world.now();
        let next = match self.random.u8(..24) {
            0..=9 => now,
            10 => now - self.random.i64(0..DAY),
            11..=16 => now + self.random.i64(0..90),
            17..=19 => now + self.random.i64(0..HOUR),
            // An auction's last second, and the first one after it.
            20..=22 => now.max(self.world.buyback().auction.end() - self.random.i64(0..2)),
            _ => now + self.random.i64(0..40) * DAY,
        };
        self.world.set_clock(next.max(World::START));
    }

    /// The price moves, and the oracle posts.
    fn move_prices(&mut self) {
        self.usd = (self.usd + self.usd / 1_000 * self.random.i64(-10..=10)).clamp(100_000, 100_000_000_000);
        self.world.post_as_oracles_do(&mut self.random, self.usd);
    }

    /// What a fill finds now, if it is accepted: the offer, and what the auction has left.
    fn offer(&self) -> Option<(Offer, u64)> {
        let there = |feed: Feed| {
            self.world.svm.get_account(&feed.address()).is_some_and(|account| !account.data.is_empty())
        };
        if !there(Feed::Io) || !there(Feed::Usdc) {
            return None;
        }
        let (io, usdc) = (self.world.quote(&PRICES.io), self.world.quote(&PRICES.usdc));
        let vault = self.world.balance(&USDC_VAULT);
        let found = buyback::offer(&self.world.buyback(), self.world.now(), vault, &io, &usdc);
        found.ok().map(|(offer, auction)| (offer, auction.left()))
    }

    /// An amount of USDC, mostly within what the auction has left.
    fn usdc(&mut self, left: u64) -> u64 {
        match self.random.u8(..12) {
            0 => 0,
            1 => u64::MAX,
            2 => left,
            3 => left.saturating_add(1),
            4 => self.random.u64(..100),
            _ => self.random.u64(..=(left / 8).max(1)),
        }
    }

    fn choose(&mut self) -> Move {
        let trader = self.trader();
        let (offer, left) = self.offer().map_or((None, 1_000 * USDC), |(offer, left)| (Some(offer), left));
        let admin = self.roles.admin.insecure_clone();
        let by = admin.pubkey();
        match self.random.u8(..40) {
            0..=11 => {
                let usdc = self.usdc(left);
                let io = offer.and_then(|offer| offer.io_for_usdc(usdc).ok()).unwrap_or(usdc);
                let io = io.saturating_add_signed(self.random.i64(-2..3));
                let least = if self.random.u8(..4) == 0 { usdc } else { 0 };
                ("fill", vec![buyback::fill(&trader.pubkey(), &PRICES, io, least)], trader)
            }
            12..=16 => {
                let usdc = self.usdc(left);
                let swap = self.pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
                ("swap", vec![buyback::swap_and_burn(&PRICES, usdc, swap)], trader)
            }
            17..=22 => {
                let usdc = self.usdc(left);
                let call = script(&self.mischief(usdc, offer));
                ("hostile swap", vec![buyback::swap_and_burn(&PRICES, usdc, call)], trader)
            }
            23..=24 => {
                // All in one: a fill, a swap, a burn.
                let usdc = self.usdc(left / 2);
                let io = offer.and_then(|offer| offer.io_for_usdc(usdc).ok()).unwrap_or(usdc);
                let swap = self.pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
                let mut calls = vec![
                    buyback::fill(&trader.pubkey(), &PRICES, io, 0),
                    buyback::swap_and_burn(&PRICES, usdc, swap),
                ];
                if self.random.bool() {
                    calls.reverse();
                }
                ("both", calls, trader)
            }
            25 => ("burn", vec![buyback::burn()], trader),
            26 => self.open(trader),
            27..=29 => {
                // Arbitrage: somebody trades in the pool.
                let own = |mint| token::associated_address(&trader.pubkey(), mint);
                let (usdc, io) = (own(&USDC_MINT), own(&MINT.address));
                // Up to what brings the pool to the oracle's price.
                let off = (self.world.pool_price(&self.pool) / (self.usd as f64 / 1e8)).sqrt() - 1.0;
                let part = off.abs() * self.random.f64();
                let of = |side: &Pubkey| (self.world.balance(side) as f64 * part) as u64;
                let call = if off > 0.0 {
                    self.pool.reversed().swap(&trader.pubkey(), io, usdc, of(&self.pool.b), 0)
                } else {
                    self.pool.swap(&trader.pubkey(), usdc, io, of(&self.pool.a), 0)
                };
                ("trade", vec![call], trader)
            }
            30..=32 => {
                let accounts = [IO_VAULT, SWAPPER_IO, USDC_VAULT, USDC_VAULT, SWAPPER_USDC];
                let to = accounts[self.random.usize(..accounts.len())];
                let mint = self.world.token(&to).mint;
                let own = token::associated_address(&trader.pubkey(), &mint);
                let most = self.world.balance(&own) / 20 + 1;
                let amount = self.random.u64(..most);
                let call = spl::transfer(&TOKEN_PROGRAM, &own, &to, &trader.pubkey(), &[], amount).unwrap();
                ("donate", vec![call], trader)
            }
            33 => ("crank", vec![emission::crank()], trader),
            34 => {
                let params = Params {
                    daily_cap: [0, 1_000, 50_000, 10_000_000, 20_000_000][self.random.usize(..5)] * USDC,
                    least_budget: [0, 1, 100, 1_000, 1_001][self.random.usize(..5)] * USDC as u32,
                    period: [3_599, 3_600, 3_600, 7_200, 86_400, 86_401][self.random.usize(..6)],
                    max_age: self.random.u16(18..63),
                    max_conf_bps: self.random.u16(47..103),
                    under_bps: self.random.u16(..1_030),
                    over_bps: self.random.u16(270..1_030),
                };
                ("params", vec![buyback::set_params(&by, params)], admin)
            }
            35 if self.is_paused() => ("resume", vec![buyback::set_paused(&by, false)], admin),
            35 => {
                let paused = self.random.u8(..8) == 0;
                ("pause", vec![buyback::set_paused(&by, paused)], admin)
            }
            36..=37 => {
                let program =
                    [hostile::ID, token_swap::ID, TOKEN_PROGRAM, trader.pubkey()][self.random.usize(..4)];
                let call = match self.random.u8(..16) {
                    0 => buyback::remove_exchange(&by, program),
                    _ => buyback::announce_exchange(&by, program),
                };
                ("exchange", vec![call], admin)
            }
            38 => {
                let next = self.world.buyback().next_admin;
                if let Some(next) = self.traders.iter().find(|trader| trader.pubkey() == next) {
                    return ("accept", vec![buyback::accept_admin(&next.pubkey())], next.insecure_clone());
                }
                ("propose", vec![buyback::propose_admin(&by, trader.pubkey())], admin)
            }
            _ => {
                // The admin reaches for the money.
                let to = token::associated_address(&hostile::stash(), &USDC_MINT);
                let call = spl::transfer(&TOKEN_PROGRAM, &USDC_VAULT, &to, &by, &[], 1).unwrap();
                ("theft", vec![call], admin)
            }
        }
    }

    fn is_paused(&self) -> bool {
        let config = self.world.buyback();
        config.pause.is_on(config.auction.now(self.world.now()))
    }

    /// An auction is opened; or another's IO is offered for sale, as if anyone could burn it.
    fn open(&mut self, trader: Keypair) -> Move {
        if self.random.u8(..3) > 0 {
            return ("open", vec![buyback::open_auction()], trader);
        }
        let own = token::associated_address(&trader.pubkey(), &MINT.address);
        let call = buyback::fill(&trader.pubkey(), &PRICES, IO, 0);
        ("theft", vec![with_account(call, own, self.incinerated)], trader)
    }

    /// What the hostile exchange does with a swap: mostly a trade at about the offer, with anything
    /// besides.
    fn mischief(&mut self, usdc: u64, offer: Option<Offer>) -> Vec<Instruction> {
        let (stash, swapper) = (hostile::stash(), SWAPPER.address);
        let [stash_io, stash_usdc] =
            [MINT.address, USDC_MINT].map(|mint| token::associated_address(&stash, &mint));
        let move_ = |from: &Pubkey, to: &Pubkey, by: &Pubkey, amount: u64| {
            spl::transfer(&TOKEN_PROGRAM, from, to, by, &[], amount).unwrap()
        };
        let taken = match self.random.u8(..4) {
            0 => usdc / 2,
            _ => usdc,
        };
        let asked = offer.and_then(|offer| offer.io_for_usdc(taken).ok()).unwrap_or(0);
        let given = match self.random.u8(..6) {
            0 => asked.saturating_sub(1),
            1 => asked / 2,
            2 => asked.saturating_add(IO),
            _ => asked,
        };
        let mut calls = vec![
            move_(&SWAPPER_USDC, &stash_usdc, &swapper, taken),
            move_(&stash_io, &SWAPPER_IO, &stash, given),
        ];
        for _ in 0..self.random.usize(..3) {
            let account = [SWAPPER_USDC, SWAPPER_IO, USDC_VAULT][self.random.usize(..3)];
            let amount = self.random.u64(..=usdc.min(IO));
            let kind = match self.random.bool() {
                true => spl::AuthorityType::AccountOwner,
                false => spl::AuthorityType::CloseAccount,
            };
            let mischief = match self.random.u8(..8) {
                0 => spl::approve(&TOKEN_PROGRAM, &account, &stash, &swapper, &[], amount).unwrap(),
                1 => spl::revoke(&TOKEN_PROGRAM, &account, &swapper, &[]).unwrap(),
                2 => spl::set_authority(&TOKEN_PROGRAM, &account, Some(&stash), kind, &swapper, &[]).unwrap(),
                3 => spl::set_authority(&TOKEN_PROGRAM, &account, Some(&swapper), kind, &stash, &[]).unwrap(),
                4 => spl::close_account(&TOKEN_PROGRAM, &account, &stash, &swapper, &[]).unwrap(),
                5 => move_(&SWAPPER_IO, &stash_io, &swapper, amount),
                6 => move_(&stash_usdc, &SWAPPER_USDC, &stash, amount),
                _ => buyback::burn(),
            };
            let at = self.random.usize(..=calls.len());
            calls.insert(at, mischief);
        }
        calls
    }

    /// Replaces an account at random, or has a stranger sign.
    fn corrupt(&mut self, (_, calls, signer): &mut Move) {
        let stranger = self.trader();
        let (from, to) = (signer.pubkey(), stranger.pubkey());
        let pool = [
            CONFIG.address,
            USDC_VAULT,
            IO_VAULT,
            SWAPPER.address,
            SWAPPER_USDC,
            SWAPPER_IO,
            MINT.address,
            PRICES.io,
            PRICES.usdc,
            self.pool.a,
            self.pool.b,
            token::associated_address(&to, &USDC_MINT),
            token::associated_address(&to, &MINT.address),
        ];
        if self.random.u8(..3) == 0 {
            let metas = calls.iter_mut().flat_map(|call| &mut call.accounts);
            metas.filter(|meta| meta.pubkey == from).for_each(|meta| meta.pubkey = to);
            *signer = stranger;
            return;
        }
        for call in calls {
            let slot = self.random.usize(..call.accounts.len());
            if !call.accounts[slot].is_signer {
                call.accounts[slot].pubkey = pool[self.random.usize(..pool.len())];
            }
        }
    }

    fn step(&mut self) {
        self.move_clock();
        self.move_prices();
        let mut chosen = self.choose();
        let corrupted = self.random.u8(..6) == 0;
        if corrupted {
            self.corrupt(&mut chosen);
        }
        let (name, calls, signer) = chosen;
        let key = signer.pubkey();
        let mut metas = calls.iter().flat_map(|call| &call.accounts);
        let signs = metas.any(|meta| meta.is_signer && meta.pubkey == key);
        let signers = if signs { vec![&signer] } else { vec![] };
        match self.world.send(&calls, &signers) {
            Ok(_) if corrupted => {}
            Ok(_) => *self.accepted.entry(name).or_default() += 1,
            Err(_) => self.refused += 1,
        }
        let admin = self.world.buyback().admin;
        if let Some(trader) = self.traders.iter().find(|trader| trader.pubkey() == admin) {
            self.roles.admin = trader.insecure_clone();
        }
        // Revenue comes in, and traders come by money.
        match self.random.u8(..20) {
            0..=1 => {
                let usdc = self.random.u64(..5_000);
                self.world.revenue(usdc);
            }
            2 => {
                let (key, usdc) = (self.trader().pubkey(), 100_000 * USDC);
                let [io, own] = [MINT.address, USDC_MINT].map(|mint| token::associated_address(&key, &mint));
                self.world.transfer_io(&self.roles.owners[ECOSYSTEM], &io, 20_000 * IO);
                self.world.mint_usdc(&own, usdc);
            }
            _ => {}
        }
    }
}

#[test]
fn the_rule_holds_whatever_anyone_sends() {
    let (seed, steps) = (walk::seed(), 2 * walk::steps());
    println!("IO_WALK_SEED={seed} IO_WALK_STEPS={}", steps / 2);
    let mut walk = Walk::new(seed);
    for _ in 0..steps {
        walk.step();
    }
    let totals = walk.world.buyback().totals;
    println!("accepted: {:?}, refused: {}, {totals:?}", walk.accepted, walk.refused);
    let accepted = |name| walk.accepted.get(name).copied().unwrap_or(0);
    for name in ["fill", "open", "burn", "trade", "donate"] {
        assert!(accepted(name) > 0, "no {name} was accepted: the walk went nowhere");
    }
    // A short walk may spend its time paused, or with no exchange allowed.
    let swaps = accepted("swap") + accepted("hostile swap") + accepted("both");
    assert!(swaps > 0 || steps < 5_000, "no swap was accepted");
    assert!(!walk.accepted.contains_key("theft"));
    assert!(walk.refused > steps / 20, "only {} refusals", walk.refused);
    assert!(totals.io_bought > 0 && totals.io_burned > 0);
}
