//! An attacker with three nodes and a staker, who puts everybody's transactions of an hour in the
//! order that it likes, and its own among them.
//!
//! A search over delays and calls looks for the most that it can have beyond its fair share: what
//! the same stake moves leave it with where every transaction lands at its time and nobody is
//! synced on purpose. Testkit compares every node's pay with the exact list after each transaction
//! of the best attack.

mod staking_scene;

use {
    anchor_lang::prelude::Pubkey,
    io_client::staking,
    io_economics::{
        staking::{PoolKind, BPS},
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        staking::{Cast, H100},
        walk, World,
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    staking_scene::attest_all,
    std::rc::Rc,
};

/// Nodes of others, of 200 H100 each: the pool is full with 100.
const HONEST: usize = 4;
/// Nodes of the attacker's, of 100 H100 each, which come after the others.
const OWN: usize = 3;
/// H100s of the attacker's, and of others.
const WEIGHTS: [i128; 2] = [OWN as i128 * 100, HONEST as i128 * 200];
const DAYS: i64 = 4;

/// A node's operator and its address.
type Member = (Keypair, Pubkey);

/// Something that happens, if the attacker does not delay it.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// The oracle reports a node.
    Report(usize),
    /// An operator claims.
    Claim(usize),
}

/// Something that the attacker does.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// Looks at a node: changes nobody's stake.
    Sync(usize),
    /// Takes a base unit out, syncs and puts it in again, in one transaction.
    Touch(usize),
    /// Claims and stakes the rewards of an own node: for the fair share at the end.
    Claim(usize),
    /// The staker stakes to a node what that takes.
    Delegate(usize),
    /// The staker takes all out.
    Leave(usize),
    /// The operator of an own node takes half of its stake out.
    Halve(usize),
    /// And fills up again.
    Fill(usize),
}

impl Act {
    fn random(random: &mut fastrand::Rng, moves: bool) -> Self {
        let (any, own) = (random.usize(..HONEST + OWN), HONEST + random.usize(..OWN));
        match random.u8(..if moves { 7 } else { 3 }) {
            0 => Self::Sync(any),
            1 => Self::Touch(own),
            2 => Self::Claim(own),
            3 => Self::Delegate(if random.bool() { 0 } else { own }),
            4 => Self::Leave(if random.bool() { 0 } else { own }),
            5 => Self::Halve(own),
            _ => Self::Fill(own),
        }
    }

    /// Whether it moves stake for good, so that the fair share counts it.
    fn moves_stake(self) -> bool {
        !matches!(self, Self::Sync(_) | Self::Touch(_) | Self::Claim(_))
    }
}

/// What the attacker chooses.
#[derive(Clone, Debug, Default)]
struct Attack {
    /// Seconds by which each event is delayed, up to an hour.
    delays: Vec<i64>,
    /// What it does, and when.
    acts: Vec<(i64, Act)>,
}

impl Attack {
    fn random(random: &mut fastrand::Rng, events: usize, moves: bool) -> Self {
        let delay = |random: &mut fastrand::Rng| [0, random.i64(0..=HOUR), HOUR][random.usize(..3)];
        let mut attack = Self { delays: (0..events).map(|_| delay(random)).collect(), acts: Vec::new() };
        for _ in 0..random.usize(..24) {
            // Half of them around the hours in which the oracle reports.
            let at = match random.bool() {
                true => random.i64(0..DAYS * DAY),
                false => random.i64(0..2 * DAYS) * DAY / 2 + random.i64(0..2 * HOUR),
            };
            attack.acts.push((at, Act::random(random, moves)));
        }
        attack
    }

