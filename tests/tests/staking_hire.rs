//! What a hire by real orders does to a node, its operator and its delegators.

use {
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{self, Currency, OrdersError, Stage},
        staking::{self, StakingError},
    },
    io_economics::{
        staking::{
            BPS, COOLDOWN_SECONDS, MAX_HIRE_SECONDS, NOTICE_SECONDS, SLASH_CLOSES_SECONDS,
            SLASH_INTERVAL_SECONDS, SLASH_OPENS_SECONDS,
        },
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        calls::with_account,
        orders::{terms, Deal, OrdersRoles},
        staking::{Cast, APPLE, H100},
        Receipt, World,
    },
    solana_keypair::Keypair,
    solana_message::Message,
    solana_signer::Signer,
    solana_transaction::Transaction,
};

fn scene() -> (World, Cast, OrdersRoles, Deal) {
    let (mut world, cast, roles) = World::with_orders();
    let deal = world.deal(&cast);
    (world, cast, roles, deal)
}

/// Ends an order as its client.
fn end(world: &mut World, deal: &Deal, address: &Pubkey) -> Receipt {
    let call = orders::end(&deal.client.pubkey(), address, &world.order(address), None);
    world.accepted(&[call], &[&deal.client])
}

/// An acceptance that io_staking refuses.
#[track_caller]
fn not_hired(world: &mut World, deal: &Deal, address: &Pubkey, error: StakingError) {
    let call = orders::accept(&deal.operator.pubkey(), address, &world.order(address), true);
    world.refused(&[call], &[&deal.operator], error);
}

#[test]
fn a_hired_node_keeps_its_hardware() {
    let (mut world, cast, _, deal) = scene();
    let (key, node) = (deal.operator.pubkey(), deal.node);
    let update = |class, processors| [staking::update_hardware(&key, &node, class, processors)];
    let one = world.running(&deal, 0, Currency::Io, DAY as u32);
    let other = world.running(&deal, 1, Currency::Usdc, DAY as u32);
    for _ in 0..2 {
        for (class, processors) in [(H100, 16), (H100, 8), (APPLE, 8), (H100, 0)] {
            world.refused(&update(class, processors), &[&deal.operator], StakingError::Hired);
        }
        if world.stage(&one) == Stage::Running {
            end(&mut world, &deal, &one);
        }
    }
    let before = world.node(&node).revision;
    end(&mut world, &deal, &other);
    world.accepted(&update(H100, 4), &[&deal.operator]);
    assert_eq!(world.node(&node).revision, before + 1);
    let again = world.create(&deal, 2, Currency::Io, DAY as u32);
    not_hired(&mut world, &deal, &again, StakingError::NotAvailable);
    world.pass(1);
    world.attest(&cast, &node);
    world.accept(&deal, &again, true);
}

#[test]
fn a_node_retires_while_hired_and_serves_to_the_end() {
    let (mut world, _, _, deal) = scene();
    let (key, node) = (deal.operator.pubkey(), deal.node);
    let running = world.running(&deal, 0, Currency::Io, DAY as u32);
    let open = world.create(&deal, 1, Currency::Io, DAY as u32);
    world.accepted(&[staking::retire_node(&key, &node)], &[&deal.operator]);
    not_hired(&mut world, &deal, &open, StakingError::Retired);
    assert_eq!(world.node(&node).ledger.hired, 2);
    // Its operator still answers for the order with its stake.
    let unstake = [staking::unstake(&key, &node, 1)];
    world.refused(&unstake, &[&deal.operator], StakingError::OwnStakeLocked);
    end(&mut world, &deal, &running);
    assert_eq!(world.node(&node).ledger.hired, 0);
    world.accepted(&unstake, &[&deal.operator]);
    let update = staking::update_hardware(&key, &node, H100, 1);
    world.refused(&[update], &[&deal.operator], StakingError::Retired);
}

