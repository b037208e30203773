//! Slashes: proposed, appealed, executed, lapsed.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{emission::MINT, staking::STAKE_VAULT},
    io_client::{
        staking::{self, events, StakingError},
        token,
    },
    io_economics::{
        staking::{BPS, COOLDOWN_SECONDS, SLASH_CLOSES_SECONDS, SLASH_INTERVAL_SECONDS, SLASH_OPENS_SECONDS},
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
    /// A node of one H100 with 2,000 IO of its own.
    fn new() -> Self {
        let (mut world, cast) = World::with_staking();
        let (operator, node) = world.ready_node(&cast, H100, 1);
        Self { world, cast, operator, node }
    }

    /// The operator has 1,000 IO that are unlocked, and half of everything is under a proposal.
    fn half_held() -> Self {
        let mut scene = Self::new();
        scene.unstake(1_000);
        scene.world.pass(COOLDOWN_SECONDS);
        scene.propose(BPS / 2);
        scene
    }

    fn propose(&mut self, share: u16) {
        let call = staking::propose_slash(&self.cast.slasher.pubkey(), &self.node, share);
        self.world.accepted(&[call], &[&self.cast.slasher]);
    }

    fn cancel(&mut self) {
        let call = staking::cancel_slash(&self.cast.slasher.pubkey(), &self.node);
        self.world.accepted(&[call], &[&self.cast.slasher]);
    }

    fn execute(&mut self) -> events::SlashExecuted {
        let receipt = self.world.accepted(&[staking::execute_slash(&self.node)], &[]);
        receipt.events().remove(0)
    }

    fn unstake(&mut self, io: u64) {
        let call = staking::unstake(&self.operator.pubkey(), &self.node, io * IO);
        self.world.accepted(&[call], &[&self.operator]);
    }

    fn withdraw(&mut self) -> (u64, u64, u64) {
        let call = staking::withdraw(&self.operator.pubkey(), &self.node);
        let receipt = self.world.accepted(&[call], &[&self.operator]);
        let event: events::Withdrawn = receipt.events().remove(0);
        (event.paid, event.held, event.forfeited)
    }

    fn refuse_withdraw(&mut self, error: StakingError) {
        let call = staking::withdraw(&self.operator.pubkey(), &self.node);
        self.world.refused(&[call], &[&self.operator], error);
    }

    fn refuse_propose(&mut self, share: u16, error: StakingError) {
        let call = staking::propose_slash(&self.cast.slasher.pubkey(), &self.node, share);
        self.world.refused(&[call], &[&self.cast.slasher], error);
    }

    fn refuse_execute(&mut self, error: StakingError) {
        self.world.refused(&[staking::execute_slash(&self.node)], &[], error);
    }
}

#[test]
fn a_slash_takes_its_share_of_bonded_and_cooling_stake_and_burns_it() {
    let mut scene = Scene::new();
    scene.unstake(500);
    let supply = scene.world.supply();
    scene.propose(2_500);
    scene.world.pass(SLASH_OPENS_SECONDS);
    let slashed = scene.execute();
    assert_eq!((slashed.bonded, slashed.cooling, slashed.held), (375 * IO, 125 * IO, 0));
    assert_eq!(scene.world.supply(), supply - 500 * IO);
    assert_eq!(scene.withdraw(), (375 * IO, 0, 0));
    let stake = scene.world.stake_of(&scene.node, &scene.operator.pubkey());
    assert_eq!(stake.position.worth(&scene.world.node(&scene.node).ledger), 1_125 * IO);
}

#[test]
fn a_share_is_above_0_and_at_most_all() {
    let mut scene = Scene::new();
    for share in [0, BPS + 1, u16::MAX] {
        scene.refuse_propose(share, StakingError::InvalidSlashShare);
    }
    scene.propose(BPS);
}

