//! Slashes that are raised, cancelled by the admin, or voided with their slasher's epoch.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::staking::STAKE_VAULT,
    io_client::staking::{self, events, Role, StakingError},
    io_economics::{
        staking::{
            BPS, COOLDOWN_SECONDS, MAX_RAISES, SLASHER_NOTICE_SECONDS, SLASH_INTERVAL_SECONDS,
            SLASH_OPENS_SECONDS, SLASH_RAISE_SECONDS, SMALL_SLASH_BPS,
        },
        time::DAY,
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        staking::{Cast, H100},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

struct Scene {
    world: World,
    cast: Cast,
    operator: Keypair,
    node: Pubkey,
}

impl Scene {
    /// A node of ten H100 with 20,000 IO of its own.
    fn new() -> Self {
        let (mut world, cast) = World::with_staking();
        let (operator, node) = world.ready_node(&cast, H100, 10);
        Self { world, cast, operator, node }
    }

    fn propose(&mut self, share: u16) {
        let call = staking::propose_slash(&self.cast.slasher.pubkey(), &self.node, share);
        self.world.accepted(&[call], &[&self.cast.slasher]);
    }

    fn raise(&mut self, share: u16) -> events::SlashRaised {
        let call = staking::raise_slash(&self.cast.slasher.pubkey(), &self.node, share);
        self.world.accepted(&[call], &[&self.cast.slasher]).events().remove(0)
    }

    fn refuse_raise(&mut self, share: u16, error: StakingError) {
        let call = staking::raise_slash(&self.cast.slasher.pubkey(), &self.node, share);
        self.world.refused(&[call], &[&self.cast.slasher], error);
    }

    fn refuse_propose(&mut self, by: &Keypair, error: StakingError) {
        let call = staking::propose_slash(&by.pubkey(), &self.node, BPS);
        self.world.refused(&[call], &[by], error);
    }

    fn refuse_execute(&mut self, error: StakingError) {
        self.world.refused(&[staking::execute_slash(&self.node)], &[], error);
    }

    fn void(&mut self, epoch: u32) {
        let call = staking::void_epoch(&self.cast.admin.pubkey(), epoch);
        let receipt = self.world.accepted(&[call], &[&self.cast.admin]);
        assert_eq!(receipt.events::<events::EpochVoided>()[0].epoch, epoch);
    }

    /// The admin announces another slasher.
    fn succeed(&mut self) -> Keypair {
        let next = self.world.wallet();
        let call = staking::announce_role(&self.cast.admin.pubkey(), Role::Slasher, next.pubkey());
        self.world.accepted(&[call], &[&self.cast.admin]);
        next
    }

    fn unstake(&mut self, io: u64) {
        let call = staking::unstake(&self.operator.pubkey(), &self.node, io * IO);
        self.world.accepted(&[call], &[&self.operator]);
    }

    fn withdraw(&mut self) -> (u64, u64, u64) {
        let call = staking::withdraw(&self.operator.pubkey(), &self.node);
        let event: events::Withdrawn = self.world.accepted(&[call], &[&self.operator]).events().remove(0);
        (event.paid, event.held, event.forfeited)
    }
}

#[test]
fn a_small_slash_shields_nobody_from_a_large_one() {
    // Before: propose 1 bps, unstake all, and 19,998 of 20,000 IO were out on day 14.
    let mut scene = Scene::new();
    scene.propose(1);
    scene.unstake(20_000);
    scene.world.pass(SLASH_RAISE_SECONDS - 1);
    let raised = scene.raise(BPS);
    assert_eq!((raised.share_bps, raised.raises, raised.raised_at), (BPS, 1, scene.world.now()));
    scene.world.pass(1);
    assert_eq!(scene.withdraw(), (0, 20_000 * IO, 0));
    // Its 30 days begin again.
    scene.world.pass(SLASH_OPENS_SECONDS - 2);
    scene.refuse_execute(StakingError::SlashNotOpen);
    scene.world.pass(1);
    let receipt = scene.world.accepted(&[staking::execute_slash(&scene.node)], &[]);
    assert_eq!(receipt.events::<events::SlashExecuted>()[0].held, 20_000 * IO);
    assert_eq!((scene.world.burned_by_programs, scene.world.balance(&STAKE_VAULT.address)), (20_000 * IO, 0));
}

#[test]
fn what_left_before_a_raise_stays_at_the_share_of_its_time() {
    let mut scene = Scene::new();
    scene.unstake(10_000);
    scene.world.pass(COOLDOWN_SECONDS);
    scene.propose(1_000);
    assert_eq!(scene.withdraw(), (9_000 * IO, 1_000 * IO, 0));
    scene.raise(5_000);
    scene.unstake(2_000);
    scene.world.pass(COOLDOWN_SECONDS);
    assert_eq!(scene.withdraw(), (1_000 * IO, 1_000 * IO, 0));
    scene.world.pass(SLASH_OPENS_SECONDS - COOLDOWN_SECONDS);
    let receipt = scene.world.accepted(&[staking::execute_slash(&scene.node)], &[]);
    let event: events::SlashExecuted = receipt.events().remove(0);
    assert_eq!((event.bonded, event.cooling, event.held), (4_000 * IO, 0, 2_000 * IO));
}

#[test]
fn a_slash_is_raised_twice_within_14_days_each_and_never_lowered() {
    let mut scene = Scene::new();
    scene.refuse_raise(2, StakingError::NoSlashPending);
    scene.propose(100);
    for share in [0, BPS + 1] {
        scene.refuse_raise(share, StakingError::InvalidSlashShare);
    }
    for share in [1, 99, 100] {
        scene.refuse_raise(share, StakingError::SlashNotHigher);
    }
    for n in 1..=MAX_RAISES {
        scene.world.pass(SLASH_RAISE_SECONDS);
        assert_eq!(scene.raise(100 + u16::from(n)).raises, n);
    }
    scene.refuse_raise(BPS, StakingError::RaisesExhausted);

    let mut scene = Scene::new();
    scene.propose(100);
    scene.world.pass(SLASH_RAISE_SECONDS + 1);
    scene.refuse_raise(BPS, StakingError::RaiseTooLate);
    for signer in [scene.cast.admin.insecure_clone(), scene.operator.insecure_clone()] {
        let raise = staking::raise_slash(&signer.pubkey(), &scene.node, BPS);
        scene.world.refused(&[raise], &[&signer], StakingError::NotSlasher);
    }
}

#[test]
fn after_an_executed_slash_of_a_tenth_the_next_one_needs_no_wait() {
    let mut scene = Scene::new();
    scene.propose(SMALL_SLASH_BPS);
    scene.world.pass(SLASH_OPENS_SECONDS);
    scene.world.accepted(&[staking::execute_slash(&scene.node)], &[]);
    scene.propose(1);
}

#[test]
fn after_an_executed_slash_below_a_tenth_the_next_one_waits_90_days() {
    // Before: 1 bps executed on day 30 and proposed again kept a node from hires for ever.
    let mut scene = Scene::new();
    let slasher = scene.cast.slasher.insecure_clone();
    scene.propose(SMALL_SLASH_BPS - 1);
    scene.world.pass(SLASH_OPENS_SECONDS);
    scene.world.accepted(&[staking::execute_slash(&scene.node)], &[]);
    scene.refuse_propose(&slasher, StakingError::SlashTooSoon);
    scene.world.pass(SLASH_INTERVAL_SECONDS - 1);
    scene.refuse_propose(&slasher, StakingError::SlashTooSoon);
    scene.world.pass(1);
    scene.propose(1);
}

#[test]
fn a_slasher_whose_epoch_is_void_cancels_nothing() {
    // Before: its key alone was asked for, so a thief freed every node that its predecessor had
    // proposed to slash.
    let mut scene = Scene::new();
    let thief = scene.succeed();
    scene.world.pass(SLASHER_NOTICE_SECONDS - 1);
    scene.propose(1_000);
    scene.world.pass(1);
    let node = scene.node;
    let cancel = |by: &Keypair| [staking::cancel_slash(&by.pubkey(), &node)];
    scene.world.clone().accepted(&cancel(&thief), &[&thief]);
    scene.void(1);
    scene.world.refused(&cancel(&thief), &[&thief], StakingError::EpochVoided);
    let former = scene.cast.slasher.insecure_clone();
    scene.world.refused(&cancel(&former), &[&former], StakingError::NotSlasherOrAdmin);
    let admin = scene.cast.admin.insecure_clone();
    scene.world.clone().accepted(&cancel(&admin), &[&admin]);
    scene.world.pass(SLASH_OPENS_SECONDS);
    let receipt = scene.world.accepted(&[staking::execute_slash(&node)], &[]);
    assert_eq!(receipt.events::<events::SlashExecuted>()[0].bonded, 2_000 * IO);
}

#[test]
fn a_friend_in_office_shields_no_longer_than_its_office() {
    // Before: one proposal of its made everybody wait for 90 days, for ever.
    let mut scene = Scene::new();
    let next = scene.succeed();
    scene.world.pass(SLASHER_NOTICE_SECONDS - 1);
    scene.propose(1);
    scene.world.pass(1);
    // The successor raises it, or proposes its own once the admin has cancelled it.
    let raise = staking::raise_slash(&next.pubkey(), &scene.node, BPS);
    scene.world.clone().accepted(&[raise], &[&next]);
    let cancel = staking::cancel_slash(&scene.cast.admin.pubkey(), &scene.node);
    scene.world.accepted(&[cancel], &[&scene.cast.admin]);
    let propose = staking::propose_slash(&next.pubkey(), &scene.node, BPS);
    scene.world.accepted(&[propose], &[&next]);
    assert_eq!(scene.world.node(&scene.node).ledger.slash.epoch, 1);
}

#[test]
fn one_call_voids_all_that_a_stolen_key_has_proposed() {
    // Before: stolen on day 0 and noticed on day 9, it burned all stake of every node on day 30.
    let mut scene = Scene::new();
    let others: Vec<_> = (0..3).map(|_| scene.world.ready_node(&scene.cast, H100, 1)).collect();
    let thief = scene.cast.slasher.insecure_clone();
    scene.unstake(5_000);
    for node in others.iter().map(|(_, node)| *node).chain([scene.node]) {
        let propose = staking::propose_slash(&thief.pubkey(), &node, BPS);
        scene.world.accepted(&[propose], &[&thief]);
    }
    scene.world.pass(9 * DAY);
    scene.void(0);
    let next = scene.succeed();
    scene.refuse_propose(&thief, StakingError::EpochVoided);
    scene.refuse_raise(BPS, StakingError::EpochVoided);
    scene.world.pass(5 * DAY);
    assert_eq!(scene.withdraw(), (5_000 * IO, 0, 0), "nothing is held back");
    for (operator, node) in &others {
        scene.world.stake(operator, node, 1);
    }
    scene.world.pass(SLASH_OPENS_SECONDS - 14 * DAY);
    for node in others.iter().map(|(_, node)| *node).chain([scene.node]) {
        scene.world.refused(&[staking::execute_slash(&node)], &[], StakingError::NoSlashPending);
    }
    // The successor is bound by nothing of the thief's.
    let propose = staking::propose_slash(&next.pubkey(), &scene.node, 1);
    scene.world.accepted(&[propose], &[&next]);
    assert_eq!(scene.world.balance(&STAKE_VAULT.address), (15_000 + 3 * 2_001) * IO);
}

#[test]
fn what_a_voided_slash_held_back_is_its_owners() {
    let mut scene = Scene::new();
    scene.unstake(5_000);
    scene.world.pass(COOLDOWN_SECONDS);
    scene.propose(BPS);
    assert_eq!(scene.withdraw(), (0, 5_000 * IO, 0));
    scene.void(0);
    assert_eq!(scene.withdraw(), (5_000 * IO, 0, 0));
}

#[test]
fn an_epoch_is_voided_once_it_has_begun() {
    let mut scene = Scene::new();
    let void = |scene: &Scene, epoch| [staking::void_epoch(&scene.cast.admin.pubkey(), epoch)];
    let (early, admin) = (void(&scene, 1), scene.cast.admin.insecure_clone());
    scene.world.refused(&early, &[&admin], StakingError::UnknownEpoch);
    scene.succeed();
    scene.world.pass(SLASHER_NOTICE_SECONDS - 1);
    scene.world.refused(&early, &[&admin], StakingError::UnknownEpoch);
    scene.world.pass(1);
    scene.world.accepted(&early, &[&admin]);
    // The one of before is not void with it.
    let epochs = scene.world.staking().epochs;
    assert!(epochs.is_void(1) && !epochs.is_void(0));
}

#[test]
fn a_cancelled_slash_makes_its_own_epoch_wait() {
    let mut scene = Scene::new();
    let slasher = scene.cast.slasher.insecure_clone();
    scene.propose(1);
    let cancel = staking::cancel_slash(&scene.cast.admin.pubkey(), &scene.node);
    scene.world.accepted(&[cancel], &[&scene.cast.admin]);
    scene.refuse_propose(&slasher, StakingError::SlashTooSoon);
    scene.world.pass(SLASH_INTERVAL_SECONDS);
    scene.propose(1);
}