#[test]
fn the_operators_stake_down_to_the_minimum_is_locked_and_no_more() {
    let (mut world, cast, _, deal) = scene();
    let (key, node) = (deal.operator.pubkey(), deal.node);
    world.stake(&deal.operator, &node, 1_000);
    let holder = world.holder(&cast, 8_000);
    world.stake(&holder, &node, 8_000);
    let address = world.running(&deal, 0, Currency::Usdc, 30 * DAY as u32);
    let unstake = |amount| [staking::unstake(&key, &node, amount)];
    for amount in [1_000 * IO + 1, 17_000 * IO] {
        world.refused(&unstake(amount), &[&deal.operator], StakingError::OwnStakeLocked);
    }
    world.accepted(&unstake(1_000 * IO), &[&deal.operator]);
    world.refused(&unstake(1), &[&deal.operator], StakingError::OwnStakeLocked);
    let own = |world: &World| world.node(&node).ledger.own();
    assert_eq!(own(&world), 16_000 * IO);

    let all = staking::unstake(&holder.pubkey(), &node, 8_000 * IO);
    world.accepted(&[all], &[&holder]);
    world.pass(COOLDOWN_SECONDS);
    for owner in [&deal.operator, &holder] {
        world.accepted(&[staking::withdraw(&owner.pubkey(), &node)], &[owner]);
    }
    end(&mut world, &deal, &address);
    world.accepted(&unstake(16_000 * IO), &[&deal.operator]);
    assert_eq!(own(&world), 0);
}

#[test]
fn a_hire_ends_whatever_becomes_of_its_order() {
    // Before: five years after io_orders had died the operator's stake was still locked.
    let (mut world, _, _, deal) = scene();
    let (key, node) = (deal.operator.pubkey(), deal.node);
    world.running(&deal, 0, Currency::Usdc, 30 * DAY as u32);
    let until = world.node(&node).ledger.hired_until;
    assert!((world.now() + 30 * DAY..=world.now() + MAX_HIRE_SECONDS).contains(&until), "{until}");
    let all = [staking::unstake(&key, &node, 16_000 * IO)];
    world.set_clock(until - 1);
    world.refused(&[staking::unstake(&key, &node, 1)], &[&deal.operator], StakingError::OwnStakeLocked);
    world.pass(1);
    world.accepted(&all, &[&deal.operator]);
    assert_eq!(world.node(&node).ledger.hired, 2, "nobody has released them");
}

#[test]
fn a_hire_names_its_end_at_most_44_days_ahead() {
    let (world, _, _, deal) = scene();
    let mut world = world.trusting_signatures();
    let now = world.now();
    let hire = |world: &mut World, processors, until| {
        world.send_unsigned(&[staking::hire(&deal.node, processors, until)])
    };
    for until in [now, now - 1, 0, now + MAX_HIRE_SECONDS + 1, i64::MAX] {
        let failure = hire(&mut world, 1, until).expect_err("an end beyond its bounds");
        assert!(failure.says(StakingError::InvalidHireEnd), "{until}: {failure:?}");
    }
    let failure = hire(&mut world, 0, now + 1).expect_err("no processors");
    assert!(failure.says(StakingError::InvalidProcessors), "{failure:?}");
}

