//! A random walk over all instructions of all programs, by operators, holders, clients, roles and
//! strangers, while token accounts are closed and frozen, and prices move, lie and are missing.
//! Testkit checks the invariants after every transaction.
//!
//! `IO_WALK_STEPS` sets half the length (500 unless told), `IO_WALK_SEED` replays a failure. A long
//! walk must have had every instruction accepted; one of a fixed seed goes on until it has.

mod airdrop;
mod buyback;
mod emission;
mod market;
mod orders;
mod outside;
mod people;
mod records;
mod requests;
mod staking;
mod step;
mod tally;
mod vesting;

use {
    io_economics::time::{DAY, HOUR},
    io_testkit::walk,
    step::{anything, Move, Walk, OF_ORDERS},
    tally::Tally,
};

/// From so many steps on, a walk must have had everything accepted.
const LONG: u64 = 20_000;

/// A walk goes on for so many times its length, at most, until it has done what it must.
const MORE: u64 = 20;

/// Walks until each instruction in `must` was accepted, for `steps` at least, and prints what was
/// accepted and what refused.
fn walk(seed: u64, steps: u64, haste: u8, must: &[&str], choose: fn(&mut Walk) -> Move) -> Tally {
    println!("IO_WALK_SEED={seed} IO_WALK_STEPS={}", steps / 2);
    let mut walk = Walk::new(seed, haste);
    for _ in 0..steps {
        walk.step(choose);
    }
    // A short one may have had no chance to: it must not fail at random.
    let missing = |walk: &Walk| must.iter().find(|name| walk.tally.accepted(name) == 0).copied();
    for _ in 0..MORE * steps {
        if missing(&walk).is_none() {
            break;
        }
        walk.step(choose);
    }
    println!("{}", walk.tally);
    assert_eq!(missing(&walk), None, "was never accepted: the walk went nowhere");
    assert!(walk.tally.refused() > steps / 20, "the walk tried nothing wrong");
    walk.tally
}

/// Nodes and stake alone, so that a walk of some length goes deep.
#[test]
fn nothing_staked_is_lost_whatever_anyone_sends() {
    let steps = 2 * walk::steps();
    let must = ["crank", "stake", "unstake", "withdraw", "claim", "sync_node", "report_availability"];
    let tally = walk(walk::seed(), steps, 12, &must, |walk| match walk.random.u8(..12) {
        0 => walk.emission_move(),
        _ => walk.staking_move(),
    });
    if steps >= LONG {
        tally.all_accepted(&["io_emission", "io_staking"]).unwrap();
    }
}

#[test]
fn nothing_is_lost_whatever_anyone_sends() {
    let steps = 2 * walk::steps();
    let must = ["create", "accept", "settle", "end", "close", "sweep_fees", "burn", "fill"];
    let tally = walk(walk::seed(), steps, OF_ORDERS, &must, anything);
    if steps >= LONG {
        tally.everything().unwrap();
    }
}

/// From a fixed seed, as long as it takes: whatever a change of the code shifts, everything comes
/// to pass.
#[test]
fn a_long_walk_does_everything() {
    const MOST: u64 = 8 * LONG;
    let mut walk = Walk::new(1, OF_ORDERS);
    let done = (1..=MOST).find(|step| {
        walk.step(anything);
        step % 500 == 0 && walk.tally.everything().is_ok()
    });
    println!("{}", walk.tally);
    let steps = done.unwrap_or_else(|| panic!("after {MOST} steps: {:?}", walk.tally.everything()));
    println!("everything within {steps} steps");
}
