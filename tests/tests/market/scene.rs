//! A node with an ask, for the tests of the market.

use {
    anchor_lang::prelude::Pubkey,
    io_client::orders::{self, Ask, AskTerms, BookParams, Currency, Order},
    io_testkit::{
        orders::{Deal, OrdersRoles},
        staking::Cast,
        Outcome, World,
    },
    solana_instruction::Instruction,
    solana_signer::Signer,
};

/// A world with one node at an ask, and a client with money.
pub struct Scene {
    pub world: World,
    pub cast: Cast,
    pub roles: OrdersRoles,
    pub deal: Deal,
    pub ask: Ask,
}

impl Scene {
    /// 8 H100 at 1.5 whole units an hour, in both currencies.
    pub fn new() -> Self {
        let (mut world, cast, roles) = World::with_orders();
        let deal = world.deal(&cast);
        let ask = world.set_ask(&deal);
        Self { world, cast, roles, deal, ask }
    }

    pub fn client(&self) -> Pubkey {
        self.deal.client.pubkey()
    }

    pub fn operator(&self) -> Pubkey {
        self.deal.operator.pubkey()
    }

    /// The operator asks something else.
    pub fn ask_for(&mut self, terms: AskTerms) {
        self.world.ask_for(&self.deal, terms);
        self.ask = self.world.ask(&self.deal.node);
    }

    /// Two processors for so long, at the ask as it was last set.
    pub fn taking(&self, seconds: i64) -> BookParams {
        self.world.taking(&self.deal.node, seconds)
    }

    /// The client's call.
    pub fn booking(&self, id: u64, currency: Currency, params: BookParams) -> Instruction {
        orders::book(&self.client(), id, &self.deal.node, currency, params)
    }

    /// The client books.
    pub fn try_book(&mut self, id: u64, currency: Currency, params: BookParams) -> Outcome {
        let call = self.booking(id, currency, params);
        self.world.send(&[call], &[&self.deal.client])
    }

    /// The client books two processors, which must be accepted.
    pub fn book(&mut self, id: u64, currency: Currency, seconds: i64) -> (Pubkey, Order) {
        let address = self.world.book(&self.deal.client, id, &self.deal.node, currency, seconds);
        (address, self.world.order(&address))
    }
}
