//! What a walk knows, and a step of it: something that somebody might send, at any time.

use {
    crate::{airdrop, people::People, tally::Tally},
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        buyback as buyback_addresses,
        emission::{EMISSION, MINT},
        orders as order_addresses,
        staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
        vesting as vesting_addresses,
    },
    io_client::{
        airdrop::vault_address,
        orders::{
            events::{OrderBooked, OrderClosed, OrderCreated},
            Currency,
        },
        staking::{
            events::{NodeRegistered, NodeRetired, StakeClosed, StakeOpened},
            stake_address,
        },
        token,
    },
    io_economics::{
        staking::SLASH_OPENS_SECONDS,
        time::{DAY, HOUR},
    },
    io_testkit::{airdrop::Published, buyback::PRICES, World},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// What a step sends.
pub struct Move {
    pub calls: Vec<Instruction>,
    pub signers: Vec<Keypair>,
    /// Whether accounts may be replaced at random.
    pub strict: bool,
    /// But for this one, which its signer may choose freely.
    pub free: Option<usize>,
}

impl Move {
    pub fn new(call: Instruction, signer: &Keypair) -> Self {
        Self::of(vec![call], signer)
    }

    pub fn of(calls: Vec<Instruction>, signer: &Keypair) -> Self {
        Self { calls, signers: vec![signer.insecure_clone()], strict: true, free: None }
    }
}

/// A world in which anything happens, and who is in it.
pub struct Walk {
    pub world: World,
    pub random: fastrand::Rng,
    pub people: People,
    pub nodes: Vec<Pubkey>,
    /// Owner and node of each stake.
    pub stakes: Vec<(Pubkey, Pubkey)>,
    pub orders: Vec<Pubkey>,
    /// Requests that there were, and the orders that they may become.
    pub requests: Vec<(Pubkey, Pubkey)>,
    pub bids: Vec<Pubkey>,
    /// What the seasons publish.
    pub lists: Vec<Published>,
    pub tally: Tally,
    /// How fast time goes: orders live for days, stake for months.
    pub haste: u8,
}

impl Walk {
    /// A world in which everything is initialized, with a node for each operator.
    pub fn new(seed: u64, haste: u8) -> Self {
        let (mut world, people) = People::in_a_world();
        world.revenue(1_000);
        let mut random = fastrand::Rng::with_seed(seed);
        let (nodes, stakes) = people.nodes(&mut world, &mut random);
        let lists = airdrop::lists(&people, &mut random);
        let (orders, requests, bids, tally) = (Vec::new(), Vec::new(), Vec::new(), Tally::new());
        Self { world, random, people, nodes, stakes, orders, requests, bids, lists, tally, haste }
    }

    pub fn node(&mut self) -> Pubkey {
        self.nodes[self.random.usize(..self.nodes.len())]
    }

