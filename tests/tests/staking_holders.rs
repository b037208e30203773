//! Holders: stake, tickets, delegation, claims.

use {
    anchor_lang::{prelude::Pubkey, Space},
    io_addresses::{
        emission::MINT,
        staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
    },
    io_client::{
        emission,
        staking::{self, events, RegisterParams, Stake, StakingError},
        token,
    },
    io_economics::{
        staking::{PoolKind, BPS, COOLDOWN_SECONDS, TICKETS},
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        staking::{Cast, APPLE, H100},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
    spl_token_interface::error::TokenError,
};

/// A node of one H100 with 2,000 IO of its own, attested.
fn scene() -> (World, Cast, Keypair, Pubkey) {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 1);
    (world, cast, operator, node)
}

fn unstake(world: &mut World, owner: &Keypair, node: &Pubkey, amount: u64) {
    world.accepted(&[staking::unstake(&owner.pubkey(), node, amount)], &[owner]);
}

fn refuse_unstake(world: &mut World, owner: &Keypair, node: &Pubkey, amount: u64, error: StakingError) {
    world.refused(&[staking::unstake(&owner.pubkey(), node, amount)], &[owner], error);
}

fn withdraw(world: &mut World, owner: &Keypair, node: &Pubkey) -> u64 {
    let receipt = world.accepted(&[staking::withdraw(&owner.pubkey(), node)], &[owner]);
    receipt.events::<events::Withdrawn>()[0].paid
}

fn claim(world: &mut World, owner: &Keypair, node: &Pubkey) -> u64 {
    let call = staking::crank_and_claim(&owner.pubkey(), node, &world.emission(), world.now());
    let receipt = world.accepted(&call, &[owner]);
    receipt.events::<events::Claimed>()[0].amount
}

fn worth(world: &World, owner: &Keypair, node: &Pubkey) -> u64 {
    world.stake_of(node, &owner.pubkey()).position.worth(&world.node(node).ledger)
}

#[test]
fn nobody_stakes_nothing_or_more_than_there_is() {
    let (mut world, cast, operator, node) = scene();
    let key = operator.pubkey();
    world.refused(&[staking::stake(&key, &node, 0)], &[&operator], StakingError::ZeroAmount);
    world.refused(&[staking::stake(&key, &node, u64::MAX)], &[&operator], StakingError::Overflow);
    let more = staking::stake(&key, &node, 2_000 * IO + 1);
    world.refused(&[more], &[&operator], TokenError::InsufficientFunds as u32);
    let holder = world.holder(&cast, 1);
    let first = staking::first_stake(&holder.pubkey(), &node, u64::MAX);
    world.refused(&first, &[&holder], StakingError::Overflow);
}

#[test]
fn the_first_stake_of_a_node_cannot_be_more_than_there_is() {
    let (mut world, cast) = World::with_staking();
    let operator = world.holder(&cast, 1);
    let node = world.register(&operator, 0, H100, 1);
    let first = staking::first_stake(&operator.pubkey(), &node, u64::MAX);
    world.refused(&first, &[&operator], TokenError::InsufficientFunds as u32);
}

#[test]
fn nobody_unstakes_nothing_or_more_than_there_is() {
    let (mut world, _, operator, node) = scene();
    refuse_unstake(&mut world, &operator, &node, 0, StakingError::ZeroAmount);
    for amount in [2_000 * IO + 1, u64::MAX] {
        refuse_unstake(&mut world, &operator, &node, amount, StakingError::AmountExceedsStake);
    }
    unstake(&mut world, &operator, &node, 2_000 * IO);
    refuse_unstake(&mut world, &operator, &node, 1, StakingError::NothingStaked);
}

#[test]
fn stake_cools_down_for_14_days_and_not_a_second_less() {
    let (mut world, _, operator, node) = scene();
    let account = token::associated_address(&operator.pubkey(), &MINT.address);
    unstake(&mut world, &operator, &node, 700 * IO);
    world.pass(COOLDOWN_SECONDS - 1);
    let early = [staking::withdraw(&operator.pubkey(), &node)];
    world.refused(&early, &[&operator], StakingError::NothingToWithdraw);
    world.pass(1);
    assert_eq!(withdraw(&mut world, &operator, &node), 700 * IO);
    assert_eq!(world.balance(&account), 2_700 * IO);
    world.refused(&early, &[&operator], StakingError::NothingToWithdraw);
}

