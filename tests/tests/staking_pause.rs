//! A pause stops entries and no exit, whatever the node has been through.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::staking::STAKE_VAULT,
    io_client::staking::{self, events, RegisterParams, StakingError},
    io_economics::{
        pause::{PAUSE_INTERVAL_SECONDS, PAUSE_SECONDS},
        staking::{BPS, COOLDOWN_SECONDS, REPORT_SECONDS, SLASH_CLOSES_SECONDS, SLASH_OPENS_SECONDS},
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        staking::{Cast, H100},
        Receipt, World,
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::rc::Rc,
};

#[derive(Clone)]
struct Scene {
    world: World,
    cast: Rc<Cast>,
    operator: Rc<Keypair>,
    holder: Rc<Keypair>,
    node: Pubkey,
}

impl Scene {
    /// A node with a delegator. Both have stake, a ticket that is unlocked, one that is not, and
    /// rewards.
    fn new() -> Self {
        let (mut world, cast) = World::with_staking();
        let (operator, node) = world.ready_node(&cast, H100, 1);
        let holder = world.holder(&cast, 1_000);
        world.stake(&operator, &node, 1_000);
        world.stake(&holder, &node, 1_000);
        let announce = staking::announce_commission(&operator.pubkey(), &node, 1_000);
        world.accepted(&[announce], &[&operator]);
        let (cast, operator, holder) = (Rc::new(cast), Rc::new(operator), Rc::new(holder));
        let mut scene = Self { world, cast, operator, holder, node };
        scene.unstake();
        scene.world.pass(COOLDOWN_SECONDS);
        scene.unstake();
        scene.world.attest(&scene.cast, &node);
        scene.world.pass(2 * HOUR);
        scene.world.crank();
        scene
    }

    /// The delegator does it, then the operator.
    fn both(&mut self, call: impl Fn(&Pubkey, &Pubkey) -> Instruction) -> [Receipt; 2] {
        [self.holder.clone(), self.operator.clone()]
            .map(|owner| self.world.accepted(&[call(&owner.pubkey(), &self.node)], &[&owner]))
    }

    fn unstake(&mut self) {
        self.both(|owner, node| staking::unstake(owner, node, 100 * IO));
    }

    fn worth(&self, owner: &Pubkey) -> u64 {
        self.world.stake_of(&self.node, owner).position.worth(&self.world.node(&self.node).ledger)
    }

    fn pause(&mut self, paused: bool) {
        let call = staking::set_paused(&self.cast.admin.pubkey(), paused);
        self.world.accepted(&[call], &[&self.cast.admin]);
    }

    fn retire(&mut self) {
        let call = staking::retire_node(&self.operator.pubkey(), &self.node);
        self.world.accepted(&[call], &[&self.operator]);
    }

    fn lapse_of_the_report(&mut self) {
        self.world.pass(2 * REPORT_SECONDS);
    }

    fn propose(&mut self, share: u16) {
        let call = staking::propose_slash(&self.cast.slasher.pubkey(), &self.node, share);
        self.world.accepted(&[call], &[&self.cast.slasher]);
    }

    /// Everything that can be done while a slash is pending.
    fn hold_back(&mut self) {
        self.world.pass(HOUR);
        self.world.crank();
        self.both(staking::claim);
        self.unstake();
        for receipt in self.both(staking::withdraw) {
            assert!(receipt.events::<events::Withdrawn>()[0].held > 0);
        }
    }

    fn cancel(&mut self) {
        let call = staking::cancel_slash(&self.cast.slasher.pubkey(), &self.node);
        self.world.accepted(&[call], &[&self.cast.slasher]);
    }

    fn execute(&mut self) {
        self.pass_and_sync(SLASH_OPENS_SECONDS);
        self.world.accepted(&[staking::execute_slash(&self.node)], &[]);
    }

    fn lapse_of_the_slash(&mut self) {
        self.pass_and_sync(SLASH_CLOSES_SECONDS + 1);
    }

    /// Time passes. Within a week somebody syncs the node, else it gets nothing for its last day.
    fn pass_and_sync(&mut self, seconds: i64) {
        self.world.pass(2 * DAY);
        self.world.accepted(&[staking::sync_node(&self.node)], &[]);
        self.world.pass(seconds - 2 * DAY);
    }

