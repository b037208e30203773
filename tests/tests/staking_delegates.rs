//! What delegators of a hired or slashed node keep, and the bounds that take a node's long life to
//! reach.

use {
    io_client::{
        orders::{self, Currency},
        staking::{self, events, StakingError},
    },
    io_economics::{
        staking::{BPS, COOLDOWN_SECONDS, MAX_PROPOSALS, SLASH_INTERVAL_SECONDS, SLASH_OPENS_SECONDS},
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        orders::{terms, Deal},
        staking::{Cast, H100},
        World,
    },
    solana_signer::Signer,
};

fn scene() -> (World, Cast, Deal) {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    (world, cast, deal)
}

#[test]
fn a_node_is_proposed_for_a_slash_so_often_and_no_more() {
    let (mut world, cast, deal) = scene();
    let slasher = cast.slasher.pubkey();
    let propose = [staking::propose_slash(&slasher, &deal.node, 1)];
    let cancel = [staking::cancel_slash(&slasher, &deal.node)];
    for _ in 0..MAX_PROPOSALS {
        world.accepted(&propose, &[&cast.slasher]);
        world.accepted(&cancel, &[&cast.slasher]);
        world.pass(SLASH_INTERVAL_SECONDS);
    }
    world.refused(&propose, &[&cast.slasher], StakingError::ProposalsExhausted);
    assert_eq!(world.node(&deal.node).ledger.slash.proposals, MAX_PROPOSALS);
}

/// A node whose shares, bonded and cooling, have lost 30% of their worth.
fn slashed() -> (World, Cast, Deal) {
    let (mut world, cast, deal) = scene();
    let (key, node) = (deal.operator.pubkey(), deal.node);
    world.accepted(&[staking::unstake(&key, &node, 1_000 * IO)], &[&deal.operator]);
    world.accepted(&[staking::propose_slash(&cast.slasher.pubkey(), &node, 3_000)], &[&cast.slasher]);
    world.pass(SLASH_OPENS_SECONDS);
    world.accepted(&[staking::execute_slash(&node)], &[]);
    (world, cast, deal)
}

/// A month of a delegated node, all of which its operator may hire itself, up to a slash of half:
/// what its delegator claims in the days of it, what is left of both stakes, and what the delegator
/// takes home.
fn month(hired: bool) -> (Vec<u64>, [u64; 2], u64) {
    let (mut world, cast, mut deal) = scene();
    let (operator, node) = (deal.operator.pubkey(), deal.node);
    let holder = world.holder(&cast, 8_000);
    let key = holder.pubkey();
    world.stake(&holder, &node, 8_000);
    let worth = |world: &World| {
        let ledger = world.node(&node).ledger;
        [operator, key].map(|owner| world.stake_of(&node, &owner).position.worth(&ledger))
    };
    assert_eq!(worth(&world), [16_000 * IO, 8_000 * IO]);
    if hired {
        deal.client = deal.operator.insecure_clone();
        let params = orders::CreateParams { processors: 8, ..terms(Currency::Io, 30 * DAY as u32) };
        let create = orders::create(&operator, 0, &node, Currency::Io, params);
        world.accepted(&[create], &[&deal.client]);
        world.accept(&deal, &orders::order_address(&operator, 0), true);
    }
    // From now on nobody could accept an order.
    world.accepted(&[staking::propose_slash(&cast.slasher.pubkey(), &node, BPS / 2)], &[&cast.slasher]);
    let mut claims = Vec::new();
    for _ in 0..SLASH_OPENS_SECONDS / DAY {
        world.pass(DAY);
        world.attest(&cast, &node);
        world.crank();
        let receipt = world.accepted(&[staking::claim(&key, &node)], &[&holder]);
        claims.extend(receipt.events::<events::Claimed>().iter().map(|event| event.amount));
    }
    world.accepted(&[staking::execute_slash(&node)], &[]);
    assert_eq!(world.node(&node).ledger.hired, if hired { 8 } else { 0 });
    let left = worth(&world);

    let before = world.wallet_balance(&key, Currency::Io);
    world.accepted(&[staking::unstake(&key, &node, left[1])], &[&holder]);
    world.pass(COOLDOWN_SECONDS);
    world.accepted(&[staking::withdraw(&key, &node)], &[&holder]);
    assert_eq!(world.node(&node).ledger.hired, if hired { 8 } else { 0 });
    (claims, left, world.wallet_balance(&key, Currency::Io) - before)
}

#[test]
fn an_operator_that_hires_its_own_node_takes_nothing_from_its_delegators() {
    let (claims, left, home) = month(true);
    assert_eq!((claims.clone(), left, home), month(false));
    assert_eq!(claims.len() as i64, SLASH_OPENS_SECONDS / DAY);
    assert!(claims.iter().all(|claim| *claim > 0));
    assert_eq!(left, [8_000 * IO, 4_000 * IO], "a slash takes the same share of both");
    assert_eq!(home, left[1], "the delegator leaves with all of it");
}

