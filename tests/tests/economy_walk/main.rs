//! A random walk over all instructions of all programs, by operators, holders, clients, roles and
//! strangers, while token accounts are closed and frozen, and prices move, lie and are missing.
//! Testkit checks the invariants after every transaction.
//!
//! `IO_WALK_STEPS` sets half the length (500 unless told), `IO_WALK_SEED` replays a failure. A long
//! walk must have had every instruction accepted; one of a fixed seed goes on until it has.

mod airdrop;
mod buyback;
mod emission;
mod market;
mod orders;
mod outside;
mod people;
mod records;
mod requests;
mod staking;
mod tally;
mod vesting;

use {
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
    io_testkit::{airdrop::Published, buyback::PRICES, walk, World},
    people::People,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    tally::Tally,
};

/// From so many steps on, a walk must have had everything accepted.
const LONG: u64 = 20_000;

/// What a step sends.
struct Move {
    calls: Vec<Instruction>,
    signers: Vec<Keypair>,
    /// Whether accounts may be replaced at random.
    strict: bool,
    /// But for this one, which its signer may choose freely.
    free: Option<usize>,
}

impl Move {
    fn new(call: Instruction, signer: &Keypair) -> Self {
        Self::of(vec![call], signer)
    }

    fn of(calls: Vec<Instruction>, signer: &Keypair) -> Self {
        Self { calls, signers: vec![signer.insecure_clone()], strict: true, free: None }
    }
}

struct Walk {
    world: World,
    random: fastrand::Rng,
    people: People,
    nodes: Vec<Pubkey>,
    /// Owner and node of each stake.
    stakes: Vec<(Pubkey, Pubkey)>,
    orders: Vec<Pubkey>,
    /// Requests that there were, and the orders that they may become.
    requests: Vec<(Pubkey, Pubkey)>,
    bids: Vec<Pubkey>,
    /// What the seasons publish.
    lists: Vec<Published>,
    tally: Tally,
    /// How fast time goes: orders live for days, stake for months.
    haste: u8,
}

impl Walk {
    /// A world in which everything is initialized, with a node for each operator.
    fn new(seed: u64, haste: u8) -> Self {
        let (mut world, people) = People::in_a_world();
        world.revenue(1_000);
        let mut random = fastrand::Rng::with_seed(seed);
        let (nodes, stakes) = people.nodes(&mut world, &mut random);
        let lists = airdrop::lists(&people, &mut random);
        let (orders, requests, bids, tally) = (Vec::new(), Vec::new(), Vec::new(), Tally::new());
        Self { world, random, people, nodes, stakes, orders, requests, bids, lists, tally, haste }
    }

    fn node(&mut self) -> Pubkey {
        self.nodes[self.random.usize(..self.nodes.len())]
    }

    /// One of these, at random.
    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.random.usize(..of.len())]
    }

    /// Once in so many times.
    fn once_in(&mut self, times: u32) -> bool {
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
    fn step(&mut self, choose: fn(&mut Self) -> Move) {
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

/// Walks, and prints what was accepted and what refused.
fn walk(seed: u64, steps: u64, haste: u8, choose: fn(&mut Walk) -> Move) -> Tally {
    println!("IO_WALK_SEED={seed} IO_WALK_STEPS={}", steps / 2);
    let mut walk = Walk::new(seed, haste);
    for _ in 0..steps {
        walk.step(choose);
    }
    println!("{}", walk.tally);
    assert!(walk.tally.refused() > steps / 20, "the walk tried nothing wrong");
    walk.tally
}

/// Nodes and stake alone, so that a walk of some length goes deep.
#[test]
fn nothing_staked_is_lost_whatever_anyone_sends() {
    let steps = 2 * walk::steps();
    let tally = walk(walk::seed(), steps, 12, |walk| match walk.random.u8(..12) {
        0 => walk.emission_move(),
        _ => walk.staking_move(),
    });
    for name in ["crank", "stake", "unstake", "withdraw", "claim", "sync_node", "report_availability"] {
        assert!(tally.accepted(name) > 0, "no {name} was accepted: the walk went nowhere");
    }
    if steps >= LONG {
        tally.all_accepted(&["io_emission", "io_staking"]).unwrap();
    }
}

/// Anything, at the pace of orders.
fn anything(walk: &mut Walk) -> Move {
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
const OF_ORDERS: u8 = 4;

#[test]
fn nothing_is_lost_whatever_anyone_sends() {
    let steps = 2 * walk::steps();
    let tally = walk(walk::seed(), steps, OF_ORDERS, anything);
    for name in ["create", "accept", "settle", "end", "close", "sweep_fees", "burn", "fill"] {
        assert!(tally.accepted(name) > 0, "no {name} was accepted: the walk went nowhere");
    }
    if steps >= LONG {
        tally.everything().unwrap();
    }
}

/// From a fixed seed, as long as it takes: whatever a change of the code shifts, everything comes
/// to pass.
#[test]
fn a_long_walk_does_everything() {
    const MOST: u64 = 8 * LONG;
    let mut walk = Walk::new(1, OF_ORDERS);
    let done = (1..=MOST).find(|step| {
        walk.step(anything);
        step % 500 == 0 && walk.tally.everything().is_ok()
    });
    println!("{}", walk.tally);
    let steps = done.unwrap_or_else(|| panic!("after {MOST} steps: {:?}", walk.tally.everything()));
    println!("everything within {steps} steps");
}