#[test]
fn a_hire_moves_to_another_node_or_nothing_changes() {
    let (mut world, cast, _, deal) = scene();
    let (_, other) = world.ready_node(&cast, H100, 8);
    world.running(&deal, 0, Currency::Io, DAY as u32);
    let offline = world.register(&deal.operator, 1, H100, 8);
    let mut world = world.trusting_signatures();
    let (now, until) = (world.now(), world.now() + DAY);
    let hired = |world: &World| [deal.node, other].map(|node| world.node(&node).ledger.hired);
    for (node, processors, until, error) in [
        (offline, 2, until, StakingError::NotAvailable),
        (other, 0, until, StakingError::InvalidProcessors),
        (other, 9, until, StakingError::NotEnoughProcessors),
        (other, 2, now, StakingError::InvalidHireEnd),
        (other, 2, now + MAX_HIRE_SECONDS + 1, StakingError::InvalidHireEnd),
    ] {
        let call = staking::move_hire(&node, &deal.node, processors, until);
        let failure = world.send_unsigned(&[call]).expect_err("a node that cannot be hired");
        assert!(failure.says(error), "{failure:?}");
        assert_eq!(hired(&world), [2, 0], "{error:?}");
    }
    let twice = staking::move_hire(&deal.node, &deal.node, 2, until);
    world.send_unsigned(&[twice]).expect_err("one node in both places");
    assert_eq!(hired(&world), [2, 0]);
    // Around testkit, which knows that the order's processors stay hired.
    let mut message =
        Message::new(&[staking::move_hire(&other, &deal.node, 2, until)], Some(&world.payer.pubkey()));
    message.recent_blockhash = world.svm.latest_blockhash();
    world.svm.send_transaction(Transaction::new_unsigned(message)).expect("a hire that moves");
    assert_eq!(hired(&world), [0, 2]);
    let ledger = world.node(&other).ledger;
    assert_eq!((ledger.hired_until, ledger.locked > 0), (until, true));
    assert_eq!(world.node(&deal.node).ledger.hired_until, 0);
}

#[test]
fn a_minimum_that_shrinks_frees_nothing_of_a_running_order() {
    // Before: the operator of a running order took half of its stake out when its class was halved.
    let (mut world, cast, _, deal) = scene();
    let (key, node) = (deal.operator.pubkey(), deal.node);
    world.accepted(&[staking::update_class(&cast.admin.pubkey(), H100, 500)], &[&cast.admin]);
    let address = world.running(&deal, 0, Currency::Usdc, 30 * DAY as u32);
    world.pass(NOTICE_SECONDS);
    world.attest(&cast, &node);
    let unstake = |amount| [staking::unstake(&key, &node, amount)];
    assert_eq!(world.node(&node).ledger.minimum(), 8_000 * IO);
    world.refused(&unstake(1), &[&deal.operator], StakingError::OwnStakeLocked);
    end(&mut world, &deal, &address);
    world.accepted(&unstake(8_000 * IO), &[&deal.operator]);
}

#[test]
fn half_of_the_minimum_may_be_delegated_and_leaves_when_it_likes() {
    let (mut world, cast, _) = World::with_orders();
    let operator = world.holder(&cast, 16_000);
    let (key, node) = (operator.pubkey(), world.register(&operator, 0, H100, 8));
    let client = world.client(&cast, 1_000, 0);
    world.stake(&operator, &node, 8_000);
    world.set_offer(&operator, &node, 8_000);
    world.attest(&cast, &node);
    let deal = Deal { operator, node, client };
    let address = world.create(&deal, 0, Currency::Io, DAY as u32);
    not_hired(&mut world, &deal, &address, StakingError::BelowMinimum);
    let holder = world.holder(&cast, 8_000);
    world.stake(&holder, &node, 8_000);
    world.accept(&deal, &address, true);
    // What the operator has is below the minimum, so that all of it is locked; what others have is
    // not.
    let unstake = [staking::unstake(&key, &node, 1)];
    world.refused(&unstake, &[&deal.operator], StakingError::OwnStakeLocked);
    world.accepted(&[staking::unstake(&holder.pubkey(), &node, 8_000 * IO)], &[&holder]);
    let next = world.create(&deal, 1, Currency::Io, DAY as u32);
    not_hired(&mut world, &deal, &next, StakingError::BelowMinimum);
    assert_eq!(world.stage(&address), Stage::Running);
    end(&mut world, &deal, &address);
    world.accepted(&unstake, &[&deal.operator]);
}

