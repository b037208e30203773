//! What the first node, the last one online and a rogue oracle's friend earn in a pool that is
//! meant for 1,000 H100s, on bytecode; `crates/economics/tests/staking_full_weight.rs` has the same
//! figures beside exact rationals.

mod staking_scene;

use {
    anchor_lang::prelude::Pubkey,
    io_client::staking,
    io_economics::{
        emission::MONTH_SECONDS,
        staking::PoolKind,
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        staking::{Cast, H100},
        World,
    },
    solana_keypair::Keypair,
    staking_scene::{accrued, claim, send},
};

/// 1,000 fully available H100s.
const EXPECTED: u64 = 10_000_000_000;

fn world() -> (World, Cast) {
    let (mut world, owners) = World::after_genesis();
    let cast = world.start_staking_for(owners, EXPECTED);
    (world, cast)
}

/// The oracle reports a node every 12 hours for so many days; then its operator claims.
fn days(world: &mut World, cast: &Cast, (operator, node): &(Keypair, Pubkey), days: i64) -> u64 {
    for _ in 0..2 * days {
        // The first report is of the moment in which the node came.
        if world.node(node).ledger.availability.reported_at < world.now() {
            world.attest(cast, node);
        }
        world.pass(12 * HOUR);
    }
    claim(world, operator, node)
}

#[test]
fn a_lone_h100_earns_less_than_a_900th_of_the_pool_in_the_first_year() {
    let (mut world, cast) = world();
    world.check_every = 100;
    let lone = world.ready_node(&cast, H100, 1);
    let paid = days(&mut world, &cast, &lone, 365);
    let pool = PoolKind::Gpu.accrued(World::START, World::START + 12 * MONTH_SECONDS as i64);
    println!("a lone H100 in the first year: {} IO of {} IO, a {}th", paid / IO, pool / IO, pool / paid);
    assert!(paid < pool / 900, "{paid} of {pool}");
    assert_eq!(paid / IO, 39_332);
}

#[test]
fn the_first_node_on_day_30_earns_a_thousandth() {
    // Before: 6,202,525 IO in 30 days with 2,000 IO of stake.
    let (mut world, cast) = world();
    world.pass(30 * DAY);
    let before = accrued(&world);
    let first = world.ready_node(&cast, H100, 1);
    let paid = days(&mut world, &cast, &first, 30);
    let pool = accrued(&world) - before;
    println!("the first H100 in 30 days: {} IO of {} IO", paid / IO, pool / IO);
    assert!(paid < pool / 900, "{paid} of {pool}");
    assert_eq!(paid / IO, 3_371);
}

#[test]
fn the_friend_of_an_oracle_that_calls_all_others_offline_earns_no_more() {
    // Before: the whole pool.
    let (mut world, cast) = world();
    let others: Vec<_> = (0..9).map(|_| world.ready_node(&cast, H100, 111).1).collect();
    let friend = world.ready_node(&cast, H100, 1);
    let fair = days(&mut world.clone(), &cast, &friend, 1);
    world.pass(1);
    let offline: Vec<_> = others.iter().map(|node| world.report(node, 0, 0)).collect();
    for batch in staking::batches(&offline) {
        send(&mut world, &cast, &batch);
    }
    let paid = days(&mut world, &cast, &friend, 30);
    println!("a rogue oracle's friend: {} IO in 30 days, {} IO in a fair day", paid / IO, fair / IO);
    // A thousandth of what accrues, and of what is released on top.
    let most =
        (u128::from(accrued(&world)) + ((PoolKind::Gpu.release_rate() * 30 * DAY as u128) >> 64)) / 1_000;
    assert!(u128::from(paid) <= most, "{paid} of at most {most}");
}