#[test]
fn a_fifth_ticket_waits_for_the_first() {
    let (mut world, _, operator, node) = scene();
    for _ in 0..TICKETS {
        unstake(&mut world, &operator, &node, IO);
        world.pass(DAY);
    }
    refuse_unstake(&mut world, &operator, &node, IO, StakingError::TicketsFull);
    world.pass(COOLDOWN_SECONDS - 4 * DAY);
    refuse_unstake(&mut world, &operator, &node, IO, StakingError::WithdrawFirst);
    assert_eq!(withdraw(&mut world, &operator, &node), IO);
    unstake(&mut world, &operator, &node, IO);
    refuse_unstake(&mut world, &operator, &node, IO, StakingError::TicketsFull);
    world.pass(COOLDOWN_SECONDS);
    assert_eq!(withdraw(&mut world, &operator, &node), 4 * IO);
}

#[test]
fn delegations_stay_within_the_operators_own_stake() {
    let (mut world, cast, operator, node) = scene();
    let holder = world.holder(&cast, 3_000);
    world.stake(&holder, &node, 1_999);
    let stake = |amount| [staking::stake(&holder.pubkey(), &node, amount)];
    world.refused(&stake(IO + 1), &[&holder], StakingError::DelegationLimit);
    world.accepted(&stake(IO), &[&holder]);
    world.refused(&stake(1), &[&holder], StakingError::DelegationLimit);
    world.stake(&operator, &node, 1);
    world.accepted(&stake(IO), &[&holder]);
}

#[test]
fn the_operator_leaves_under_its_delegators_who_leave_too() {
    let (mut world, cast, operator, node) = scene();
    let holder = world.holder(&cast, 1_001);
    world.stake(&holder, &node, 1_000);
    world.pass(2 * HOUR);
    unstake(&mut world, &operator, &node, 2_000 * IO);
    assert_eq!(world.node(&node).ledger.weight, 0);
    let more = staking::stake(&holder.pubkey(), &node, 1);
    world.refused(&[more], &[&holder], StakingError::DelegationLimit);
    assert!(claim(&mut world, &holder, &node) > 0);
    unstake(&mut world, &holder, &node, 1_000 * IO);
    world.pass(COOLDOWN_SECONDS);
    assert_eq!(withdraw(&mut world, &holder, &node), 1_000 * IO);
    assert_eq!(withdraw(&mut world, &operator, &node), 2_000 * IO);
    assert_eq!(world.balance(&STAKE_VAULT.address), 0);
}

#[test]
fn own_and_delegated_stake_count_together_toward_the_minimum() {
    let (mut world, cast) = World::with_staking();
    let (operator, holder) = (world.holder(&cast, 1_000), world.holder(&cast, 1_000));
    let node = world.register(&operator, 0, H100, 1);
    world.stake(&operator, &node, 1_000);
    world.stake(&holder, &node, 999);
    world.attest(&cast, &node);
    assert_eq!(world.node(&node).ledger.weight, 0);
    world.stake(&holder, &node, 1);
    assert_eq!(world.node(&node).ledger.weight, 10_000_000);
    unstake(&mut world, &holder, &node, 1);
    assert_eq!(world.node(&node).ledger.weight, 0);
}

#[test]
fn a_claim_needs_the_mint_to_have_come_as_far() {
    let (mut world, _, operator, node) = scene();
    world.pass(2 * HOUR);
    let alone = [staking::claim(&operator.pubkey(), &node)];
    world.refused(&alone, &[&operator], StakingError::CrankFirst);
    world.refused(&[staking::restake(&operator.pubkey(), &node)], &[&operator], StakingError::CrankFirst);
    let key = operator.pubkey();
    world.accepted(&[emission::crank(), staking::claim(&key, &node)], &[&operator]);
    world.refused(&alone, &[&operator], StakingError::NothingToClaim);
    world.refused(&[staking::restake(&key, &node)], &[&operator], StakingError::NothingToClaim);
}

#[test]
fn commission_is_claimed_like_rewards() {
    let (mut world, cast) = World::with_staking();
    let operator = world.holder(&cast, 200);
    let key = operator.pubkey();
    let params = RegisterParams { processors: 1, commission_bps: 2_500, payout: key };
    world.accepted(&[staking::register_node(&key, 0, APPLE, params)], &[&operator]);
    let node = staking::node_address(&key, 0);
    world.stake(&operator, &node, 200);
    world.attest(&cast, &node);
    let call = [staking::claim_commission(&node, &key)];
    world.refused(&call, &[], StakingError::NothingToClaim);
    world.pass(2 * HOUR);
    world.refused(&call, &[], StakingError::CrankFirst);
    world.crank();
    let receipt = world.accepted(&call, &[]);
    let commission = receipt.events::<events::CommissionClaimed>()[0].amount;
    world.refused(&call, &[], StakingError::NothingToClaim);
    let rewards = claim(&mut world, &operator, &node);
    assert!(commission.abs_diff(rewards / 3) <= 1, "a quarter: {commission} beside {rewards}");
}