    fn nobody_enters(&mut self) {
        let (operator, key) = (self.operator.clone(), self.operator.pubkey());
        let params = RegisterParams { processors: 1, commission_bps: 0, payout: key };
        for entry in [
            staking::stake(&key, &self.node, 1),
            staking::restake(&key, &self.node),
            staking::register_node(&key, 1, H100, params),
        ] {
            self.world.refused(&[entry], &[&operator], StakingError::Paused);
        }
    }

    /// Both take their rewards, what is unlocked and all the rest, and close their stakes.
    fn everybody_leaves(&mut self) {
        self.world.pass(HOUR);
        self.world.crank();
        self.both(staking::claim);
        self.both(staking::withdraw);
        let commission = staking::claim_commission(&self.node, &self.operator.pubkey());
        self.world.accepted(&[commission], &[]);
        if self.worth(&self.holder.pubkey()) > 0 {
            for owner in [self.holder.clone(), self.operator.clone()] {
                let all = staking::unstake(&owner.pubkey(), &self.node, self.worth(&owner.pubkey()));
                self.world.accepted(&[all], &[&owner]);
            }
            self.world.pass(COOLDOWN_SECONDS);
            self.both(staking::withdraw);
        }
        self.both(staking::close_stake);
        assert_eq!(self.world.balance(&STAKE_VAULT.address), 0);
    }
}

#[test]
fn a_pause_stops_entries_and_no_exit() {
    let ready = Scene::new();
    let states: [fn(&mut Scene); 3] = [|_| {}, Scene::lapse_of_the_report, Scene::retire];
    for befalls in states {
        let mut scene = ready.clone();
        befalls(&mut scene);
        scene.pause(true);
        scene.nobody_enters();
        scene.everybody_leaves();
        if !scene.world.node(&scene.node).ledger.retired {
            scene.retire();
        }
    }
}

#[test]
fn a_pause_at_any_step_of_a_slash_stops_no_exit() {
    let ready = Scene::new();
    let fates: [fn(&mut Scene); 3] = [Scene::cancel, Scene::execute, Scene::lapse_of_the_slash];
    for (share, fate, paused_at) in fates
        .into_iter()
        .flat_map(|fate| [BPS / 2, BPS].map(|share| (share, fate)))
        .flat_map(|(share, fate)| [0, 1, 2, 3].map(|paused_at| (share, fate, paused_at)))
    {
        let mut scene = ready.clone();
        let propose = |scene: &mut Scene| scene.propose(share);
        let steps: [&dyn Fn(&mut Scene); 4] = [&propose, &Scene::hold_back, &fate, &Scene::nobody_enters];
        for (at, step) in steps.into_iter().enumerate() {
            // A pause is over after 14 days, and the next one may begin after 28.
            if at >= paused_at {
                scene.pause(true);
            }
            step(&mut scene);
        }
        scene.everybody_leaves();
    }
}

#[test]
fn an_empty_stake_opens_and_closes_in_a_pause_and_fills_after_it() {
    let mut scene = Scene::new();
    let newcomer = scene.world.holder(&scene.cast, 1);
    let (key, node) = (newcomer.pubkey(), scene.node);
    scene.pause(true);
    for call in [staking::open_stake(&key, &node), staking::close_stake(&key, &node)] {
        scene.world.accepted(&[call], &[&newcomer]);
    }
    scene.pause(false);
    scene.world.stake(&newcomer, &node, 1);
    assert_eq!(scene.worth(&key), IO);
}

#[test]
fn a_pause_lasts_14_of_28_days_however_often_it_is_resumed() {
    // Before: it had no end.
    let mut scene = Scene::new();
    let began = scene.world.now();
    let pause = [staking::set_paused(&scene.cast.admin.pubkey(), true)];
    let admin = scene.cast.clone();
    let receipt = scene.world.accepted(&pause, &[&admin.admin]);
    let event: events::PauseSet = receipt.events().remove(0);
    assert_eq!((event.began, event.until), (began, began + PAUSE_SECONDS));
    // Lifted and resumed within the 14 days, which go on.
    scene.pause(false);
    scene.world.pass(PAUSE_SECONDS - 1);
    scene.pause(true);
    scene.nobody_enters();
    scene.world.pass(1);
    let operator = scene.operator.clone();
    scene.world.stake(&operator, &scene.node, 1);
    scene.world.refused(&pause, &[&admin.admin], StakingError::PauseTooSoon);
    scene.pause(false);
    scene.world.set_clock(began + PAUSE_INTERVAL_SECONDS - 1);
    scene.world.refused(&pause, &[&admin.admin], StakingError::PauseTooSoon);
    scene.world.pass(1);
    scene.pause(true);
    scene.nobody_enters();
}