    fn varied(mut self, random: &mut fastrand::Rng, moves: bool) -> Self {
        let other = Self::random(random, self.delays.len(), moves);
        for _ in 0..random.usize(1..4) {
            let (event, act) = (random.usize(..self.delays.len()), random.usize(..self.acts.len().max(1)));
            match random.u8(..5) {
                0 | 1 => self.delays[event] = other.delays[event],
                2 => self.acts.extend(other.acts.iter().take(2)),
                3 if act < self.acts.len() => drop(self.acts.swap_remove(act)),
                _ if act < self.acts.len() => {
                    let near = self.acts[act].0 + random.i64(-HOUR..=HOUR);
                    self.acts[act].0 = near.clamp(0, DAYS * DAY);
                }
                _ => {}
            }
        }
        self
    }

    /// What a reader of the rules tries first: others' reports land late, its own in time; or its
    /// own late, while stake that a delegator has taken out counts to the next report.
    fn by_hand(events: &[(i64, Event)], moves: bool) -> Self {
        let late = |event: &Event| matches!(event, Event::Report(node) if (*node >= HONEST) == moves);
        let delays = events.iter().map(|(_, event)| if late(event) { HOUR } else { 0 }).collect();
        let mut acts = Vec::new();
        for own in (HONEST..HONEST + OWN).filter(|_| moves) {
            acts.extend([(1, Act::Halve(own)), (2, Act::Delegate(own)), (3, Act::Leave(own))]);
            // Right after the late report: the staker has six halves of a minimum, and all leave.
            let next = DAY / 2 + HOUR + 1;
            acts.extend([(next, Act::Delegate(own)), (next + 1, Act::Leave(own))]);
        }
        Self { delays, acts }
    }

    /// The same stake moves, and everything at its time.
    fn fair(&self) -> Self {
        let acts = self.acts.iter().copied().filter(|(_, act)| act.moves_stake()).collect();
        Self { delays: vec![0; self.delays.len()], acts }
    }
}

#[derive(Clone)]
struct Scene {
    world: World,
    cast: Rc<Cast>,
    nodes: Rc<Vec<Member>>,
    staker: Rc<Keypair>,
    start: i64,
}

impl Scene {
    /// All nodes are at work, with reports of now.
    fn new() -> Self {
        let (mut world, cast) = World::with_staking();
        let nodes: Vec<_> = (0..HONEST + OWN)
            .map(|n| world.ready_node(&cast, H100, if n < HONEST { 200 } else { 100 }))
            .collect();
        let staker = world.holder(&cast, 600_000);
        world.pass(2 * HOUR);
        attest_all(&mut world, &cast, &nodes.iter().map(|(_, node)| *node).collect::<Vec<_>>());
        for (_, node) in &nodes {
            world.accepted(&[staking::open_stake(&staker.pubkey(), node)], &[&staker]);
        }
        let start = world.now();
        Self { world, cast: Rc::new(cast), nodes: Rc::new(nodes), staker: Rc::new(staker), start }
    }

    /// What would happen with an oracle that reports every `gap` seconds.
    fn events(&self, gap: i64) -> Vec<(i64, Event)> {
        let rounds = (1..).map(|round| round * gap).take_while(|at| *at < DAYS * DAY);
        let reports = rounds.flat_map(|at| (0..HONEST + OWN).map(move |node| (at, Event::Report(node))));
        let claims = (1..DAYS).flat_map(|day| (0..HONEST).map(move |node| (day * DAY, Event::Claim(node))));
        reports.chain(claims).collect()
    }

    /// Lives through it, and says what the attacker and the others have in the end.
    fn live(mut self, events: &[(i64, Event)], attack: &Attack) -> [i128; 2] {
        enum Step {
            Event(i64, Event),
            Act(Act),
        }
        let delayed = events.iter().zip(&attack.delays);
        let mut steps: Vec<_> =
            delayed.map(|((at, event), delay)| (at + delay, Step::Event(*at, *event))).collect();
        steps.extend(attack.acts.iter().map(|(at, act)| (*at, Step::Act(*act))));
        steps.sort_by_key(|(at, _)| *at);
        for (at, step) in steps {
            self.world.set_clock(self.start + at);
            match step {
                Step::Event(measured, event) => self.happens(measured, event),
                Step::Act(act) => self.does(act),
            }
        }
        self.world.set_clock(self.start + DAYS * DAY + 2 * HOUR);
        self.wealth()
    }

