//! Hundreds of nodes and thousands of holders, who stake, leave, claim and are slashed.

mod figures;
mod story;

pub use story::{Class, Solvency, Story, Year};
use {
    crate::{
        buyback::BuybackStory,
        orders::{Offered, OrdersStory},
    },
    anyhow::{ensure, Result},
    io_client::{
        addresses::emission::MINT,
        staking::{self, events, RegisterParams},
        token,
    },
    io_economics::{
        emission,
        staking::{minimum_stake, BPS, COOLDOWN_SECONDS, SLASH_OPENS_SECONDS},
        time::DAY,
        units::BASE_UNITS_PER_IO,
    },
    io_testkit::{
        staking::{Cast, CLASSES},
        Receipt, World,
    },
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

const NODES: usize = 209;
const STAKERS_PER_NODE: usize = 10;
/// What an operator stakes, in minima of its node: a slash does not end the node.
const OWN_STAKE: u64 = 2;
const MONTH: i64 = emission::MONTH_SECONDS as i64;

struct Node {
    address: Pubkey,
    class: usize,
    operator: Keypair,
    stakers: Vec<Staker>,
}

struct Staker {
    key: Keypair,
    /// When the stake may be withdrawn, if it is leaving.
    unlocks_at: Option<i64>,
}

/// Nodes, holders, clients and keepers.
pub struct Economy {
    cast: Cast,
    /// Clients and their orders.
    pub orders: OrdersStory,
    /// Where the fees go.
    pub buyback: BuybackStory,
    nodes: Vec<Node>,
    /// Holders whose stake was withdrawn.
    former: Vec<Keypair>,
    random: fastrand::Rng,
    next_day: i64,
    start: i64,
    month: i64,
    pending_slash: Option<(usize, i64)>,
    distributed: u64,
    bonded_samples: Vec<u64>,
    /// What happened so far.
    pub story: Story,
}

impl Economy {
    /// Registers the nodes with their minimum stake; the stakers come over the first year.
    pub fn new(world: &mut World, cast: Cast, orders: OrdersStory, buyback: BuybackStory, seed: u64) -> Self {
        let mut economy = Self {
            cast,
            orders,
            buyback,
            nodes: Vec::new(),
            former: Vec::new(),
            random: fastrand::Rng::with_seed(seed),
            next_day: world.now(),
            start: world.now(),
            month: 0,
            pending_slash: None,
            distributed: 0,
            bonded_samples: Vec::new(),
            story: Story {
                classes: CLASSES.map(|(name, ..)| Class { name, ..Class::default() }).to_vec(),
                ..Story::default()
            },
        };
        for index in 0..NODES {
            economy.register(world, index % CLASSES.len());
        }
        economy
    }

    fn register(&mut self, world: &mut World, class: usize) {
        let processors = self.random.u32(1..=4);
        let io = OWN_STAKE * minimum_stake(CLASSES[class].2, processors) / BASE_UNITS_PER_IO;
        let operator = world.holder(&self.cast, io);
        let key = operator.pubkey();
        let params = RegisterParams { processors, commission_bps: self.random.u16(0..=2_000), payout: key };
        world.accepted(&[staking::register_node(&key, 0, class as u16, params)], &[&operator]);
        let address = staking::node_address(&key, 0);
        world.stake(&operator, &address, io);
        world.set_offer(&operator, &address, io);
        self.story.classes[class].nodes += 1;
        self.story.stakes += 1;
        self.nodes.push(Node { address, class, operator, stakers: Vec::new() });
    }

    /// Runs the economy until `until`, day by day.
    ///
    /// # Errors
    /// If the buyback's prices are not fit for it.
    pub fn run_until(&mut self, world: &mut World, until: i64) -> Result<()> {
        while self.next_day <= until {
            world.set_clock(self.next_day.max(world.now()));
            self.report(world);
            self.holders_stake(world);
            self.holder_leaves(world);
            self.slash(world);
            let offered = self.nodes.iter().map(|node| Offered {
                node: &node.address,
                operator: &node.operator,
                class: node.class,
            });
            self.orders.day(world, &offered.collect::<Vec<_>>(), until);
            self.next_day = world.now() + DAY;
            self.buyback.day(world, until)?;
            while self.next_day > self.start + (self.month + 1) * MONTH {
                self.month += 1;
                self.month_ends(world);
                self.orders.sweep(world);
            }
        }
        world.set_clock(until);
        Ok(())
    }

    /// The oracle reports every node, some of them not fully available.
    fn report(&mut self, world: &mut World) {
        // The oracle pays its own fees: one signature a transaction, and this is most of them.
        let oracle = self.cast.oracle.insecure_clone();
        let (key, payer) = (oracle.pubkey(), std::mem::replace(&mut world.payer, oracle));
        let reports: Vec<_> = self
            .nodes
            .iter()
            .map(|node| {
                let bps = if self.random.u8(..20) == 0 { self.random.u16(..BPS) } else { BPS };
                world.report(&node.address, bps, 0)
            })
            .collect();
        for batch in staking::batches(&reports) {
            world.accepted(&[staking::report_availability(&key, &batch)], &[]);
        }
        world.payer = payer;
    }

    /// Some days holders stake, to nodes that have room.
    fn holders_stake(&mut self, world: &mut World) {
        for _ in 0..self.random.usize(..5) {
            let index = self.random.usize(..self.nodes.len());
            let node = &self.nodes[index];
            let ledger = world.node(&node.address).ledger;
            let room = ledger.most_delegated().saturating_sub(ledger.delegated()) / BASE_UNITS_PER_IO;
            if node.stakers.len() >= STAKERS_PER_NODE || room < 20 || ledger.slash.is_pending() {
                continue;
            }
            let (address, mut io) = (node.address, self.random.u64(10..=room / 2));
            // A former holder stakes again, with what it has.
            let key = self.former.pop().unwrap_or_else(|| world.holder(&self.cast, io));
            let held = world.balance(&token::associated_address(&key.pubkey(), &MINT.address));
            io = io.min(held / BASE_UNITS_PER_IO);
            world.stake(&key, &address, io);
            self.nodes[index].stakers.push(Staker { key, unlocks_at: None });
            self.story.stakes += 1;
        }
    }

    /// Some days a holder leaves: it unstakes all, and withdraws when the ticket is unlocked.
    fn holder_leaves(&mut self, world: &mut World) {
        let index = self.random.usize(..self.nodes.len());
        let address = self.nodes[index].address;
        if self.nodes[index].stakers.is_empty() || world.node(&address).ledger.slash.is_pending() {
            return;
        }
        let place = self.random.usize(..self.nodes[index].stakers.len());
        let now = world.now();
        let staker = &mut self.nodes[index].stakers[place];
        let key = staker.key.insecure_clone();
        match staker.unlocks_at {
            None => {
                let ledger = world.node(&address).ledger;
                let worth = world.stake_of(&address, &key.pubkey()).position.worth(&ledger);
                world.accepted(&[staking::unstake(&key.pubkey(), &address, worth)], &[&key]);
                staker.unlocks_at = Some(now + COOLDOWN_SECONDS);
            }
            Some(unlocks_at) if now >= unlocks_at => {
                let owner = key.pubkey();
                let leave = [
                    staking::claim(&owner, &address),
                    staking::withdraw(&owner, &address),
                    staking::close_stake(&owner, &address),
                ];
                // Without the claim where nothing is owed; later, if the vault waits for a crank.
                let left = world.send(&leave, &[&key]).or_else(|_| world.send(&leave[1..], &[&key]));
                if let Ok(receipt) = left {
                    self.story.classes[self.nodes[index].class].delegators += claimed(&receipt);
                    let staker = self.nodes[index].stakers.swap_remove(place);
                    self.former.push(staker.key);
                    self.story.left += 1;
                }
            }
            Some(_) => {}
        }
    }

    /// Once a year or so a node is slashed by 5%, 30 days after the proposal.
    fn slash(&mut self, world: &mut World) {
        match self.pending_slash {
            None if self.random.u16(..300) == 0 => {
                let index = self.random.usize(..self.nodes.len());
                let slasher = self.cast.slasher.insecure_clone();
                let propose = staking::propose_slash(&slasher.pubkey(), &self.nodes[index].address, 500);
                if world.send(&[propose], &[&slasher]).is_ok() {
                    self.pending_slash = Some((index, world.now() + SLASH_OPENS_SECONDS));
                }
            }
            Some((index, opens)) if world.now() >= opens => {
                let node = &self.nodes[index];
                // Refused once it has lapsed, over a long gap.
                if let Ok(receipt) = world.send(&[staking::execute_slash(&node.address)], &[]) {
                    for event in receipt.events::<events::SlashExecuted>() {
                        self.story.classes[node.class].slashed += event.bonded + event.cooling + event.held;
                    }
                    self.story.slashes += 1;
                }
                self.pending_slash = None;
            }
            _ => {}
        }
    }

    /// The operator of a node claims, or one of its stakers.
    fn claim(&mut self, world: &mut World, index: usize, place: Option<usize>) -> Result<()> {
        let node = &self.nodes[index];
        let key = place.map_or(&node.operator, |place| &node.stakers[place].key);
        let claim = staking::claim(&key.pubkey(), &node.address);
        let class = &mut self.story.classes[node.class];
        // Refused where nothing is owed.
        let Ok(receipt) = world.send(&[claim], &[key]) else { return Ok(()) };
        let paid = claimed(&receipt);
        self.story.claims += 1;
        match place {
            None => class.operators += paid,
            Some(_) => class.delegators += paid,
        }
        ensure!(paid > 0, "a claim paid nothing");
        Ok(())
    }

    /// After a crank somebody claims, chosen at random.
    pub fn after_crank(&mut self, world: &mut World) -> Result<()> {
        let index = self.random.usize(..self.nodes.len());
        let stakers = self.nodes[index].stakers.len();
        let place = self.random.usize(..=stakers);
        self.claim(world, index, place.checked_sub(1))
    }
}

fn claimed(receipt: &Receipt) -> u64 {
    receipt.events::<events::Claimed>().iter().map(|event| event.amount).sum()
}
