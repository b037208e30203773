//! Holders: stake, tickets, delegation, claims.

use {
    anchor_lang::{prelude::Pubkey, Space},
    io_addresses::{
        emission::MINT,
        staking::{REWARD_VAULT, STAKE_VAULT},
    },
    io_client::{
        emission,
        staking::{self, events, Stake, StakingError},
        token,
    },
    io_economics::{
        staking::{PoolKind, BPS, COOLDOWN_SECONDS, TICKETS},
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        owners::COMMUNITY,
        staking::{Cast, H100},
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
fn a_fifth_unstake_joins_the_newest_ticket() {
    // Before: TicketsFull, so that four unstakes of 1 IO locked the rest in for 14 days.
    let (mut world, _, operator, node) = scene();
    for _ in 0..TICKETS {
        unstake(&mut world, &operator, &node, IO);
        world.pass(DAY);
    }
    let rest = 1_996 * IO;
    let receipt = world.accepted(&[staking::unstake(&operator.pubkey(), &node, rest)], &[&operator]);
    let unlocks_at = receipt.events::<events::Unstaked>()[0].unlocks_at;
    assert_eq!(unlocks_at, world.now() + COOLDOWN_SECONDS, "its 14 days begin again");
    let tickets = world.stake_of(&node, &operator.pubkey()).position.tickets;
    assert_eq!(tickets.map(|ticket| ticket.shares as u64), [IO, IO, IO, IO + rest]);
    world.pass(COOLDOWN_SECONDS - 1);
    assert_eq!(withdraw(&mut world, &operator, &node), 3 * IO);
    world.pass(1);
    assert_eq!(withdraw(&mut world, &operator, &node), IO + rest);
}

#[test]
fn unlocked_tickets_make_room_for_the_next() {
    let (mut world, _, operator, node) = scene();
    for _ in 0..TICKETS {
        unstake(&mut world, &operator, &node, IO);
        world.pass(DAY);
    }
    world.pass(COOLDOWN_SECONDS - 2 * DAY);
    // The first three are unlocked and become one; the fourth cools down as before.
    for amount in [5, 7] {
        unstake(&mut world, &operator, &node, amount * IO);
    }
    let tickets = world.stake_of(&node, &operator.pubkey()).position.tickets;
    assert_eq!(tickets.map(|ticket| ticket.shares as u64 / IO), [3, 5, 7, 1]);
    assert_eq!(withdraw(&mut world, &operator, &node), 3 * IO);
    world.pass(COOLDOWN_SECONDS);
    assert_eq!(withdraw(&mut world, &operator, &node), 13 * IO);
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
    claim(&mut world, &operator, &node);
    world.refused(&[staking::claim(&operator.pubkey(), &node)], &[&operator], StakingError::NothingToClaim);
    let accrued = |world: &World| PoolKind::Gpu.accrued(World::START, world.now());
    let before = accrued(&world);
    world.pass(6 * HOUR);
    world.attest(&cast, &node);
    let second = u128::from(claim(&mut world, &operator, &node));
    // One H100 where a hundred are expected: a hundredth of what accrued, and of the constant rate
    // at which what was carried is released.
    let gained = u128::from(accrued(&world) - before) << 64;
    let fair = ((gained + PoolKind::Gpu.release_rate() * 6 * HOUR as u128) / 100) >> 64;
    assert!(second.abs_diff(fair) <= 1, "{second} for a fair {fair}");
}

#[test]
fn a_donation_changes_nothing_and_blocks_nothing() {
    let life = |donations: bool| {
        let (mut world, cast, operator, node) = scene();
        let donate = |world: &mut World| {
            if donations {
                world.donate(&cast.owners[COMMUNITY], &STAKE_VAULT.address, 12_345);
                world.donate(&cast.owners[COMMUNITY], &REWARD_VAULT, 67_890);
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
    // So that it never falls below its minimum.
    world.stake(&operator, &node, 1);
    unstake(&mut world, &operator, &node, IO);
    for clock in [now, World::START, 0, -1, i64::MIN] {
        world.set_clock(clock);
        world.refused(&alone, &[&operator], StakingError::NothingToClaim);
        let early = [staking::withdraw(&key, &node)];
        world.refused(&early, &[&operator], StakingError::NothingToWithdraw);
        world.stake(&operator, &node, 1);
        unstake(&mut world, &operator, &node, IO);
    }
    assert_eq!(world.staking().pools.gpu.acc, before.pools.gpu.acc);
    world.set_clock(now + 7 * DAY);
    assert!(claim(&mut world, &operator, &node) > 0, "up to its lapse, a week later");
    world.refused(&alone, &[&operator], StakingError::NothingToClaim);
    world.attest(&cast, &node);
    world.pass(2 * HOUR);
    assert!(claim(&mut world, &operator, &node) > 0);
    world.set_clock(i64::MAX);
    world.crank();
    world.refused(&alone, &[&operator], StakingError::NothingToClaim);
    assert_eq!(withdraw(&mut world, &operator, &node), 6 * IO);
    let all = worth(&world, &operator, &node);
    unstake(&mut world, &operator, &node, all);
    assert_eq!(withdraw(&mut world, &operator, &node), all);
}
