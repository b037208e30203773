//! Hundreds of nodes and thousands of stakers, who come, go, claim and are slashed.

use {
    crate::{buyback, orders::OrdersStory},
    anyhow::{ensure, Result},
    io_client::{
        addresses::{emission::MINT, staking::REWARD_VAULT},
        staking::{self, events, RegisterParams},
        token,
    },
    io_economics::{
        emission,
        staking::{minimum_stake, ACCRUAL_LAG_SECONDS, BPS, COOLDOWN_SECONDS, SLASH_OPENS_SECONDS},
        units::BASE_UNITS_PER_IO,
    },
    io_testkit::{
        staking::{Cast, CLASSES},
        Receipt, World,
    },
    serde::Serialize,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

const NODES: usize = 209;
const STAKERS_PER_NODE: usize = 10;
/// What an operator stakes, in minima of its node: a slash does not end the node.
const OWN_STAKE: u64 = 2;
const DAY: i64 = 86_400;
const MONTH: i64 = emission::MONTH_SECONDS as i64;

/// What the nodes of one class have earned, in base units of IO.
#[derive(Serialize, Default, Clone)]
pub struct Class {
    /// Its name.
    pub name: &'static str,
    /// Nodes of it.
    pub nodes: u64,
    /// Paid to operators: commission and the rewards of their own stake.
    pub operators: u64,
    /// Paid to the other stakers.
    pub delegators: u64,
    /// Burned by slashes.
    pub slashed: u64,
}

/// One year of staking.
#[derive(Serialize, Clone, Copy)]
pub struct Year {
    /// From 1.
    pub year: i64,
    /// Base units bonded, on average over the ends of its months.
    pub bonded: u64,
    /// Base units that accrued to the stake bonded, commission included.
    pub rewards: u64,
}

/// What the reward vault holds, and for whom, in base units.
#[derive(Serialize, Default, Clone, Copy)]
pub struct Solvency {
    /// In the vault.
    pub held: u64,
    /// To stakers and operators, each rounded down.
    pub owed: u64,
    /// By the pools, for nodes to come.
    pub carried: u64,
    /// The rest: fractions of a base unit.
    pub dust: u64,
}

/// What happened.
#[derive(Serialize, Default, Clone)]
pub struct Story {
    /// By class.
    pub classes: Vec<Class>,
    /// By year.
    pub years: Vec<Year>,
    /// At the end.
    pub solvency: Solvency,
    /// Stakes opened.
    pub stakes: u64,
    /// Stakes withdrawn whole.
    pub left: u64,
    /// Claims paid.
    pub claims: u64,
    /// Slashes executed.
    pub slashes: u64,
}

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

/// The people of the economy.
pub struct Economy {
    cast: Cast,
    /// Clients and their orders.
    pub market: OrdersStory,
    /// Where the fees go.
    pub buyback: buyback::BuybackStory,
    nodes: Vec<Node>,
    away: Vec<Keypair>,
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
    pub fn new(
        world: &mut World,
        cast: Cast,
        market: OrdersStory,
        buyback: buyback::BuybackStory,
        seed: u64,
    ) -> Self {
        let mut economy = Self {
            cast,
            market,
            buyback,
            nodes: Vec::new(),
            away: Vec::new(),
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

    /// Lives until `until`, day by day.
    ///
    /// # Errors
    /// If the buyback's prices are not fit for it.
    pub fn live(&mut self, world: &mut World, until: i64) -> Result<()> {
        while self.next_day <= until {
            world.set_clock(self.next_day.max(world.now()));
            self.report(world);
            self.come(world);
            self.go(world);
            self.slash(world);
            self.market.day(world, self.nodes.iter().map(|node| (&node.address, &node.operator)));
            self.next_day = world.now() + DAY;
            self.buyback.day(world, until)?;
            while self.next_day > self.start + (self.month + 1) * MONTH {
                self.month += 1;
                self.month_ends(world);
                self.market.sweep(world);
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

    /// Some days a new staker comes, to a node that has room.
    fn come(&mut self, world: &mut World) {
        for _ in 0..self.random.usize(..5) {
            let index = self.random.usize(..self.nodes.len());
            let node = &self.nodes[index];
            let ledger = world.node(&node.address).ledger;
            let room = ledger.most_delegated().saturating_sub(ledger.delegated()) / BASE_UNITS_PER_IO;
            if node.stakers.len() >= STAKERS_PER_NODE || room < 20 || ledger.slash.is_pending() {
                continue;
            }
            let (address, mut io) = (node.address, self.random.u64(10..=room / 2));
            // Who left comes again, with what it has.
            let key = self.away.pop().unwrap_or_else(|| world.holder(&self.cast, io));
            let held = world.balance(&token::associated_address(&key.pubkey(), &MINT.address));
            io = io.min(held / BASE_UNITS_PER_IO);
            world.stake(&key, &address, io);
            self.nodes[index].stakers.push(Staker { key, unlocks_at: None });
            self.story.stakes += 1;
        }
    }

    /// Some days a staker leaves: unstakes all, and withdraws when the ticket is unlocked.
    fn go(&mut self, world: &mut World) {
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
                    self.away.push(staker.key);
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

    /// Somebody claims: the operator of a node, or one of its stakers.
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

    /// What some do after a crank: claim.
    pub fn after_crank(&mut self, world: &mut World) -> Result<()> {
        let index = self.random.usize(..self.nodes.len());
        let stakers = self.nodes[index].stakers.len();
        let place = self.random.usize(..=stakers);
        self.claim(world, index, place.checked_sub(1))
    }

    /// Takes the figures of a month's end, and of a year's.
    fn month_ends(&mut self, world: &World) {
        let bonded = self.nodes.iter().map(|node| world.node(&node.address).ledger.bonded.assets).sum();
        self.bonded_samples.push(bonded);
        if self.month % 12 == 0 {
            let pool = world.staking().pools.gpu;
            let elapsed = pool.synced_at - pool.genesis - ACCRUAL_LAG_SECONDS;
            let distributed = emission::accrued(elapsed).saturating_sub(carried(world));
            self.story.years.push(Year {
                year: self.month / 12,
                bonded: self.bonded_samples.iter().sum::<u64>() / 12,
                rewards: distributed.saturating_sub(self.distributed),
            });
            self.distributed = distributed;
            self.bonded_samples.clear();
        }
    }

    /// Everyone claims but one in ten; then the vault must hold what is owed and carried, and no
    /// more than fractions beyond.
    pub fn settle(&mut self, world: &mut World) -> Result<()> {
        for index in 0..self.nodes.len() {
            let (address, payout) = (self.nodes[index].address, self.nodes[index].operator.pubkey());
            if let Ok(receipt) = world.send(&[staking::claim_commission(&address, &payout)], &[]) {
                let paid: u64 =
                    receipt.events::<events::CommissionClaimed>().iter().map(|event| event.amount).sum();
                self.story.classes[self.nodes[index].class].operators += paid;
            }
            self.claim(world, index, None)?;
            for place in 0..self.nodes[index].stakers.len() {
                if self.random.u8(..10) > 0 {
                    self.claim(world, index, Some(place))?;
                }
            }
        }
        self.story.solvency = self.solvency(world)?;
        Ok(())
    }

    fn solvency(&self, world: &World) -> Result<Solvency> {
        let held = world.balance(&REWARD_VAULT);
        let mut owed = 0;
        let mut fractions = 0u64;
        for node in &self.nodes {
            let ledger = world.node(&node.address).ledger;
            owed += (ledger.commission_owed >> 64) as u64;
            fractions += 2;
            for key in node.stakers.iter().map(|staker| &staker.key).chain([&node.operator]) {
                let mut position = world.stake_of(&node.address, &key.pubkey()).position;
                position.settle(&ledger).map_err(|error| anyhow::anyhow!("{error:?}"))?;
                owed += (position.owed >> 64) as u64;
                fractions += 1;
            }
        }
        let carried = carried(world);
        let dust = held.checked_sub(owed + carried).ok_or_else(|| {
            anyhow::anyhow!("the vault holds {held}, {owed} are owed and {carried} carried")
        })?;
        // Every stake that was ever closed may have left a fraction.
        let most = fractions + self.story.left + 2;
        ensure!(dust <= most, "{dust} base units of dust, of at most {most}");
        Ok(Solvency { held, owed, carried, dust })
    }
}

/// What both pools carry, in whole base units.
fn carried(world: &World) -> u64 {
    let pools = world.staking().pools;
    pools.gpu.carried.units + pools.cpu.carried.units
}

fn claimed(receipt: &Receipt) -> u64 {
    receipt.events::<events::Claimed>().iter().map(|event| event.amount).sum()
}
