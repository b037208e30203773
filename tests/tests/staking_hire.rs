//! What a hire by real orders does to a node, its operator and its delegators; and rules of stake that need a long life.

use {
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{self, Currency, OrdersError, Stage},
        staking::{self, events, StakingError},
    },
    io_economics::{
        staking::{
            BPS, COOLDOWN_SECONDS, MAX_PROPOSALS, SLASH_CLOSES_SECONDS, SLASH_INTERVAL_SECONDS,
            SLASH_OPENS_SECONDS,
        },
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        calls::{with_account, OTHER_TYPE},
        orders::{terms, Deal, OrdersRoles},
        staking::{Cast, APPLE, H100},
        Receipt, World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;

fn scene() -> (World, Cast, OrdersRoles, Deal) {
    let (mut world, cast, desk) = World::with_orders();
    let deal = world.deal(&cast);
    (world, cast, desk, deal)
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
    let holder = world.holder(&cast, 10_000);
    world.stake(&holder, &node, 10_000);
    let address = world.running(&deal, 0, Currency::Usdc, 30 * DAY as u32);
    let unstake = |amount| [staking::unstake(&key, &node, amount)];
    for amount in [1_000 * IO + 1, 17_000 * IO] {
        world.refused(&unstake(amount), &[&deal.operator], StakingError::OwnStakeLocked);
    }
    world.accepted(&unstake(1_000 * IO), &[&deal.operator]);
    world.refused(&unstake(1), &[&deal.operator], StakingError::OwnStakeLocked);
    let own = |world: &World| world.node(&node).ledger.own();
    assert_eq!(own(&world), 16_000 * IO);

    let all = staking::unstake(&holder.pubkey(), &node, 10_000 * IO);
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
fn half_of_the_minimum_may_be_delegated_and_leaves_when_it_likes() {
    let (mut world, cast, _) = World::with_orders();
    let operator = world.holder(&cast, 16_000);
    let (key, node) = (operator.pubkey(), world.register(&operator, 0, H100, 8));
    let client = world.client(&cast, 1_000, 0);
    world.stake(&operator, &node, 8_000);
    world.attest(&cast, &node);
    let deal = Deal { operator, node, client };
    let address = world.create(&deal, 0, Currency::Io, DAY as u32);
    not_hired(&mut world, &deal, &address, StakingError::BelowMinimum);
    let holder = world.holder(&cast, 8_000);
    world.stake(&holder, &node, 8_000);
    world.accept(&deal, &address, true);
    // What the operator has is below the minimum, so that all of it is locked; what others have is not.
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
    world.accepted(&[staking::propose_slash(&slasher, &node, 5_000)], &[&cast.slasher]);
    world.pass(SLASH_OPENS_SECONDS);
    world.attest(&cast, &node);
    let [fourth, fifth] = [4, 5].map(|id| world.create(&deal, id, Currency::Io, HOUR as u32));
    not_hired(&mut world, &deal, &fourth, StakingError::SlashPending);
    world.accepted(&[staking::execute_slash(&node)], &[]);
    not_hired(&mut world, &deal, &fourth, StakingError::BelowMinimum);
    assert_eq!((world.stage(&running), world.node(&node).ledger.hired), (Stage::Running, 2));
    // The stake that is left is locked all the same.
    let unstake = staking::unstake(&deal.operator.pubkey(), &node, 1);
    world.refused(&[unstake], &[&deal.operator], StakingError::OwnStakeLocked);
    end(&mut world, &deal, &running);
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
fn a_node_of_a_layout_to_come_ends_its_orders() {
    let (mut world, _, _, deal) = scene();
    let address = world.running(&deal, 0, Currency::Io, DAY as u32);
    let open = world.create(&deal, 1, Currency::Io, DAY as u32);
    let old = world.svm.get_account(&deal.node).unwrap();
    let mut newer = old.clone();
    newer.data[8] += 1;
    let accept = orders::accept(&deal.operator.pubkey(), &open, &world.order(&open), true);
    let params = terms(Currency::Io, DAY as u32);
    let create = orders::create(&deal.client.pubkey(), 2, &deal.node, Currency::Io, params);
    let ends = orders::end(&deal.client.pubkey(), &address, &world.order(&address), None);
    world.svm.set_account(deal.node, newer).unwrap();
    world.refused(&[accept], &[&deal.operator], OrdersError::UnknownVersion);
    world.refused(&[create], &[&deal.client], OrdersError::UnknownVersion);
    // Testkit knows no such layout either, so that the transaction goes round it.
    world.svm.expire_blockhash();
    let message = solana_message::Message::new(&[ends], Some(&deal.client.pubkey()));
    let transaction =
        solana_transaction::Transaction::new(&[&deal.client], message, world.svm.latest_blockhash());
    world.svm.send_transaction(transaction).expect("an end needs no more than the operator's key");
    assert_eq!(world.stage(&address), Stage::Ended);
}

#[test]
fn a_node_is_proposed_for_a_slash_so_often_and_no_more() {
    let (mut world, cast, _, deal) = scene();
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
    let (mut world, cast, _, deal) = scene();
    let (key, node) = (deal.operator.pubkey(), deal.node);
    world.accepted(&[staking::unstake(&key, &node, 1_000 * IO)], &[&deal.operator]);
    world.accepted(&[staking::propose_slash(&cast.slasher.pubkey(), &node, 3_000)], &[&cast.slasher]);
    world.pass(SLASH_OPENS_SECONDS);
    world.accepted(&[staking::execute_slash(&node)], &[]);
    (world, cast, deal)
}

/// A month of a delegated node, all of which its operator may hire itself, up to a slash of half: what its delegator
/// claims in the days of it, what is left of both stakes, and what the delegator takes home.
fn month(hired: bool) -> (Vec<u64>, [u64; 2], u64) {
    let (mut world, cast, _, mut deal) = scene();
    let (operator, node) = (deal.operator.pubkey(), deal.node);
    let holder = world.holder(&cast, 16_000);
    let key = holder.pubkey();
    world.stake(&holder, &node, 16_000);
    let own = 16_000 * IO;
    let worth = |world: &World| {
        let ledger = world.node(&node).ledger;
        [operator, key].map(|owner| world.stake_of(&node, &owner).position.worth(&ledger))
    };
    assert_eq!(worth(&world), [own; 2]);
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
    assert_eq!(left, [8_000 * IO; 2], "a slash takes the same share of both");
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
fn rewards_are_restaked_up_to_the_operators_own_stake() {
    let (mut world, cast, _, deal) = scene();
    let node = deal.node;
    let holder = world.holder(&cast, 16_000);
    let key = holder.pubkey();
    world.stake(&holder, &node, 16_000);
    world.pass(2 * HOUR);
    world.crank();
    let restake = [staking::restake(&key, &node)];
    world.refused(&restake, &[&holder], StakingError::DelegationLimit);
    let claim = [staking::claim(&key, &node)];
    let receipt = world.clone().accepted(&claim, &[&holder]);
    let rewards = receipt.events::<events::Claimed>()[0].amount;
    assert!(rewards > 0);
    // The operator's own rewards make room for just as much.
    let own = [staking::restake(&deal.operator.pubkey(), &node)];
    world.accepted(&own, &[&deal.operator]);
    world.accepted(&restake, &[&holder]);
    let stake = world.stake_of(&node, &key).position.worth(&world.node(&node).ledger);
    assert_eq!(stake, 16_000 * IO + rewards);
}

/// An account of io_staking whose bytes are no account that it wrote.
fn spoil(world: &mut World, address: &Pubkey, change: impl FnOnce(&mut Vec<u8>)) {
    let mut account = world.svm.get_account(address).unwrap();
    change(&mut account.data);
    world.svm.set_account(*address, account).unwrap();
}

#[test]
fn bytes_that_are_no_account_are_refused_even_under_the_programs_own_name() {
    /// Anchor's number for data that is too short or holds what its type does not.
    const NO_ACCOUNT: u32 = anchor_lang::error::ErrorCode::AccountDidNotDeserialize as u32;
    /// Anchor's number for data without room for a discriminator.
    const EMPTY: u32 = anchor_lang::error::ErrorCode::AccountDiscriminatorMismatch as u32;
    let (world, _, _, deal) = scene();
    let (key, node) = (deal.operator.pubkey(), deal.node);
    let stake = staking::stake_address(&node, &key);
    // `retired` is the last flag of the ledger, 13 bytes of padding and 16 reserved ones before the end.
    let retired = 8 + std::mem::size_of::<staking::Node>() - 16 - 13 - 1;
    let calls = [staking::unstake(&key, &node, IO), staking::claim(&key, &node)];
    for address in [node, stake] {
        type Change = fn(&mut Vec<u8>, usize);
        let changes: [(Change, u32); 4] = [
            (|data, _| data.truncate(data.len() - 1), NO_ACCOUNT),
            (|data, _| data.truncate(4), EMPTY),
            (|data, _| data.clear(), EMPTY),
            (|data, _| data[0] ^= 1, OTHER_TYPE),
        ];
        for (change, error) in changes {
            let mut world = world.clone();
            spoil(&mut world, &address, |data| change(data, retired));
            for call in &calls {
                world.refused(std::slice::from_ref(call), &[&deal.operator], error);
            }
        }
    }
    let mut world = world.clone();
    spoil(&mut world, &node, |data| {
        assert_eq!(data[retired], 0);
        data[retired] = 2;
    });
    for call in &calls {
        world.refused(std::slice::from_ref(call), &[&deal.operator], NO_ACCOUNT);
    }
}

#[test]
fn a_strangers_hire_and_release_stay_impossible_while_orders_run() {
    let (mut world, _, _, deal) = scene();
    world.running(&deal, 0, Currency::Io, DAY as u32);
    let orders = io_addresses::orders::CONFIG.address;
    let signers: [&Keypair; 3] = [&deal.operator, &deal.client, &world.deployer.insecure_clone()];
    for signer in signers {
        for call in [staking::hire(&deal.node, 1), staking::release(&deal.node, 2)] {
            let call = with_account(call, orders, signer.pubkey());
            world.refused(&[call], &[signer], StakingError::NotOrders);
        }
    }
    assert_eq!(world.node(&deal.node).ledger.hired, 2);
}