#[test]
fn only_the_slasher_proposes_and_the_admin_may_cancel() {
    let mut scene = Scene::new();
    let [admin, operator] = [&scene.cast.admin, &scene.operator].map(Keypair::insecure_clone);
    for signer in [&admin, &operator] {
        let propose = staking::propose_slash(&signer.pubkey(), &scene.node, 1);
        scene.world.refused(&[propose], &[signer], StakingError::NotSlasher);
    }
    scene.propose(1);
    let cancel = |signer: &Keypair| [staking::cancel_slash(&signer.pubkey(), &scene.node)];
    scene.world.refused(&cancel(&operator), &[&operator], StakingError::NotSlasherOrAdmin);
    let receipt = scene.world.accepted(&cancel(&admin), &[&admin]);
    assert_eq!(receipt.events::<events::SlashCancelled>()[0].by, admin.pubkey());
}

#[test]
fn nothing_proposed_is_nothing_to_execute_or_cancel() {
    let mut scene = Scene::new();
    scene.refuse_execute(StakingError::NoSlashPending);
    let cancel = staking::cancel_slash(&scene.cast.slasher.pubkey(), &scene.node);
    scene.world.refused(&[cancel], &[&scene.cast.slasher], StakingError::NoSlashPending);
}

#[test]
fn a_slash_opens_on_day_30_and_not_a_second_early() {
    let mut scene = Scene::new();
    scene.propose(1);
    scene.refuse_execute(StakingError::SlashNotOpen);
    scene.world.pass(SLASH_OPENS_SECONDS - 1);
    scene.refuse_execute(StakingError::SlashNotOpen);
    scene.world.pass(1);
    scene.execute();
    scene.refuse_execute(StakingError::NoSlashPending);
}

#[test]
fn a_slash_can_be_executed_in_the_last_second_of_day_37() {
    let mut scene = Scene::new();
    scene.propose(1);
    scene.world.pass(SLASH_CLOSES_SECONDS);
    scene.execute();
}

#[test]
fn a_slash_lapses_a_second_after_day_37() {
    let mut scene = Scene::new();
    scene.propose(1);
    scene.world.pass(SLASH_CLOSES_SECONDS + 1);
    scene.refuse_execute(StakingError::NoSlashPending);
    let (operator, node) = (scene.operator.insecure_clone(), scene.node);
    scene.world.stake(&operator, &node, 1);
}

#[test]
fn a_node_is_proposed_once_in_90_days() {
    let mut scene = Scene::new();
    scene.propose(1);
    scene.refuse_propose(1, StakingError::SlashPending);
    scene.cancel();
    scene.refuse_propose(1, StakingError::SlashTooSoon);
    scene.world.pass(SLASH_INTERVAL_SECONDS - 1);
    scene.refuse_propose(1, StakingError::SlashTooSoon);
    scene.world.pass(1);
    scene.propose(1);
}

#[test]
fn while_a_slash_is_pending_nobody_but_the_operator_adds_stake() {
    let mut scene = Scene::new();
    let holder = scene.world.holder(&scene.cast, 10);
    let (operator, node) = (scene.operator.insecure_clone(), scene.node);
    let key = holder.pubkey();
    scene.world.stake(&holder, &node, 1);
    scene.world.pass(7_200);
    scene.world.crank();
    scene.propose(1);
    scene.world.refused(&[staking::stake(&key, &node, IO)], &[&holder], StakingError::SlashPending);
    scene.world.refused(&[staking::restake(&key, &node)], &[&holder], StakingError::SlashPending);
    // The operator's is under the slash as all the rest.
    scene.world.stake(&operator, &node, 1);
    scene.world.accepted(&[staking::restake(&operator.pubkey(), &node)], &[&operator]);
    scene.world.accepted(&[staking::claim(&key, &node)], &[&holder]);
    scene.cancel();
    scene.world.stake(&holder, &node, 1);
}

#[test]
fn a_pending_slash_holds_its_share_back_and_no_more() {
    let mut scene = Scene::half_held();
    assert_eq!(scene.withdraw(), (500 * IO, 500 * IO, 0));
    scene.refuse_withdraw(StakingError::HeldBack);
    // What is held back is in the vault beside the bonded stake.
    assert_eq!(scene.world.balance(&STAKE_VAULT.address), 1_500 * IO);
    let close = staking::close_stake(&scene.operator.pubkey(), &scene.node);
    scene.world.refused(&[close], &[&scene.operator], StakingError::NotEmpty);
}