#[test]
fn commission_paid_to_the_config_lands_in_the_reward_vault() {
    let (mut world, cast) = World::with_staking();
    let operator = world.holder(&cast, 200);
    let key = operator.pubkey();
    let params = RegisterParams { processors: 1, commission_bps: 2_500, payout: CONFIG.address };
    world.accepted(&[staking::register_node(&key, 0, APPLE, params)], &[&operator]);
    let node = staking::node_address(&key, 0);
    world.stake(&operator, &node, 200);
    world.attest(&cast, &node);
    world.pass(2 * HOUR);
    world.crank();
    let before = world.balance(&REWARD_VAULT);
    world.accepted(&[staking::claim_commission(&node, &CONFIG.address)], &[]);
    assert_eq!(world.balance(&REWARD_VAULT), before);
}

#[test]
fn rewards_can_be_staked() {
    let (mut world, _, operator, node) = scene();
    world.pass(2 * HOUR);
    world.crank();
    let receipt = world.accepted(&[staking::restake(&operator.pubkey(), &node)], &[&operator]);
    let amount = receipt.events::<events::Restaked>()[0].amount;
    assert_eq!(worth(&world, &operator, &node), 2_000 * IO + amount);
}

#[test]
fn a_stake_and_an_unstake_in_one_second_earn_nothing() {
    let (mut world, cast, _, node) = scene();
    world.pass(2 * HOUR);
    let holder = world.holder(&cast, 1_000);
    world.stake(&holder, &node, 1_000);
    unstake(&mut world, &holder, &node, 1_000 * IO);
    world.crank();
    let claim = [staking::claim(&holder.pubkey(), &node)];
    world.refused(&claim, &[&holder], StakingError::NothingToClaim);
    world.pass(2 * HOUR);
    world.refused(&claim, &[&holder], StakingError::NothingToClaim);
}

#[test]
fn rewards_are_shared_by_stake() {
    let (mut world, cast, operator, node) = scene();
    let holder = world.holder(&cast, 500);
    world.stake(&holder, &node, 500);
    world.pass(12 * HOUR);
    let (own, delegated) = (claim(&mut world, &operator, &node), claim(&mut world, &holder, &node));
    assert!(own.abs_diff(4 * delegated) <= 4, "{own} and {delegated}");
}

#[test]
fn an_empty_stake_returns_its_rent() {
    let (mut world, _, operator, node) = scene();
    let key = operator.pubkey();
    let close = [staking::close_stake(&key, &node)];
    world.refused(&close, &[&operator], StakingError::NotEmpty);
    world.pass(2 * HOUR);
    unstake(&mut world, &operator, &node, 2_000 * IO);
    world.refused(&close, &[&operator], StakingError::NotEmpty);
    claim(&mut world, &operator, &node);
    world.refused(&close, &[&operator], StakingError::NotEmpty);
    world.pass(COOLDOWN_SECONDS);
    withdraw(&mut world, &operator, &node);
    let before = world.svm.get_balance(&key).unwrap();
    world.accepted(&close, &[&operator]);
    let rent = World::rent(8 + Stake::INIT_SPACE);
    assert_eq!(world.svm.get_balance(&key), Some(before + rent));
    assert!(world.given_up < 1 << 64);
    world.stake(&operator, &node, 1);
}

#[test]
fn a_stake_opens_once() {
    let (mut world, _, operator, node) = scene();
    let again = [staking::open_stake(&operator.pubkey(), &node)];
    world.refused(&again, &[&operator], io_testkit::calls::ALREADY_IN_USE);
}

#[test]
fn rewards_are_not_restaked_to_a_retired_node() {
    let (mut world, _, operator, node) = scene();
    let key = operator.pubkey();
    world.pass(2 * HOUR);
    world.accepted(&[staking::retire_node(&key, &node)], &[&operator]);
    world.crank();
    world.refused(&[staking::restake(&key, &node)], &[&operator], StakingError::Retired);
    world.refused(&[staking::stake(&key, &node, 1)], &[&operator], StakingError::Retired);
    world.refused(&[staking::retire_node(&key, &node)], &[&operator], StakingError::Retired);
    let hardware = staking::update_hardware(&key, &node, H100, 2);
    world.refused(&[hardware], &[&operator], StakingError::Retired);
    world.accepted(&[staking::claim(&key, &node)], &[&operator]);
    unstake(&mut world, &operator, &node, 2_000 * IO);
    world.pass(COOLDOWN_SECONDS);
    assert_eq!(withdraw(&mut world, &operator, &node), 2_000 * IO);
}