#[test]
fn a_slash_leaves_running_orders_alone_and_blocks_new_ones() {
    let (mut world, cast, _, deal) = scene();
    let (node, slasher) = (deal.node, cast.slasher.pubkey());
    let running = world.running(&deal, 0, Currency::Io, 30 * DAY as u32);
    let [first, second, third] = [1, 2, 3].map(|id| world.create(&deal, id, Currency::Io, HOUR as u32));
    world.accepted(&[staking::propose_slash(&slasher, &node, 5_000)], &[&cast.slasher]);
    not_hired(&mut world, &deal, &first, StakingError::SlashPending);
    world.accepted(&[staking::cancel_slash(&slasher, &node)], &[&cast.slasher]);
    world.accept(&deal, &first, true);
    end(&mut world, &deal, &first);

    world.pass(SLASH_INTERVAL_SECONDS);
    world.attest(&cast, &node);
    let later = world.running(&deal, 6, Currency::Io, 30 * DAY as u32);
    world.accepted(&[staking::propose_slash(&slasher, &node, 5_000)], &[&cast.slasher]);
    world.pass(SLASH_OPENS_SECONDS);
    world.attest(&cast, &node);
    let [fourth, fifth] = [4, 5].map(|id| world.create(&deal, id, Currency::Io, HOUR as u32));
    not_hired(&mut world, &deal, &fourth, StakingError::SlashPending);
    world.accepted(&[staking::execute_slash(&node)], &[]);
    not_hired(&mut world, &deal, &fourth, StakingError::BelowMinimum);
    assert_eq!((world.stage(&running), world.node(&node).ledger.hired), (Stage::Running, 4));
    // The stake that is left is locked all the same.
    let unstake = staking::unstake(&deal.operator.pubkey(), &node, 1);
    world.refused(&[unstake], &[&deal.operator], StakingError::OwnStakeLocked);
    end(&mut world, &deal, &running);
    end(&mut world, &deal, &later);
    world.stake(&deal.operator, &node, 8_000);
    world.accept(&deal, &fifth, true);

    for late in [second, third] {
        let call = orders::accept(&deal.operator.pubkey(), &late, &world.order(&late), true);
        world.refused(&[call], &[&deal.operator], OrdersError::AcceptWindowOver);
    }
}

#[test]
fn a_slash_that_lapsed_blocks_no_hire() {
    let (mut world, cast, _, deal) = scene();
    world.accepted(&[staking::propose_slash(&cast.slasher.pubkey(), &deal.node, BPS)], &[&cast.slasher]);
    world.pass(SLASH_CLOSES_SECONDS);
    world.attest(&cast, &deal.node);
    let address = world.create(&deal, 0, Currency::Usdc, HOUR as u32);
    not_hired(&mut world, &deal, &address, StakingError::SlashPending);
    world.pass(1);
    world.accept(&deal, &address, true);
}

#[test]
fn a_pause_of_staking_stops_hires_and_no_release() {
    let (mut world, cast, _, deal) = scene();
    let running = world.running(&deal, 0, Currency::Usdc, DAY as u32);
    let disputed = world.running(&deal, 1, Currency::Usdc, DAY as u32);
    let open = world.create(&deal, 2, Currency::Usdc, DAY as u32);
    let pause = |paused| [staking::set_paused(&cast.admin.pubkey(), paused)];
    world.accepted(&pause(true), &[&cast.admin]);
    not_hired(&mut world, &deal, &open, StakingError::Paused);
    end(&mut world, &deal, &running);
    let dispute = orders::dispute(&deal.client.pubkey(), &disputed, &world.order(&disputed));
    world.accepted(&[dispute], &[&deal.client]);
    assert_eq!(world.node(&deal.node).ledger.hired, 0);
    world.accepted(&pause(false), &[&cast.admin]);
    world.accept(&deal, &open, true);
}