#[test]
fn stake_that_would_be_worth_nothing_is_refused() {
    let (mut world, _, deal) = slashed();
    let (key, node) = (deal.operator.pubkey(), deal.node);
    let stake = |amount| [staking::stake(&key, &node, amount)];
    world.refused(&stake(1), &[&deal.operator], StakingError::WorthNothing);
    world.refused(&stake(0), &[&deal.operator], StakingError::ZeroAmount);
    world.accepted(&stake(2), &[&deal.operator]);
    let unstake = |amount| [staking::unstake(&key, &node, amount)];
    world.refused(&unstake(1), &[&deal.operator], StakingError::WorthNothing);
    world.accepted(&unstake(2), &[&deal.operator]);
}

#[test]
fn a_restake_is_new_stake_within_the_offer() {
    let (mut world, cast, deal) = scene();
    let node = deal.node;
    let holder = world.holder(&cast, 8_000);
    let key = holder.pubkey();
    world.stake(&holder, &node, 8_000);
    world.pass(2 * HOUR);
    world.crank();
    let restake = [staking::restake(&key, &node)];
    world.refused(&restake, &[&holder], StakingError::DelegationLimit);
    let claim = [staking::claim(&key, &node)];
    let receipt = world.clone().accepted(&claim, &[&holder]);
    let rewards = receipt.events::<events::Claimed>()[0].amount;
    assert!(rewards > 0);
    // The operator's own rewards make no room, but what leaves does.
    world.accepted(&[staking::restake(&deal.operator.pubkey(), &node)], &[&deal.operator]);
    world.refused(&restake, &[&holder], StakingError::DelegationLimit);
    world.accepted(&[staking::unstake(&key, &node, rewards)], &[&holder]);
    world.accepted(&restake, &[&holder]);
    let stake = world.stake_of(&node, &key).position.worth(&world.node(&node).ledger);
    assert_eq!(stake, 8_000 * IO);
}

/// What has left counts for no hire, so a delegator who leaves just before a booking lands stops
/// it, by a base unit, again and again. A margin of the operator's takes as much leaving as it is;
/// with the whole minimum of its own nobody stops its hires.
#[test]
fn a_delegator_stops_hires_where_the_operator_has_no_margin() {
    let (mut world, cast, _) = World::with_orders();
    let (operator, rival) = (world.holder(&cast, 16_001), world.holder(&cast, 8_000));
    let node = world.register(&operator, 0, H100, 8);
    world.set_offer(&operator, &node, 8_000);
    world.stake(&operator, &node, 8_000);
    world.stake(&rival, &node, 8_000);
    world.attest(&cast, &node);
    let client = world.client(&cast, 2_000, 0);
    let deal = Deal { operator, node, client };
    let (key, leaver) = (deal.operator.pubkey(), rival.pubkey());
    let mut orders_made = 0;
    let mut is_hired = |world: &mut World, leaves: u64| {
        let order = world.create(&deal, orders_made, Currency::Io, DAY as u32);
        orders_made += 1;
        let accept = orders::accept(&key, &order, &world.order(&order), true);
        let mut aside = world.clone();
        let leave = [staking::unstake(&leaver, &node, leaves)];
        world.accepted(&leave, &[&rival]);
        if world.node(&node).ledger.counted_for_hire() < 16_000 * IO {
            world.refused(std::slice::from_ref(&accept), &[&deal.operator], StakingError::BelowMinimum);
            // In the other order it is hired, whatever leaves then.
            aside.accepted(&[accept], &[&deal.operator]);
            aside.accepted(&leave, &[&rival]);
            return false;
        }
        aside.accepted(&[accept], &[&deal.operator]);
        true
    };
    for _ in 0..3 {
        assert!(!is_hired(&mut world, 1));
        world.accepted(&[staking::stake(&key, &node, 1)], &[&deal.operator]);
    }
    // 10 IO more take ten leaves of 1 IO, and no eleventh.
    world.stake(&deal.operator, &node, 10);
    for _ in 0..10 {
        assert!(is_hired(&mut world, IO));
    }
    assert!(!is_hired(&mut world, IO));
    world.stake(&deal.operator, &node, 7_989);
    let ledger = world.node(&node).ledger;
    assert!(ledger.own() >= 15_999 * IO && ledger.own() < 16_000 * IO);
    world.stake(&deal.operator, &node, 1);
    let all = world.stake_of(&node, &leaver).position.worth(&world.node(&node).ledger);
    assert!(is_hired(&mut world, all));
}