    fn happens(&mut self, measured: i64, event: Event) {
        match event {
            Event::Report(node) => {
                let age = self.world.now() - self.start - measured;
                let report = self.world.report(&self.nodes[node].1, BPS, age);
                let call = staking::report_availability(&self.cast.oracle.pubkey(), &[report]);
                let oracle = self.cast.clone();
                self.world.accepted(&[call], &[&oracle.oracle]);
            }
            Event::Claim(node) => self.claim(node),
        }
    }

    /// A call that is refused is none: the search goes on.
    fn try_call(&mut self, calls: &[Instruction], signer: &Keypair) {
        let _ = self.world.send(calls, &[signer]);
    }

    fn claim(&mut self, node: usize) {
        let nodes = self.nodes.clone();
        self.claim_of(&nodes[node].0, &nodes[node].1);
    }

    fn claim_of(&mut self, owner: &Keypair, node: &Pubkey) {
        let (emission, now) = (self.world.emission(), self.world.now());
        self.try_call(&staking::crank_and_claim(&owner.pubkey(), node, &emission, now), owner);
    }

    fn does(&mut self, act: Act) {
        let (nodes, staker) = (self.nodes.clone(), self.staker.clone());
        let member = |node: usize| (&nodes[node].0, nodes[node].0.pubkey(), &nodes[node].1);
        match act {
            Act::Sync(node) => drop(self.world.accepted(&[staking::sync_node(&nodes[node].1)], &[])),
            Act::Touch(node) => {
                let (operator, key, node) = member(node);
                let calls = [
                    staking::unstake(&key, node, 1),
                    staking::sync_node(node),
                    staking::stake(&key, node, 1),
                ];
                self.try_call(&calls, operator);
            }
            Act::Claim(node) => self.claim(node),
            Act::Delegate(node) => {
                let ledger = self.world.node(&nodes[node].1).ledger;
                let amount = ledger.most_delegated().saturating_sub(ledger.delegated());
                self.try_call(&[staking::stake(&staker.pubkey(), &nodes[node].1, amount)], &staker);
            }
            Act::Leave(node) => {
                let node = &nodes[node].1;
                let all =
                    self.world.stake_of(node, &staker.pubkey()).position.worth(&self.world.node(node).ledger);
                self.try_call(&[staking::unstake(&staker.pubkey(), node, all)], &staker);
            }
            Act::Halve(node) => {
                let (operator, key, node) = member(node);
                self.try_call(&[staking::unstake(&key, node, 100_000 * IO)], operator);
            }
            Act::Fill(node) => {
                let (operator, key, node) = member(node);
                let missing = (200_000 * IO).saturating_sub(self.world.node(node).ledger.own());
                self.try_call(&[staking::stake(&key, node, missing)], operator);
            }
        }
    }

    /// What the attacker and the others have, in base units, once all is claimed.
    fn wealth(mut self) -> [i128; 2] {
        let (nodes, staker) = (self.nodes.clone(), self.staker.clone());
        (0..nodes.len()).for_each(|node| self.claim(node));
        for (_, node) in nodes.iter() {
            self.claim_of(&staker, node);
        }
        let stake = |owner: &Pubkey, node: &Pubkey| {
            let (position, ledger) =
                (self.world.stake_of(node, owner).position, self.world.node(node).ledger);
            let tickets = position.tickets.iter().map(|ticket| ticket.worth(&ledger.cooling)).sum::<u64>();
            i128::from(position.worth(&ledger) + tickets)
        };
        let wallet =
            |owner: &Pubkey| i128::from(self.world.wallet_balance(owner, io_client::orders::Currency::Io));
        let own = |(operator, node): &Member| wallet(&operator.pubkey()) + stake(&operator.pubkey(), node);
        let (others, attackers) = nodes.split_at(HONEST);
        let delegated: i128 = nodes.iter().map(|(_, node)| stake(&staker.pubkey(), node)).sum();
        let attacker = attackers.iter().map(own).sum::<i128>() + wallet(&staker.pubkey()) + delegated;
        [attacker, others.iter().map(own).sum()]
    }
}

