//! Delegation: what an operator leaves to others of its node's minimum, what that earns, and how it
//! leaves.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        emission::MINT,
        staking::{CONFIG, STAKE_VAULT},
    },
    io_client::{
        staking::{self, events, RegisterParams, StakingError},
        token,
    },
    io_economics::{
        staking::COOLDOWN_SECONDS,
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        staking::{Cast, APPLE, H100},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// A node of one H100 with 2,000 IO of its own, attested, which leaves 1,000 IO to others at a
/// commission of `commission_bps`.
fn scene(commission_bps: u16) -> (World, Cast, Keypair, Pubkey) {
    let (mut world, cast) = World::with_staking();
    let operator = world.holder(&cast, 20_000);
    let key = operator.pubkey();
    let params = RegisterParams { processors: 1, commission_bps, payout: key };
    world.accepted(&[staking::register_node(&key, 0, H100, params)], &[&operator]);
    let node = staking::node_address(&key, 0);
    world.stake(&operator, &node, 2_000);
    world.set_offer(&operator, &node, 1_000);
    world.attest(&cast, &node);
    (world, cast, operator, node)
}

fn stake(owner: &Keypair, node: &Pubkey, amount: u64) -> [solana_instruction::Instruction; 1] {
    [staking::stake(&owner.pubkey(), node, amount)]
}

fn unstake(world: &mut World, owner: &Keypair, node: &Pubkey, amount: u64) {
    world.accepted(&[staking::unstake(&owner.pubkey(), node, amount)], &[owner]);
}

fn claim(world: &mut World, owner: &Keypair, node: &Pubkey) -> u64 {
    let call = staking::crank_and_claim(&owner.pubkey(), node, &world.emission(), world.now());
    let receipt = world.accepted(&call, &[owner]);
    receipt.events::<events::Claimed>()[0].amount
}

fn claim_commission(world: &mut World, operator: &Keypair, node: &Pubkey) -> u64 {
    let receipt = world.accepted(&[staking::claim_commission(node, &operator.pubkey())], &[]);
    receipt.events::<events::CommissionClaimed>()[0].amount
}

fn weight(world: &World, node: &Pubkey) -> u64 {
    world.node(node).ledger.weight
}

#[test]
fn delegations_stay_within_the_offer() {
    let (mut world, cast) = World::with_staking();
    let (operator, holder) = (world.holder(&cast, 2_000), world.holder(&cast, 3_000));
    let node = world.register(&operator, 0, H100, 1);
    world.stake(&operator, &node, 2_000);
    // None at registration.
    let first = staking::first_stake(&holder.pubkey(), &node, 1);
    world.refused(&first, &[&holder], StakingError::DelegationLimit);

    let receipt = world.set_offer(&operator, &node, 600);
    assert_eq!(receipt.events::<events::OfferSet>()[0].amount, 600 * IO);
    world.stake(&holder, &node, 600);
    world.refused(&stake(&holder, &node, 1), &[&holder], StakingError::DelegationLimit);
    // Half of the minimum, whatever is offered and however much the operator has.
    world.set_offer(&operator, &node, 5_000);
    world.refused(&stake(&holder, &node, 400 * IO + 1), &[&holder], StakingError::DelegationLimit);
    world.accepted(&stake(&holder, &node, 400 * IO), &[&holder]);

    // A lower offer binds new stake alone.
    world.set_offer(&operator, &node, 0);
    assert_eq!(world.node(&node).ledger.delegated(), 1_000 * IO);
    unstake(&mut world, &holder, &node, 1);
    world.refused(&stake(&holder, &node, 1), &[&holder], StakingError::DelegationLimit);
}

#[test]
fn a_retired_node_offers_nothing() {
    let (mut world, _, operator, node) = scene(0);
    world.accepted(&[staking::retire_node(&operator.pubkey(), &node)], &[&operator]);
    let offer = staking::set_offer(&operator.pubkey(), &node, IO);
    world.refused(&[offer], &[&operator], StakingError::Retired);
}

/// A day of a node at 10% commission: what its operator gets (commission included) and what another
/// gets who stakes as much as the operator, or as much of it as is accepted.
fn day(offer: u64, of_others: u64) -> (u64, u64) {
    let (mut world, cast, operator, node) = scene(1_000);
    world.set_offer(&operator, &node, offer);
    let holder = world.holder(&cast, 2_000);
    if of_others > 0 {
        world.stake(&holder, &node, of_others);
    } else {
        let first = staking::first_stake(&holder.pubkey(), &node, 2_000 * IO);
        world.refused(&first, &[&holder], StakingError::DelegationLimit);
    }
    world.pass(HOUR);
    for _ in 0..2 {
        world.attest(&cast, &node);
        world.pass(DAY / 2);
    }
    let own = claim(&mut world, &operator, &node);
    if of_others == 0 {
        return (own, 0);
    }
    let others = claim(&mut world, &holder, &node);
    (own + claim_commission(&mut world, &operator, &node), others)
}

#[test]
fn an_uninvited_delegation_earns_nothing_and_an_invited_one_the_part_that_it_fills() {
    // Before: a stranger with the operator's own amount took 45% of its rewards.
    let (alone, _) = day(0, 0);
    assert_eq!(alone / IO, 1_134, "a hundredth of what a day accrues and releases");
    for (offer, of_others, kept) in [(1_000, 1_000, 4_500), (500, 500, 2_250), (1_000, 200, 900)] {
        let (own, others) = day(offer, of_others);
        let fair = u128::from(alone) * kept / 10_000;
        assert!(u128::from(others).abs_diff(fair) <= 1, "{others} for a fair {fair}");
        assert!((own + others).abs_diff(alone) <= 2, "{own} and {others} of {alone}");
        println!("of {} IO a day a delegation of {of_others} IO of 2,000 gets {}", alone / IO, others / IO);
    }
}

#[test]
fn more_stake_of_the_operators_takes_nothing_from_its_delegators() {
    // Before: an operator that added stake diluted its delegators at once.
    let claims = [false, true].map(|adds| {
        let (mut world, cast, operator, node) = scene(1_000);
        let holder = world.holder(&cast, 1_000);
        world.stake(&holder, &node, 1_000);
        world.pass(2 * HOUR);
        if adds {
            world.stake(&operator, &node, 18_000);
        }
        world.pass(10 * HOUR);
        claim(&mut world, &holder, &node)
    });
    assert_eq!(claims[0], claims[1]);
}

#[test]
fn rewards_are_shared_by_the_part_of_the_minimum() {
    let (mut world, cast, operator, node) = scene(0);
    let holders = [400, 100].map(|io| {
        let holder = world.holder(&cast, io);
        world.stake(&holder, &node, io);
        holder
    });
    world.pass(12 * HOUR);
    let own = claim(&mut world, &operator, &node);
    let [more, less] = holders.map(|holder| claim(&mut world, &holder, &node));
    assert!(own.abs_diff(3 * (more + less)) <= 6, "{own} beside {more} and {less} of a quarter");
    assert!(more.abs_diff(4 * less) <= 4, "{more} and {less}");
}

#[test]
fn commission_is_claimed_like_rewards() {
    let (mut world, cast) = World::with_staking();
    let (operator, holder) = (world.holder(&cast, 200), world.holder(&cast, 100));
    let key = operator.pubkey();
    let params = RegisterParams { processors: 1, commission_bps: 2_500, payout: key };
    world.accepted(&[staking::register_node(&key, 0, APPLE, params)], &[&operator]);
    let node = staking::node_address(&key, 0);
    world.stake(&operator, &node, 200);
    world.set_offer(&operator, &node, 100);
    world.stake(&holder, &node, 100);
    world.attest(&cast, &node);
    let call = [staking::claim_commission(&node, &key)];
    world.refused(&call, &[], StakingError::NothingToClaim);
    world.pass(2 * HOUR);
    world.refused(&call, &[], StakingError::CrankFirst);
    world.crank();
    let commission = claim_commission(&mut world, &operator, &node);
    world.refused(&call, &[], StakingError::NothingToClaim);
    let rewards = claim(&mut world, &holder, &node);
    assert!(commission.abs_diff(rewards / 3) <= 1, "a quarter: {commission} beside {rewards}");
    // Of its own part an operator pays none to itself.
    let own = claim(&mut world, &operator, &node);
    assert!(own.abs_diff(commission + rewards) <= 2, "half: {own} beside {commission} and {rewards}");
}

#[test]
fn own_and_delegated_stake_count_together_toward_the_minimum() {
    let (mut world, cast) = World::with_staking();
    let (operator, holder) = (world.holder(&cast, 1_000), world.holder(&cast, 1_000));
    let node = world.register(&operator, 0, H100, 1);
    world.set_offer(&operator, &node, 1_000);
    world.stake(&operator, &node, 1_000);
    world.stake(&holder, &node, 999);
    world.attest(&cast, &node);
    assert_eq!(weight(&world, &node), 0);
    world.stake(&holder, &node, 1);
    assert_eq!(weight(&world, &node), 10_000_000);
    // The operator's own half is its own.
    unstake(&mut world, &operator, &node, 1);
    assert_eq!(weight(&world, &node), 0);
}

#[test]
fn what_a_delegator_takes_out_counts_to_the_next_report_and_pays_the_operator() {
    // Before: a delegator who took out one base unit switched a node at its minimum off until
    // someone topped up, again and again.
    let (mut world, cast) = World::with_staking();
    let (operator, holder) = (world.holder(&cast, 2_000), world.holder(&cast, 1_000));
    let node = world.register(&operator, 0, H100, 1);
    world.set_offer(&operator, &node, 1_000);
    world.stake(&operator, &node, 1_000);
    world.stake(&holder, &node, 1_000);
    world.attest(&cast, &node);
    for amount in [1, 1, 999 * IO] {
        unstake(&mut world, &holder, &node, amount);
        assert_eq!(weight(&world, &node), 10_000_000);
    }
    let ledger = world.node(&node).ledger;
    assert_eq!((ledger.counted(), ledger.counted_for_hire()), (2_000 * IO, 1_001 * IO - 2));
    world.pass(2 * HOUR);
    let own = claim(&mut world, &operator, &node);
    let others = claim(&mut world, &holder, &node);
    let part = IO - 2;
    assert!(u128::from(others) * u128::from(2_000 * IO - part) <= u128::from(own + 1) * u128::from(part));
    // With its next report it stops counting; until then the operator had time to fill up.
    let mut filled = world.clone();
    filled.stake(&operator, &node, 1_000);
    filled.attest(&cast, &node);
    assert_eq!(weight(&filled, &node), 10_000_000);
    world.attest(&cast, &node);
    assert_eq!(weight(&world, &node), 0);
}

#[test]
fn the_operator_leaves_under_its_delegators_who_leave_too() {
    let (mut world, cast, operator, node) = scene(0);
    let holder = world.holder(&cast, 1_001);
    world.stake(&holder, &node, 1_000);
    world.pass(2 * HOUR);
    unstake(&mut world, &operator, &node, 2_000 * IO);
    assert_eq!(weight(&world, &node), 0);
    world.refused(&stake(&holder, &node, 1), &[&holder], StakingError::DelegationLimit);
    assert!(claim(&mut world, &holder, &node) > 0);
    unstake(&mut world, &holder, &node, 1_000 * IO);
    world.pass(COOLDOWN_SECONDS);
    for (owner, amount) in [(&holder, 1_000), (&operator, 2_000)] {
        let receipt = world.accepted(&[staking::withdraw(&owner.pubkey(), &node)], &[owner]);
        assert_eq!(receipt.events::<events::Withdrawn>()[0].paid, amount * IO);
    }
    assert_eq!(world.balance(&STAKE_VAULT.address), 0);
}

#[test]
fn a_payout_wallet_can_spend_what_is_paid_to_it() {
    // Before: 646.17 IO of commission went to a token account's own associated account.
    let (mut world, cast, operator, node) = scene(0);
    let key = operator.pubkey();
    let account = token::associated_address(&key, &MINT.address);
    let other = world.ready_node(&cast, H100, 1).1;
    let stake = staking::stake_address(&node, &key);
    let class = staking::class_address(H100);
    let program = io_addresses::staking::ID;
    let new = staking::node_address(&key, 1);
    for payout in
        [account, MINT.address, STAKE_VAULT.address, CONFIG.address, node, other, stake, class, program]
    {
        let set = staking::set_payout(&key, &node, payout);
        world.refused(&[set], &[&operator], StakingError::InvalidPayout);
        let params = RegisterParams { processors: 1, commission_bps: 0, payout };
        let register = staking::register_node(&key, 1, H100, params);
        world.refused(&[register], &[&operator], StakingError::InvalidPayout);
    }
    let params = RegisterParams { processors: 1, commission_bps: 0, payout: new };
    let register = staking::register_node(&key, 1, H100, params);
    world.refused(&[register], &[&operator], StakingError::InvalidPayout);
    // A wallet without SOL, and one off the curve, as an exchange's deposit address or a multisig.
    let off_curve = Pubkey::find_program_address(&[b"vault"], &key).0;
    for payout in [world.key().pubkey(), off_curve] {
        world.accepted(&[staking::set_payout(&key, &node, payout)], &[&operator]);
        assert_eq!(world.node(&node).payout, payout);
    }
}