#[test]
fn the_last_staker_leaves_and_a_new_one_comes() {
    let (mut world, cast, operator, node) = scene();
    world.pass(6 * HOUR);
    unstake(&mut world, &operator, &node, 2_000 * IO);
    let ledger = world.node(&node).ledger;
    assert_eq!((ledger.bonded.shares, ledger.bonded.assets, ledger.weight), (0, 0, 0));
    let carried = world.staking().pools.gpu.carried;
    world.pass(6 * HOUR);
    world.stake(&operator, &node, 2_000);
    assert!(world.staking().pools.gpu.carried.get() > carried.get(), "what nobody earned is carried");
    assert_eq!(world.node(&node).ledger.weight, 10_000_000);
    let first = claim(&mut world, &operator, &node);
    world.refused(&[staking::claim(&operator.pubkey(), &node)], &[&operator], StakingError::NothingToClaim);
    let accrued = |world: &World| PoolKind::Gpu.accrued(World::START, world.now());
    let before = accrued(&world);
    world.pass(6 * HOUR);
    world.attest(&cast, &node);
    let second = claim(&mut world, &operator, &node);
    assert!(second > first, "six hours at twice the rate, beside five");
    assert!(second <= 2 * (accrued(&world) - before) + 1, "what was carried is released no faster than new");
}

#[test]
fn a_donation_changes_nothing_and_blocks_nothing() {
    let life = |donations: bool| {
        let (mut world, cast, operator, node) = scene();
        let donate = |world: &mut World| {
            if donations {
                world.donate(&cast.owners[4], &STAKE_VAULT.address, 12_345);
                world.donate(&cast.owners[4], &REWARD_VAULT, 67_890);
            }
        };
        donate(&mut world);
        let holder = world.holder(&cast, 1_000);
        world.stake(&holder, &node, 1_000);
        donate(&mut world);
        world.pass(2 * HOUR);
        let claimed = claim(&mut world, &holder, &node);
        let propose = staking::propose_slash(&cast.slasher.pubkey(), &node, BPS / 3);
        world.accepted(&[propose], &[&cast.slasher]);
        world.pass(30 * DAY);
        donate(&mut world);
        world.accepted(&[staking::execute_slash(&node)], &[]);
        for person in [&operator, &holder] {
            let all = worth(&world, person, &node);
            unstake(&mut world, person, &node, all);
        }
        world.pass(COOLDOWN_SECONDS);
        let paid = [&operator, &holder].map(|person| withdraw(&mut world, person, &node));
        (claimed, paid, world.staking().pools.gpu, world.balance(&STAKE_VAULT.address))
    };
    let ((claimed, paid, pool, left), (claimed_beside, paid_beside, pool_beside, donated)) =
        (life(false), life(true));
    assert_eq!((claimed, paid, pool), (claimed_beside, paid_beside, pool_beside));
    assert_eq!(donated - left, 3 * 12_345);
}

#[test]
fn a_clock_that_stands_still_goes_back_or_leaps_is_harmless() {
    let (mut world, cast, operator, node) = scene();
    world.pass(12 * HOUR);
    claim(&mut world, &operator, &node);
    let key = operator.pubkey();
    let alone = [staking::claim(&key, &node)];
    let (before, now) = (world.staking(), world.now());
    unstake(&mut world, &operator, &node, IO);
    for clock in [now, World::START, 0, -1, i64::MIN] {
        world.set_clock(clock);
        world.refused(&alone, &[&operator], StakingError::NothingToClaim);
        let early = [staking::withdraw(&key, &node)];
        world.refused(&early, &[&operator], StakingError::NothingToWithdraw);
        world.stake(&operator, &node, 1);
        unstake_and_forget(&mut world, &operator, &node);
    }
    assert_eq!(world.staking().pools.gpu.acc, before.gpu.acc);
    world.set_clock(now + 365 * DAY);
    assert!(claim(&mut world, &operator, &node) > 0);
    world.refused(&alone, &[&operator], StakingError::NothingToClaim);
    world.attest(&cast, &node);
    world.set_clock(i64::MAX);
    assert!(claim(&mut world, &operator, &node) > 0);
    while let Ok(receipt) = world.send(&[staking::withdraw(&key, &node)], &[&operator]) {
        assert!(receipt.events::<events::Withdrawn>()[0].paid > 0);
    }
    let all = worth(&world, &operator, &node);
    unstake(&mut world, &operator, &node, all);
    assert_eq!(withdraw(&mut world, &operator, &node), all);
}

/// Three more tickets at most; the later calls are refused, which changes nothing.
fn unstake_and_forget(world: &mut World, owner: &Keypair, node: &Pubkey) {
    let call = staking::unstake(&owner.pubkey(), node, IO);
    if let Err(failure) = world.send(&[call], &[owner]) {
        assert!(failure.says(StakingError::TicketsFull), "{failure:?}");
    }
}