/// The best that a search finds: the attack, what it wins beyond its fair share, and what the
/// attacker earns who does nothing, in base units.
fn search(gap: i64, moves: bool, random: &mut fastrand::Rng) -> (Attack, i128, i128) {
    let mut scene = Scene::new();
    // The books are checked once the search is over.
    scene.world.check_every = u64::MAX;
    let events = scene.events(gap);
    let [before, _] = scene.clone().wealth();
    let judge = |attack: &Attack| {
        let [fair, _] = scene.clone().live(&events, &attack.fair());
        let [won, _] = scene.clone().live(&events, attack);
        (won - fair, fair)
    };
    let nothing = Attack { delays: vec![0; events.len()], ..Attack::default() };
    let (mut best, (mut gain, after)) = (nothing.clone(), judge(&nothing));
    for step in 0..walk::steps() / 8 {
        let attack = match step % 4 {
            0 if step == 0 => Attack::by_hand(&events, moves),
            0 => Attack::random(random, events.len(), moves),
            _ => best.clone().varied(random, moves),
        };
        let (won, _) = judge(&attack);
        if won > gain {
            (best, gain) = (attack, won);
        }
    }
    // Once more, with the exact list beside every transaction.
    scene.world.check_every = 1;
    scene.live(&events, &best);
    (best, gain, after - before)
}

/// What the pool pays in its first hour, in base units, and in no later one more.
fn hour() -> i128 {
    let accrued = PoolKind::Gpu.accrued(World::START, World::START + 2 * HOUR);
    i128::from(accrued) + ((PoolKind::Gpu.release_rate() * HOUR as u128) >> 64) as i128
}

fn report(what: &str, gain: i128, fair: i128) {
    let (bps, io) = (gain * 10_000 / fair, i128::from(IO));
    println!("{what}: the best attack wins {gain} base units, {bps} bps of its fair {} IO", fair / io);
}

fn random() -> fastrand::Rng {
    let seed = walk::seed();
    println!("IO_WALK_SEED={seed} IO_WALK_STEPS={}", walk::steps());
    fastrand::Rng::with_seed(seed)
}

/// Syncs, claims and the order of reports alone: nothing but dust.
#[test]
fn the_order_of_an_hours_transactions_wins_dust() {
    let (attack, gain, fair) = search(12 * HOUR, false, &mut random());
    report("an oracle that reports twice a day, no stake moved", gain, fair);
    // A base unit for each claim at most.
    assert!(gain <= 64, "{gain} base units by {attack:?}");
}

/// With stake that comes and goes: a report that lands an hour later lets stake that left count for
/// an hour more, once for each report.
#[test]
fn moves_of_stake_win_an_hour_a_report_at_most() {
    let (attack, gain, fair) = search(12 * HOUR, true, &mut random());
    report("an oracle that reports twice a day, stake moved", gain, fair);
    let [own, others] = WEIGHTS;
    let most = i128::from(2 * DAYS) * hour() * own / (own + others);
    assert!(gain <= most, "{gain} of {most} by {attack:?}");
}

/// With an oracle that leaves no room: a report that lands an hour late lands after the lapse of
/// the one before, and what others miss in that hour is the attacker's where the pool is overfull.
#[test]
fn an_oracle_that_leaves_no_room_loses_others_an_hour_a_report() {
    let (attack, gain, fair) = search(DAY - 60, false, &mut random());
    report("an oracle that reports once a day, no stake moved", gain, fair);
    let [own, others] = WEIGHTS;
    let most = i128::from(DAYS) * hour() * others / (own + others);
    assert!(gain <= most, "{gain} of {most} by {attack:?}");
}
