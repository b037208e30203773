//! A random walk over all instructions of io_emission and io_staking, by operators, holders, roles and
//! strangers. Testkit checks the invariants after every transaction.
//!
//! `IO_WALK_STEPS` sets half the length (500 unless told), `IO_WALK_SEED` replays a failure.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        emission::{EMISSION, MINT},
        staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
    },
    io_client::{
        emission,
        staking::{self, RegisterParams, Role},
        token,
    },
    io_economics::{
        staking::{PoolKind, SLASH_OPENS_SECONDS},
        units::BASE_UNITS_PER_IO,
    },
    io_testkit::{
        staking::{Cast, CLASSES},
        walk, World,
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::collections::BTreeMap,
};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
const OPERATORS: usize = 8;
const HOLDERS: usize = 24;
const IO_EACH: u64 = 50_000;

/// What a step does: its name, the calls, who signs.
type Move = (&'static str, Vec<Instruction>, Keypair);

struct Walk {
    world: World,
    cast: Cast,
    random: fastrand::Rng,
    operators: Vec<Keypair>,
    holders: Vec<Keypair>,
    nodes: Vec<Pubkey>,
    stakes: Vec<(Keypair, Pubkey)>,
    accepted: BTreeMap<&'static str, u64>,
    refused: u64,
}

impl Walk {
    fn new(seed: u64) -> Self {
        let (mut world, cast) = World::with_staking();
        let operators: Vec<_> = (0..OPERATORS).map(|_| world.holder(&cast, IO_EACH)).collect();
        let holders: Vec<_> = (0..HOLDERS).map(|_| world.holder(&cast, IO_EACH)).collect();
        let mut walk = Self {
            world,
            cast,
            random: fastrand::Rng::with_seed(seed),
            operators,
            holders,
            nodes: Vec::new(),
            stakes: Vec::new(),
            accepted: BTreeMap::new(),
            refused: 0,
        };
        for index in 0..OPERATORS {
            let operator = walk.operators[index].insecure_clone();
            let (class, processors) = (walk.class(), walk.random.u32(1..=3));
            let node = walk.world.register(&operator, 0, class, processors);
            walk.world.stake(&operator, &node, IO_EACH / 2);
            walk.world.attest(&walk.cast, &node);
            walk.nodes.push(node);
            walk.stakes.push((operator, node));
        }
        walk
    }

    fn class(&mut self) -> u16 {
        self.random.u16(..CLASSES.len() as u16)
    }

    fn node(&mut self) -> Pubkey {
        self.nodes[self.random.usize(..self.nodes.len())]
    }

    fn pick(random: &mut fastrand::Rng, keys: &[Keypair]) -> Keypair {
        keys[random.usize(..keys.len())].insecure_clone()
    }

    /// Somebody who may have a stake: an operator or a holder.
    fn staker(&mut self) -> Keypair {
        match self.random.u8(..4) {
            0 => Self::pick(&mut self.random, &self.operators),
            _ => Self::pick(&mut self.random, &self.holders),
        }
    }

    /// Somebody and a node in which that one has staked, mostly.
    fn stake(&mut self) -> (Keypair, Pubkey) {
        if self.random.u8(..8) == 0 {
            return (self.staker(), self.node());
        }
        let (owner, node) = &self.stakes[self.random.usize(..self.stakes.len())];
        (owner.insecure_clone(), *node)
    }

    /// The operator of a node, by its address.
    fn operator_of(&self, node: &Pubkey) -> Keypair {
        let operator = self.world.node(node).operator;
        let found = self.operators.iter().find(|key| key.pubkey() == operator);
        found.expect("every node has one of them").insecure_clone()
    }

    /// Who holds a role, as far as the walk knows: announced keys are those of operators.
    fn role(&self, key: Pubkey) -> Keypair {
        let all =
            [&self.cast.oracle, &self.cast.slasher, &self.cast.admin].into_iter().chain(&self.operators);
        all.into_iter().find(|known| known.pubkey() == key).expect("a key of the walk").insecure_clone()
    }

    fn amount(&mut self) -> u64 {
        match self.random.u8(..12) {
            0 => 0,
            1 => u64::MAX,
            2 => self.random.u64(..1_000),
            _ => self.random.u64(..IO_EACH / 4 * BASE_UNITS_PER_IO),
        }
    }

    fn move_clock(&mut self) {
        let now = self.world.now();
        let next = match self.random.u8(..20) {
            0..=7 => now,
            8 => now - self.random.i64(0..DAY),
            9..=15 => now + self.random.i64(0..4 * HOUR),
            16..=18 => now + self.random.i64(0..8 * DAY),
            // To the window of a slash that is pending, if there is one.
            _ => {
                let slashes = self.nodes.iter().map(|node| self.world.node(node).ledger.slash);
                let opens = slashes.filter(|slash| slash.is_pending()).map(|slash| slash.proposed_at).min();
                match opens.map(|proposed| proposed + SLASH_OPENS_SECONDS - 1) {
                    Some(opens) => now.max(opens + self.random.i64(0..3)),
                    None => now + self.random.i64(0..20 * DAY),
                }
            }
        };
        self.world.set_clock(next);
    }

    fn choose(&mut self) -> Move {
        let node = self.node();
        let config = self.world.staking();
        let now = self.world.now();
        match self.random.u8(..40) {
            0..=1 => ("crank", vec![emission::crank()], self.staker()),
            2..=6 => {
                let (owner, amount) = (self.staker(), self.amount());
                let first =
                    self.world.svm.get_account(&staking::stake_address(&node, &owner.pubkey())).is_none();
                let calls = match first {
                    true => staking::first_stake(&owner.pubkey(), &node, amount).to_vec(),
                    false => vec![staking::stake(&owner.pubkey(), &node, amount)],
                };
                ("stake", calls, owner)
            }
            7..=9 => {
                let ((owner, node), amount) = (self.stake(), self.amount());
                ("unstake", vec![staking::unstake(&owner.pubkey(), &node, amount)], owner)
            }
            10 => {
                // All of it, to the last share.
                let (owner, node) = self.stake();
                let stake = staking::stake_address(&node, &owner.pubkey());
                let all = self.world.svm.get_account(&stake).map_or(0, |_| {
                    let ledger = self.world.node(&node).ledger;
                    self.world.stake_of(&node, &owner.pubkey()).position.worth(&ledger)
                });
                ("unstake all", vec![staking::unstake(&owner.pubkey(), &node, all)], owner)
            }
            11..=13 => {
                let (owner, node) = self.stake();
                ("withdraw", vec![staking::withdraw(&owner.pubkey(), &node)], owner)
            }
            14..=16 => {
                let (owner, node) = self.stake();
                let state = self.world.emission();
                ("claim", staking::crank_and_claim(&owner.pubkey(), &node, &state, now), owner)
            }
            17 => {
                let (owner, node) = self.stake();
                ("claim without crank", vec![staking::claim(&owner.pubkey(), &node)], owner)
            }
            18 => {
                let (owner, node) = self.stake();
                ("restake", vec![staking::restake(&owner.pubkey(), &node)], owner)
            }
            19 => {
                let (owner, node) = self.stake();
                ("close", vec![staking::close_stake(&owner.pubkey(), &node)], owner)
            }
            20 => {
                let payout = self.world.node(&node).payout;
                ("claim commission", vec![staking::claim_commission(&node, &payout)], self.staker())
            }
            21..=22 => {
                let class = self.world.node(&node).class;
                ("sync", vec![staking::sync_node(&node, &class)], self.staker())
            }
            23..=28 => {
                let oracle = self.role(config.oracle.at(now));
                let mut nodes = self.nodes.clone();
                self.random.shuffle(&mut nodes);
                nodes.truncate(self.random.usize(1..=staking::MAX_REPORTS.min(nodes.len())));
                let reports: Vec<_> = nodes
                    .iter()
                    .map(|node| {
                        let bps = [0, 5_000, 10_000, 10_000, 10_000, 10_001][self.random.usize(..6)];
                        let age = self.random.i64(-60..2 * HOUR);
                        let mut report = self.world.report(node, bps, age);
                        report.1.revision += u32::from(self.random.u8(..20) == 0);
                        report
                    })
                    .collect();
                ("report", vec![staking::report_availability(&oracle.pubkey(), &reports)], oracle)
            }
            29 => {
                let operator = Self::pick(&mut self.random, &self.operators);
                let params = RegisterParams {
                    processors: self.random.u32(..4),
                    commission_bps: self.random.u16(..6_000),
                    payout: operator.pubkey(),
                };
                let (id, class) = (self.random.u32(1..3), self.class());
                ("register", vec![staking::register_node(&operator.pubkey(), id, class, params)], operator)
            }
            30 => {
                let (operator, class) = (self.operator_of(&node), self.class());
                let processors = self.random.u32(..4);
                (
                    "hardware",
                    vec![staking::update_hardware(&operator.pubkey(), &node, class, processors)],
                    operator,
                )
            }
            31 => {
                let operator = self.operator_of(&node);
                let bps = self.random.u16(..6_000);
                ("commission", vec![staking::announce_commission(&operator.pubkey(), &node, bps)], operator)
            }
            32 => {
                let operator = self.operator_of(&node);
                let call = match self.random.u8(..20) {
                    0 => staking::retire_node(&operator.pubkey(), &node),
                    _ => staking::set_payout(&operator.pubkey(), &node, operator.pubkey()),
                };
                ("payout", vec![call], operator)
            }
            33 => {
                let slasher = self.role(config.slasher.at(now));
                if self.random.u8(..4) > 0 {
                    return ("crank", vec![emission::crank()], slasher);
                }
                let share = [0, 1, 500, 5_000, 9_900, 10_000, 10_001][self.random.usize(..7)];
                ("propose slash", vec![staking::propose_slash(&slasher.pubkey(), &node, share)], slasher)
            }
            34 => {
                let slasher = self.role(config.slasher.at(now));
                match self.random.u8(..4) {
                    0 => ("cancel slash", vec![staking::cancel_slash(&slasher.pubkey(), &node)], slasher),
                    _ => {
                        let pending = |node: &&Pubkey| self.world.node(node).ledger.slash.is_pending();
                        let node = *self.nodes.iter().find(pending).unwrap_or(&node);
                        ("execute slash", vec![staking::execute_slash(&node)], slasher)
                    }
                }
            }
            35 => {
                let admin = self.cast.admin.insecure_clone();
                let paused = !config.paused && self.random.u8(..4) == 0;
                ("pause", vec![staking::set_paused(&admin.pubkey(), paused)], admin)
            }
            36 => {
                let admin = self.cast.admin.insecure_clone();
                let pool = [PoolKind::Gpu, PoolKind::Cpu][self.random.usize(..2)];
                let floor = [0, 1, 10_000_000, 1_000_000_000, u64::MAX][self.random.usize(..5)];
                ("floor", vec![staking::set_floor_weight(&admin.pubkey(), pool, floor)], admin)
            }
            37 => {
                let admin = self.cast.admin.insecure_clone();
                let next = Self::pick(&mut self.random, &self.operators).pubkey();
                let role = [Role::Oracle, Role::Slasher][self.random.usize(..2)];
                ("role", vec![staking::announce_role(&admin.pubkey(), role, next)], admin)
            }
            38 => {
                let (admin, class) = (self.cast.admin.insecure_clone(), self.class());
                let multiplier = self.random.u16(..12_000);
                ("class", vec![staking::update_class(&admin.pubkey(), class, multiplier)], admin)
            }
            _ => {
                // Only the orders program can sign these.
                let processors = self.random.u32(..3);
                let mut call = staking::hire(&node, processors);
                let stranger = self.staker();
                call.accounts[0].pubkey = stranger.pubkey();
                ("hire by a stranger", vec![call], stranger)
            }
        }
    }

    /// Replaces an account at random, or has a stranger sign.
    fn corrupt(&mut self, (_, calls, signer): &mut Move) {
        let stranger = self.staker();
        let (from, to) = (signer.pubkey(), stranger.pubkey());
        let pool = [
            CONFIG.address,
            REWARD_VAULT,
            STAKE_VAULT.address,
            MINT.address,
            EMISSION.address,
            self.node(),
            token::associated_address(&to, &MINT.address),
            staking::stake_address(&self.node(), &to),
        ];
        if self.random.bool() {
            for meta in
                calls.iter_mut().flat_map(|call| &mut call.accounts).filter(|meta| meta.pubkey == from)
            {
                meta.pubkey = to;
            }
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
        let mut chosen = self.choose();
        let corrupted = self.random.u8(..6) == 0;
        if corrupted {
            self.corrupt(&mut chosen);
        }
        let (name, calls, signer) = chosen;
        let key = signer.pubkey();
        let signs =
            calls.iter().flat_map(|call| &call.accounts).any(|meta| meta.is_signer && meta.pubkey == key);
        let signers = if signs { vec![&signer] } else { vec![] };
        let named: Vec<_> = calls[0].accounts.iter().map(|meta| meta.pubkey).collect();
        match self.world.send(&calls, &signers) {
            Ok(_) if corrupted => {}
            Ok(_) => {
                *self.accepted.entry(name).or_default() += 1;
                match name {
                    "register" => self.nodes.push(named[3]),
                    // An opening names the owner and the node first.
                    "stake" if calls.len() == 2 => self.stakes.push((signer, named[1])),
                    _ => {}
                }
            }
            Err(_) => self.refused += 1,
        }
    }
}

#[test]
fn nothing_is_lost_whatever_anyone_sends() {
    let (seed, steps) = (walk::seed(), 2 * walk::steps());
    println!("IO_WALK_SEED={seed} IO_WALK_STEPS={}", steps / 2);
    let mut walk = Walk::new(seed);
    for _ in 0..steps {
        walk.step();
    }
    println!("accepted: {:?}, refused: {}", walk.accepted, walk.refused);
    for name in
        ["crank", "stake", "unstake", "unstake all", "withdraw", "claim", "sync", "report", "hardware"]
    {
        assert!(walk.accepted.contains_key(name), "no {name} was accepted: the walk went nowhere");
    }
    assert!(!walk.accepted.contains_key("hire by a stranger"));
    assert!(walk.refused > steps / 20, "only {} refusals", walk.refused);
}