#[test]
fn an_order_is_for_the_hardware_that_it_names() {
    let (mut world, cast, _, deal) = scene();
    let (key, client, node) = (deal.operator.pubkey(), deal.client.pubkey(), deal.node);
    let booked = world.create(&deal, 0, Currency::Io, DAY as u32);
    // Cheaper hardware, honestly attested, does not get the price of the dear one.
    world.accepted(&[staking::update_hardware(&key, &node, APPLE, 8)], &[&deal.operator]);
    world.pass(1);
    world.attest(&cast, &node);
    let accept = orders::accept(&key, &booked, &world.order(&booked), true);
    world.refused(&[accept], &[&deal.operator], OrdersError::NodeChanged);
    // Nor does an order that was signed before.
    let create = orders::create(&client, 1, &node, Currency::Io, terms(Currency::Io, DAY as u32));
    world.refused(&[create], &[&deal.client], OrdersError::NodeChanged);
    let before = world.wallet_balance(&client, Currency::Io);
    world.accepted(&[orders::cancel(&client, &booked, &world.order(&booked), None)], &[&deal.client]);
    assert_eq!(world.wallet_balance(&client, Currency::Io), before + 7_218_000_000, "72 IO and 0.25%");
    let new = world.create(&deal, 1, Currency::Io, DAY as u32);
    world.accept(&deal, &new, true);
}

#[test]
fn a_dispute_after_the_end_frees_nothing_twice() {
    let (mut world, _, _, deal) = scene();
    let [one, _other] = [0, 1].map(|id| world.running(&deal, id, Currency::Io, DAY as u32));
    assert_eq!(world.node(&deal.node).ledger.hired, 4);
    end(&mut world, &deal, &one);
    let dispute = orders::dispute(&deal.client.pubkey(), &one, &world.order(&one));
    world.accepted(&[dispute], &[&deal.client]);
    assert_eq!(world.node(&deal.node).ledger.hired, 2, "the other order's");
}

#[test]
fn every_order_frees_what_it_hired() {
    let (mut world, _, _, deal) = scene();
    let create = |world: &mut World, id, processors| {
        let params = orders::CreateParams { processors, ..terms(Currency::Io, DAY as u32) };
        let call = orders::create(&deal.client.pubkey(), id, &deal.node, Currency::Io, params);
        world.accepted(&[call], &[&deal.client]);
        orders::order_address(&deal.client.pubkey(), id)
    };
    let hired = |world: &World| world.node(&deal.node).ledger.hired;
    let addresses = [(0, 1), (1, 2), (2, 5)].map(|(id, processors)| create(&mut world, id, processors));
    for address in &addresses {
        world.accept(&deal, address, false);
    }
    assert_eq!(hired(&world), 8);
    let more = create(&mut world, 3, 1);
    not_hired(&mut world, &deal, &more, StakingError::NotEnoughProcessors);
    end(&mut world, &deal, &addresses[1]);
    assert_eq!(hired(&world), 6);
    let three = create(&mut world, 4, 3);
    not_hired(&mut world, &deal, &three, StakingError::NotEnoughProcessors);
    world.accept(&deal, &more, false);
    let dispute = orders::dispute(&deal.client.pubkey(), &addresses[2], &world.order(&addresses[2]));
    world.accepted(&[dispute], &[&deal.client]);
    assert_eq!(hired(&world), 2);
    world.accept(&deal, &three, false);
    assert_eq!(hired(&world), 5);
}

#[test]
fn a_strangers_hire_and_release_stay_impossible_while_orders_run() {
    let (mut world, cast, _, deal) = scene();
    let (_, other) = world.ready_node(&cast, H100, 8);
    world.running(&deal, 0, Currency::Io, DAY as u32);
    let orders = io_addresses::orders::CONFIG.address;
    let signers: [&Keypair; 3] = [&deal.operator, &deal.client, &world.deployer.insecure_clone()];
    for signer in signers {
        let until = world.now() + DAY;
        let move_hire = staking::move_hire(&other, &deal.node, 2, until);
        for call in [staking::hire(&deal.node, 1, until), staking::release(&deal.node, 2), move_hire] {
            let call = with_account(call, orders, signer.pubkey());
            world.refused(&[call], &[signer], StakingError::NotOrders);
        }
    }
    assert_eq!(world.node(&deal.node).ledger.hired, 2);
}
