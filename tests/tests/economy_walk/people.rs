//! Everybody that signs something in the walk.

use {
    anchor_lang::prelude::Pubkey,
    io_client::token_swap::{self, Pool},
    io_testkit::{
        orders::OrdersRoles,
        owners::COMMUNITY,
        staking::{Cast, CLASSES},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

const OPERATORS: usize = 8;
const HOLDERS: usize = 20;
const CLIENTS: usize = 10;

/// What everybody starts with: whole IO, and clients also USDC.
pub const EACH: u64 = 50_000;

/// Everybody that signs something.
pub struct People {
    pub cast: Cast,
    pub roles: OrdersRoles,
    /// The buyback's first admin.
    pub buyer: Keypair,
    pub operators: Vec<Keypair>,
    pub holders: Vec<Keypair>,
    pub clients: Vec<Keypair>,
    /// Keeps what others take out of accounts that they close.
    pub bank: Keypair,
    /// A pool of IO and USDC, where the buyback may swap.
    pub pool: Pool,
}

impl People {
    /// A world in which everything is initialized, and its people.
    pub fn in_a_world() -> (World, Self) {
        let (mut world, cast, roles) = World::with_orders();
        let buyer = world.start_buyback();
        let pool = world.pool(&cast.owners[COMMUNITY], 400_000, 100_000);
        world.allow_exchange(&buyer, token_swap::ID);
        let holders =
            |world: &mut World, count| (0..count).map(|_| world.holder(&cast, EACH)).collect::<Vec<_>>();
        let (operators, stakers) = (holders(&mut world, OPERATORS), holders(&mut world, HOLDERS));
        for operator in &operators {
            world.usdc_account(&operator.pubkey());
        }
        let clients = (0..CLIENTS).map(|_| world.client(&cast, EACH, EACH)).collect();
        let bank = world.client(&cast, EACH, EACH);
        (world, Self { cast, roles, buyer, operators, holders: stakers, clients, bank, pool })
    }

    /// A node of each operator, with half of what it has staked; and these stakes.
    pub fn nodes(
        &self,
        world: &mut World,
        random: &mut fastrand::Rng,
    ) -> (Vec<Pubkey>, Vec<(Pubkey, Pubkey)>) {
        let register = |operator: &Keypair| {
            let (class, processors) = (random.u16(..CLASSES.len() as u16), random.u32(1..=3));
            let node = world.register(operator, 0, class, processors);
            world.stake(operator, &node, EACH / 2);
            world.set_offer(operator, &node, EACH);
            world.attest(&self.cast, &node);
            (node, (operator.pubkey(), node))
        };
        self.operators.iter().map(register).unzip()
    }

    fn all(&self) -> impl Iterator<Item = &Keypair> {
        let Self { cast, roles, buyer, bank, .. } = self;
        let of_staking = [&cast.admin, &cast.oracle, &cast.slasher];
        of_staking
            .into_iter()
            .chain([&roles.admin, &roles.oracle, &roles.arbiter])
            .chain(&cast.owners)
            .chain([buyer, bank])
            .chain(&self.operators)
            .chain(&self.holders)
            .chain(&self.clients)
    }

    /// The key pair of somebody, by its public key.
    pub fn key(&self, key: &Pubkey) -> Keypair {
        self.all().find(|known| known.pubkey() == *key).expect("a key of the walk").insecure_clone()
    }

    /// Somebody who may have a stake.
    pub fn staker(&self, random: &mut fastrand::Rng) -> Keypair {
        match random.u8(..4) {
            0 => self.operator(random),
            _ => self.holders[random.usize(..HOLDERS)].insecure_clone(),
        }
    }

    pub fn operator(&self, random: &mut fastrand::Rng) -> Keypair {
        self.operators[random.usize(..OPERATORS)].insecure_clone()
    }

    pub fn client(&self, random: &mut fastrand::Rng) -> Keypair {
        self.clients[random.usize(..CLIENTS)].insecure_clone()
    }
}
