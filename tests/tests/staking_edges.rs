//! Edges of staking: several calls in one transaction, many generations.

use {
    anchor_lang::{prelude::Pubkey, Space},
    io_addresses::{emission::MINT, staking::STAKE_VAULT},
    io_client::{
        staking::{self, events, StakingError},
        token,
    },
    io_economics::{
        staking::{
            BPS, COOLDOWN_SECONDS, GENERATIONS, SLASH_CLOSES_SECONDS, SLASH_INTERVAL_SECONDS,
            SLASH_OPENS_SECONDS,
        },
        time::HOUR,
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        calls::{ALREADY_IN_USE, NOT_THERE},
        staking::{Cast, H100},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

fn scene() -> (World, Cast, Keypair, Pubkey) {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 1);
    (world, cast, operator, node)
}

fn slash_all(world: &mut World, cast: &Cast, node: &Pubkey) {
    let propose = staking::propose_slash(&cast.slasher.pubkey(), node, BPS);
    world.accepted(&[propose], &[&cast.slasher]);
    world.pass(SLASH_OPENS_SECONDS);
    world.accepted(&[staking::execute_slash(node)], &[]);
    world.pass(SLASH_INTERVAL_SECONDS);
}

#[test]
fn two_claims_in_one_transaction_pay_once() {
    let (mut world, _, operator, node) = scene();
    world.pass(2 * HOUR);
    world.crank();
    let key = operator.pubkey();
    let twice = [staking::claim(&key, &node), staking::claim(&key, &node)];
    world.refused(&twice, &[&operator], StakingError::NothingToClaim);
}

#[test]
fn sol_sent_ahead_blocks_neither_a_node_nor_a_stake() {
    for sent in [1_000_000, 100_000_000] {
        let (mut world, cast, operator, _) = scene();
        let key = operator.pubkey();
        let node = staking::node_address(&key, 1);
        let stake = staking::stake_address(&node, &key);
        for address in [node, stake] {
            world.svm.airdrop(&address, sent).unwrap();
        }
        assert_eq!(world.register(&operator, 1, H100, 1), node);
        world.stake(&operator, &node, 10);
        assert_eq!(world.stake_of(&node, &key).position.worth(&world.node(&node).ledger), 10 * IO);
        let rent = World::rent(8 + staking::Stake::INIT_SPACE);
        assert_eq!(world.svm.get_balance(&stake), Some(rent.max(sent)), "only what was missing was paid");
        world.refused(&[staking::open_stake(&key, &node)], &[&operator], ALREADY_IN_USE);
        world.attest(&cast, &node);
    }
}

#[test]
fn two_withdrawals_in_one_transaction_pay_once() {
    let (mut world, _, operator, node) = scene();
    let key = operator.pubkey();
    world.accepted(&[staking::unstake(&key, &node, IO)], &[&operator]);
    world.pass(COOLDOWN_SECONDS);
    let twice = [staking::withdraw(&key, &node), staking::withdraw(&key, &node)];
    world.refused(&twice, &[&operator], StakingError::NothingToWithdraw);
}

#[test]
fn a_life_in_one_transaction_earns_nothing() {
    let (mut world, cast, _, node) = scene();
    world.pass(12 * HOUR);
    world.crank();
    let holder = world.holder(&cast, 1_000);
    let key = holder.pubkey();
    let [open, stake] = staking::first_stake(&key, &node, 1_000 * IO);
    let life = [open, stake, staking::unstake(&key, &node, 1_000 * IO), staking::claim(&key, &node)];
    world.refused(&life, &[&holder], StakingError::NothingToClaim);
}

#[test]
fn a_closed_stake_cannot_be_used_in_the_same_transaction() {
    let (mut world, cast, _, node) = scene();
    let holder = world.holder(&cast, 1);
    let key = holder.pubkey();
    world.accepted(&[staking::open_stake(&key, &node)], &[&holder]);
    let used = [staking::close_stake(&key, &node), staking::stake(&key, &node, IO)];
    world.refused(&used, &[&holder], NOT_THERE);
    let anew = [staking::close_stake(&key, &node), staking::open_stake(&key, &node)];
    world.accepted(&anew, &[&holder]);
}

#[test]
fn what_a_lapsed_slash_held_back_is_safe_from_the_next_one() {
    let (mut world, cast, operator, node) = scene();
    let key = operator.pubkey();
    world.accepted(&[staking::unstake(&key, &node, 1_000 * IO)], &[&operator]);
    world.pass(COOLDOWN_SECONDS);
    let propose = |share| [staking::propose_slash(&cast.slasher.pubkey(), &node, share)];
    let withdraw = [staking::withdraw(&key, &node)];
    world.accepted(&propose(BPS), &[&cast.slasher]);
    world.accepted(&withdraw, &[&operator]);
    world.refused(&withdraw, &[&operator], StakingError::HeldBack);
    world.pass(SLASH_CLOSES_SECONDS + SLASH_INTERVAL_SECONDS);
    world.accepted(&propose(BPS), &[&cast.slasher]);
    world.pass(SLASH_OPENS_SECONDS);
    world.accepted(&[staking::execute_slash(&node)], &[]);
    assert_eq!(world.balance(&STAKE_VAULT.address), 1_000 * IO);
    let receipt = world.accepted(&withdraw, &[&operator]);
    let event = &receipt.events::<events::Withdrawn>()[0];
    assert_eq!((event.paid, event.forfeited), (1_000 * IO, 0));
}

#[test]
fn a_withdrawal_just_before_the_slash_saves_nothing_of_its_share() {
    let (mut world, cast, operator, node) = scene();
    let key = operator.pubkey();
    let account = token::associated_address(&key, &MINT.address);
    let propose = staking::propose_slash(&cast.slasher.pubkey(), &node, 4_000);
    world.accepted(&[propose], &[&cast.slasher]);
    world.accepted(&[staking::unstake(&key, &node, 2_000 * IO)], &[&operator]);
    world.pass(COOLDOWN_SECONDS);
    world.accepted(&[staking::withdraw(&key, &node)], &[&operator]);
    assert_eq!(world.balance(&account), 3_200 * IO);
    world.pass(SLASH_OPENS_SECONDS - COOLDOWN_SECONDS);
    world.accepted(&[staking::execute_slash(&node)], &[]);
    assert_eq!(world.burned_by_programs, 800 * IO);
    assert_eq!(world.balance(&STAKE_VAULT.address), 0);
}

#[test]
fn a_node_slashed_to_nothing_four_times_takes_no_more() {
    let (mut world, cast, operator, node) = scene();
    let key = operator.pubkey();
    for _ in 1..GENERATIONS {
        slash_all(&mut world, &cast, &node);
        world.accepted(&[staking::stake(&key, &node, 100 * IO)], &[&operator]);
    }
    slash_all(&mut world, &cast, &node);
    let more = [staking::stake(&key, &node, IO)];
    world.refused(&more, &[&operator], StakingError::GenerationsExhausted);
    assert_eq!(world.balance(&STAKE_VAULT.address), 0);
}

#[test]
fn a_cancel_after_the_window_has_nothing_to_cancel() {
    let (mut world, cast, _, node) = scene();
    let slasher = cast.slasher.pubkey();
    world.accepted(&[staking::propose_slash(&slasher, &node, 1)], &[&cast.slasher]);
    world.pass(SLASH_CLOSES_SECONDS + 1);
    let cancel = [staking::cancel_slash(&slasher, &node)];
    world.refused(&cancel, &[&cast.slasher], StakingError::NoSlashPending);
}

#[test]
fn nobody_else_empties_a_vault() {
    use spl_token_interface::instruction as spl;
    let (mut world, cast, operator, _) = scene();
    let own = token::associated_address(&operator.pubkey(), &MINT.address);
    let program = io_addresses::external::TOKEN_PROGRAM;
    for signer in [&operator, &cast.admin, &cast.slasher, &world.deployer.insecure_clone()] {
        let key = signer.pubkey();
        let take = spl::transfer(&program, &STAKE_VAULT.address, &own, &key, &[], 1).unwrap();
        world.refused(&[take], &[signer], io_testkit::OWNER_MISMATCH);
        let burn = spl::burn(&program, &STAKE_VAULT.address, &MINT.address, &key, &[], 1).unwrap();
        world.refused(&[burn], &[signer], io_testkit::OWNER_MISMATCH);
    }
}
