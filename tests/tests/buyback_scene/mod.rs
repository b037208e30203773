//! A seller and a vault with revenue, for the tests of buyback.
// Each test uses some of it.
#![allow(dead_code)]

pub mod exchange;

use {
    io_addresses::external::USDC_MINT,
    io_client::buyback,
    io_testkit::{
        buyback::{BuybackRoles, PRICES},
        Receipt, Refusal, World,
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// 0.25 USD, in 10^-8.
pub const QUARTER: i64 = 25_000_000;

pub struct Scene {
    pub world: World,
    pub roles: BuybackRoles,
    pub holder: Keypair,
}

impl Scene {
    /// The first second of an auction of 10,000 USDC, prices of the moment and a holder of 100,000
    /// IO.
    pub fn new() -> Self {
        let mut scene = Self::with_revenue(10_000);
        scene.world.open_auction();
        scene
    }

    /// No auction runs yet, and this much USDC waits for one.
    pub fn with_revenue(usdc: u64) -> Self {
        let (mut world, roles) = World::with_buyback();
        world.revenue(usdc);
        world.post_prices(QUARTER);
        let holder = world.trader(&roles, 100_000, 0);
        Self { world, roles, holder }
    }

    pub fn call(&self, io: u64) -> Instruction {
        buyback::fill(&self.holder.pubkey(), &PRICES, io, 0)
    }

    pub fn fill(&mut self, io: u64) -> Receipt {
        let call = self.call(io);
        self.world.accepted(&[call], &[&self.holder])
    }

    #[track_caller]
    pub fn refused(&mut self, call: Instruction, error: impl Into<Refusal>) {
        self.world.refused(&[call], &[&self.holder.insecure_clone()], error);
    }

    /// Moves on with new prices.
    pub fn pass(&mut self, seconds: i64) {
        self.world.pass(seconds);
        self.world.post_prices(QUARTER);
    }

    pub fn usdc(&self) -> u64 {
        self.world.held_by(&self.holder.pubkey(), &USDC_MINT)
    }
}