#[test]
fn what_was_held_back_is_paid_once_the_slash_is_cancelled() {
    let mut scene = Scene::half_held();
    scene.withdraw();
    scene.cancel();
    assert_eq!(scene.withdraw(), (500 * IO, 0, 0));
    scene.refuse_withdraw(StakingError::NothingToWithdraw);
    let account = token::associated_address(&scene.operator.pubkey(), &MINT.address);
    assert_eq!(scene.world.balance(&account), 3_000 * IO);
}

#[test]
fn what_was_held_back_is_paid_once_the_slash_has_lapsed() {
    let mut scene = Scene::half_held();
    scene.withdraw();
    scene.world.pass(SLASH_CLOSES_SECONDS);
    scene.refuse_withdraw(StakingError::HeldBack);
    scene.world.pass(1);
    assert_eq!(scene.withdraw(), (500 * IO, 0, 0));
}

#[test]
fn what_was_held_back_is_gone_once_the_slash_is_executed() {
    let mut scene = Scene::half_held();
    scene.withdraw();
    scene.world.pass(SLASH_OPENS_SECONDS);
    let slashed = scene.execute();
    assert_eq!((slashed.bonded, slashed.cooling, slashed.held), (500 * IO, 0, 500 * IO));
    assert_eq!(scene.withdraw(), (0, 0, 500 * IO));
    assert_eq!(scene.world.balance(&STAKE_VAULT.address), 500 * IO);
}

#[test]
fn all_stake_of_a_node_can_be_slashed_and_new_stake_starts_anew() {
    let mut scene = Scene::new();
    let (operator, node) = (scene.operator.insecure_clone(), scene.node);
    let key = operator.pubkey();
    let holder = scene.world.holder(&scene.cast, 100);
    scene.world.stake(&holder, &node, 100);
    scene.world.pass(7_200);
    scene.world.accepted(&[staking::sync_node(&node)], &[]);
    scene.propose(BPS);
    scene.world.pass(SLASH_OPENS_SECONDS);
    let slashed = scene.execute();
    assert_eq!(slashed.bonded, 2_100 * IO);
    assert_eq!(scene.world.balance(&STAKE_VAULT.address), 0);
    let ledger = scene.world.node(&node).ledger;
    assert_eq!((ledger.bonded.shares, ledger.bonded.generation, ledger.weight), (0, 1, 0));

    let all = staking::unstake(&holder.pubkey(), &node, 0);
    scene.world.refused(&[all], &[&holder], StakingError::NothingStaked);
    // Rewards of before are still the holder's.
    scene.world.crank();
    scene.world.accepted(&[staking::claim(&holder.pubkey(), &node)], &[&holder]);
    scene.world.accepted(&[staking::close_stake(&holder.pubkey(), &node)], &[&holder]);

    scene.world.stake(&operator, &node, 2_000);
    scene.world.attest(&scene.cast, &node);
    let stake = scene.world.stake_of(&node, &key);
    assert_eq!(stake.position.worth(&scene.world.node(&node).ledger), 2_000 * IO);
    assert!(scene.world.node(&node).ledger.weight > 0);
}

#[test]
fn a_slash_below_the_minimum_ends_the_weight_until_stake_is_added() {
    let mut scene = Scene::new();
    scene.propose(1);
    scene.world.pass(SLASH_OPENS_SECONDS);
    scene.world.attest(&scene.cast, &scene.node);
    assert!(scene.world.node(&scene.node).ledger.weight > 0);
    scene.execute();
    assert_eq!(scene.world.node(&scene.node).ledger.weight, 0);
    let (operator, node) = (scene.operator.insecure_clone(), scene.node);
    scene.world.stake(&operator, &node, 1);
    assert!(scene.world.node(&node).ledger.weight > 0);
}
