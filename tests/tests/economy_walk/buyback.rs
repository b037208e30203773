//! Moves of io_buyback.

use {
    crate::{Move, Walk},
    anchor_lang::prelude::Pubkey,
    io_addresses::buyback::{SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
    io_client::{buyback, orders::mint, token, token_swap},
    io_economics::{buyback::Params, units::BASE_UNITS_PER_IO},
    io_testkit::{
        buyback::{PARAMS, PRICES},
        orders::CURRENCIES,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// 10^-8 USD an IO, about which prices move; the pool's price too.
const QUARTER: i64 = 25_000_000;

impl Walk {
    pub fn buyback_move(&mut self) -> Move {
        let price = QUARTER + self.random.i64(-QUARTER / 20..QUARTER / 20);
        self.world.post_as_oracles_do(&mut self.random, price);
        if self.once_in(16) && self.takes_money(&USDC_VAULT) {
            self.world.revenue(100);
        }
        match self.random.u8(..16) {
            0..=3 => Move::new(buyback::burn(), &self.people.staker(&mut self.random)),
            4 => Move::new(buyback::open_auction(), &self.people.staker(&mut self.random)),
            5..=9 => self.fill_move(),
            10..=12 => self.swap_move(),
            _ => self.buyback_admin_move(),
        }
    }

    /// A client sells IO to the vault.
    fn fill_move(&mut self) -> Move {
        // Mostly one whose accounts are neither closed nor frozen.
        let some = [(); 6].map(|()| self.people.client(&mut self.random));
        let takes = |key: &&Keypair| {
            CURRENCIES
                .iter()
                .all(|currency| self.takes_money(&token::associated_address(&key.pubkey(), &mint(*currency))))
        };
        let filler = some.iter().find(takes).unwrap_or(&some[0]).insecure_clone();
        let io = match self.random.u8(..10) {
            0 => self.one(&[0, 1, u64::MAX]),
            _ => self.random.u64(1..20 * BASE_UNITS_PER_IO),
        };
        let least = if self.once_in(8) { u64::MAX } else { 0 };
        // The destination: at random it would be a vault, whose donations testkit counts.
        Move { free: Some(3), ..Move::new(buyback::fill(&filler.pubkey(), &PRICES, io, least), &filler) }
    }

    /// The vault buys IO in the pool.
    fn swap_move(&mut self) -> Move {
        let usdc = match self.random.u8(..10) {
            0 => self.one(&[0, 1, u64::MAX]),
            _ => self.world.balance(&USDC_VAULT) / self.random.u64(2..20),
        };
        let swap = self.people.pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
        let swap = buyback::swap_and_burn(&PRICES, usdc, swap);
        // A swap opens no auction; over the pool's price are only the later offers of one.
        let auction = self.world.buyback().auction;
        let now = auction.now(self.world.now());
        let calls = if auction.runs(now) { vec![swap] } else { vec![buyback::open_auction(), swap] };
        if auction.runs(now) && self.random.bool() {
            self.world.set_clock(auction.end() - 1);
            self.world.post_prices(QUARTER);
        }
        Move::of(calls, &self.people.staker(&mut self.random))
    }

    fn buyback_admin_move(&mut self) -> Move {
        let config = self.world.buyback();
        let admin = self.people.key(&config.admin);
        let key = admin.pubkey();
        let paused = config.pause.is_on(config.auction.now(self.world.now()));
        if paused && self.random.bool() {
            return Move::new(buyback::set_paused(&key, false), &admin);
        }
        let operator = self.people.operator(&mut self.random).pubkey();
        match self.random.u8(..16) {
            0..=5 => {
                let pause = !paused && self.once_in(4);
                Move::new(buyback::set_paused(&key, pause), &admin)
            }
            6..=7 => {
                let params = Params {
                    daily_cap: self.random.u64(..=PARAMS.daily_cap),
                    least_budget: self.random.u32(..=2 * PARAMS.least_budget),
                    period: self.random.u32(PARAMS.period..2 * PARAMS.period),
                    max_conf_bps: self.random.u16(80..=101),
                    under_bps: self.random.u16(400..=500),
                    ..PARAMS
                };
                Move::new(buyback::set_params(&key, params), &admin)
            }
            8..=9 => {
                Move::new(buyback::announce_exchange(&key, self.one(&[operator, token_swap::ID])), &admin)
            }
            10 => Move::new(buyback::remove_exchange(&key, self.one(&[operator, token_swap::ID])), &admin),
            11 => Move::new(buyback::propose_admin(&key, operator), &admin),
            _ => match config.next_admin {
                nobody if nobody == Pubkey::default() => {
                    Move::new(buyback::propose_admin(&key, operator), &admin)
                }
                next => Move::new(buyback::accept_admin(&next), &self.people.key(&next)),
            },
        }
    }
}