    /// One of these, at random.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.random.usize(..of.len())]
    }

    /// Once in so many times.
    pub fn once_in(&mut self, times: u32) -> bool {
        self.random.u32(..times) == 0
    }

    /// Moves the clock: mostly not at all, sometimes by hours, seldom by days, and back.
    fn move_clock(&mut self) {
        let now = self.world.now();
        let next = match self.random.u8(..240) / self.haste {
            0 => now - self.random.i64(0..DAY),
            1..=5 => now + self.random.i64(0..4 * HOUR),
            6 => now + self.random.i64(0..8 * DAY),
            // To the window of a slash that is pending, if there is one.
            7 if self.once_in(3) => {
                let slashes = self.nodes.iter().map(|node| self.world.node(node).ledger.slash);
                let opens = slashes.filter(|slash| slash.is_pending()).map(|slash| slash.proposed_at).min();
                match opens.map(|proposed| proposed + SLASH_OPENS_SECONDS - 1) {
                    Some(opens) => now.max(opens + self.random.i64(0..3)),
                    None => now + self.random.i64(0..20 * DAY),
                }
            }
            _ => now,
        };
        self.world.set_clock(next);
    }

    /// Replaces an account at random, or has a stranger sign.
    fn corrupt(&mut self, chosen: &mut Move) {
        let stranger = self.people.staker(&mut self.random);
        let to = stranger.pubkey();
        if self.random.bool() {
            let from = chosen.signers[0].pubkey();
            let metas = chosen.calls.iter_mut().flat_map(|call| &mut call.accounts);
            metas.filter(|meta| meta.pubkey == from).for_each(|meta| meta.pubkey = to);
            chosen.signers.push(stranger);
            return;
        }
        let mut pool = vec![
            CONFIG.address,
            REWARD_VAULT,
            STAKE_VAULT.address,
            MINT.address,
            EMISSION.address,
            order_addresses::CONFIG.address,
            order_addresses::IO_VAULT.address,
            order_addresses::USDC_VAULT.address,
            order_addresses::IO_LEDGER.address,
            order_addresses::USDC_LEDGER.address,
            buyback_addresses::CONFIG.address,
            buyback_addresses::IO_VAULT,
            buyback_addresses::USDC_VAULT,
            buyback_addresses::SWAPPER.address,
            buyback_addresses::SWAPPER_IO,
            buyback_addresses::SWAPPER_USDC,
            vesting_addresses::CATEGORIES[0].address,
            vesting_addresses::VAULTS[2],
            self.lists[0].season,
            vault_address(&self.lists[1].season),
            PRICES.io,
            PRICES.usdc,
            self.node(),
            token::associated_address(&to, &MINT.address),
            token::associated_address(&to, &io_client::orders::mint(Currency::Usdc)),
            stake_address(&self.node(), &to),
        ];
        pool.extend(self.orders.last());
        for call in &mut chosen.calls {
            let slot = self.random.usize(..call.accounts.len());
            if !call.accounts[slot].is_signer && chosen.free != Some(slot) {
                call.accounts[slot].pubkey = pool[self.random.usize(..pool.len())];
            }
        }
    }

    /// Moves the clock, maybe, and sends something.
    pub fn step(&mut self, choose: fn(&mut Self) -> Move) {
        self.move_clock();
        let mut chosen = choose(self);
        if chosen.strict && self.once_in(6) {
            self.corrupt(&mut chosen);
        }
        let Move { calls, signers, .. } = chosen;
        let metas = || calls.iter().flat_map(|call| &call.accounts);
        let signs = |key: &&Keypair| metas().any(|meta| meta.is_signer && meta.pubkey == key.pubkey());
        let signers: Vec<_> = signers.iter().filter(signs).collect();
        let outcome = self.world.send(&calls, &signers);
        self.tally.count(&calls, &outcome);
        let Ok(receipt) = outcome else { return };
        self.nodes.extend(receipt.events::<NodeRegistered>().iter().map(|event| event.node));
        self.stakes.extend(receipt.events::<StakeOpened>().iter().map(|event| (event.owner, event.node)));
        // A retired node is seldom of interest.
        for event in receipt.events::<NodeRetired>() {
            if self.nodes.len() > 8 && !self.once_in(6) {
                self.nodes.retain(|node| *node != event.node);
            }
        }
        for event in receipt.events::<StakeClosed>() {
            self.stakes.retain(|stake| *stake != (event.owner, event.node));
        }
        self.orders.extend(receipt.events::<OrderCreated>().iter().map(|event| event.order));
        self.orders.extend(receipt.events::<OrderBooked>().iter().map(|event| event.order));
        self.note_requests(&receipt);
        for event in receipt.events::<OrderClosed>() {
            self.orders.retain(|order| *order != event.order);
        }
    }
}

/// Anything, at the pace of orders.
pub fn anything(walk: &mut Walk) -> Move {
    match walk.random.u8(..60) {
        0 => walk.emission_move(),
        1..=15 => walk.staking_move(),
        16..=35 => walk.orders_move(),
        48..=53 => walk.market_move(),
        54..=59 => walk.requests_move(),
        36..=39 => walk.buyback_move(),
        40..=42 => walk.airdrop_move(),
        43..=45 => walk.vesting_move(),
        _ => walk.outside_move(),
    }
}

/// How fast time goes where orders are.
pub const OF_ORDERS: u8 = 4;
