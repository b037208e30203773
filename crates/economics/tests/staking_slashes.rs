//! Rules of slashes, one by one, at their edges.
#![allow(clippy::arithmetic_side_effects)]

mod staking_scene;

use io_economics::{staking::*, time::DAY};
use staking_scene::{Scene, MINIMUM};
use StakingError::*;

#[test]
fn a_slash_has_its_window() {
    let mut scene = Scene::running();
    for bps in [0, BPS + 1] {
        assert_eq!(scene.propose(bps), Err(InvalidSlashShare));
    }
    assert_eq!(scene.execute(), Err(NoSlashPending));
    assert_eq!(scene.cancel(), Err(NoSlashPending));
    let proposed = scene.now;
    scene.propose(100).unwrap();
    assert_eq!(scene.propose(100), Err(SlashPending));
    assert_eq!(scene.delegate(1), Err(SlashPending));
    scene.now = proposed + 30 * DAY - 1;
    assert_eq!(scene.execute(), Err(SlashNotOpen));

    for at in [30 * DAY, 37 * DAY] {
        let mut scene = scene.clone();
        scene.now = proposed + at;
        let slashed = scene.execute().unwrap();
        assert_eq!(slashed, Slashed { bonded: MINIMUM / 100, cooling: 0, held: 0 });
        assert_eq!((scene.node.own(), scene.node.weight), (MINIMUM / 100 * 99, 0));
        assert_eq!(scene.execute(), Err(NoSlashPending));
        scene.stake(MINIMUM / 100).unwrap();
        assert_eq!(scene.node.own(), MINIMUM);
    }

    scene.now = proposed + 37 * DAY + 1;
    assert_eq!(scene.clone().cancel(), Err(NoSlashPending));
    assert_eq!(scene.execute(), Err(NoSlashPending));
    assert_eq!(scene.node.own(), MINIMUM);
    scene.delegate(1).unwrap();
}

#[test]
fn a_slasher_waits_90_days_after_a_slash_that_came_to_nothing() {
    let mut scene = Scene::running();
    scene.propose(1).unwrap();
    // It lapses after 37 days, whoever looks when.
    let lapsed = scene.now + SLASH_CLOSES_SECONDS;
    for looks_at in [lapsed + 1, lapsed + 50 * DAY] {
        let mut scene = scene.clone();
        scene.now = looks_at;
        scene.sync();
        scene.now = lapsed + SLASH_INTERVAL_SECONDS - 1;
        assert_eq!(scene.propose(1), Err(SlashTooSoon));
        scene.now += 1;
        scene.propose(1).unwrap();
    }
    scene.now += DAY;
    scene.cancel().unwrap();
    let cancelled = scene.now;
    scene.now = cancelled + SLASH_INTERVAL_SECONDS - 1;
    assert_eq!(scene.propose(1), Err(SlashTooSoon));
    let mut other = scene.clone();
    other.epochs.announce(1, other.now);
    other.propose(1).unwrap();
    // What an epoch before has left undone binds neither, and is remembered of the last alone.
    other.cancel().unwrap();
    assert_eq!(other.propose(1), Err(SlashTooSoon));
    scene.now += 1;
    scene.propose(1).unwrap();
}

#[test]
fn a_slasher_waits_after_an_executed_slash_below_a_tenth_and_after_no_other() {
    for (share, waits) in [(1, true), (SMALL_SLASH_BPS - 1, true), (SMALL_SLASH_BPS, false), (BPS, false)] {
        let mut scene = Scene::running();
        scene.slash(share);
        scene.stake(MINIMUM).unwrap();
        if waits {
            assert_eq!(scene.propose(BPS), Err(SlashTooSoon));
            let mut successor = scene.clone();
            successor.epochs.announce(1, successor.now);
            successor.propose(BPS).unwrap();
            scene.now += SLASH_INTERVAL_SECONDS - 1;
            assert_eq!(scene.propose(BPS), Err(SlashTooSoon));
            scene.now += 1;
        }
        scene.propose(1).unwrap();
    }
    // The share that was executed counts.
    let mut scene = Scene::running();
    scene.propose(1).unwrap();
    scene.raise(SMALL_SLASH_BPS).unwrap();
    scene.now += SLASH_OPENS_SECONDS;
    scene.execute().unwrap();
    scene.propose(1).unwrap();
}

#[test]
fn a_slash_is_raised_twice_at_most_and_within_14_days() {
    let mut scene = Scene::running();
    assert_eq!(scene.raise(2), Err(NoSlashPending));
    scene.propose(100).unwrap();
    for bps in [0, BPS + 1] {
        assert_eq!(scene.raise(bps), Err(InvalidSlashShare));
    }
    for bps in [1, 100] {
        assert_eq!(scene.raise(bps), Err(SlashNotHigher));
    }
    let mut late = scene.clone();
    late.now += SLASH_RAISE_SECONDS + 1;
    assert_eq!(late.raise(101), Err(RaiseTooLate));
    for bps in [101, BPS] {
        scene.now += SLASH_RAISE_SECONDS;
        scene.raise(bps).unwrap();
        assert_eq!(scene.node.slash.proposed_at, scene.now, "its 30 days begin again");
    }
    assert_eq!((scene.node.slash.proposals, scene.node.slash.raises), (1, 2));
    scene.node.slash.share_bps -= 1;
    assert_eq!(scene.raise(BPS), Err(RaisesExhausted));
    scene.node.slash.share_bps += 1;
    scene.now += SLASH_OPENS_SECONDS - 1;
    assert_eq!(scene.execute(), Err(SlashNotOpen));
    scene.now += 1;
    assert_eq!(scene.execute().unwrap().bonded, MINIMUM);
    // The next one can be raised again.
    scene.stake(MINIMUM).unwrap();
    scene.propose(1).unwrap();
    scene.raise(2).unwrap();
}

#[test]
fn a_raise_reaches_what_left_since_the_proposal_and_nothing_that_was_paid_before() {
    let mut scene = Scene::running();
    let start = scene.now;
    scene.unstake(1_000).unwrap();
    scene.now = start + DAY;
    scene.propose(1).unwrap();
    scene.unstake(MINIMUM - 1_000).unwrap();
    scene.now = start + COOLDOWN_SECONDS;
    let early = scene.withdraw().unwrap();
    assert_eq!((early.paid, early.held), (999, 1), "at the share of its time");
    scene.now = start + DAY + SLASH_RAISE_SECONDS;
    scene.raise(BPS).unwrap();
    assert_eq!(scene.withdraw().unwrap(), Withdrawn { held: MINIMUM - 1_000, ..Withdrawn::default() });
    scene.now += SLASH_OPENS_SECONDS;
    assert_eq!(scene.execute().unwrap().total(), MINIMUM - 1_000 + 1);
}

#[test]
fn the_operator_adds_stake_under_a_pending_slash_and_nobody_else() {
    let mut scene = Scene::running();
    scene.propose(5_000).unwrap();
    scene.stake(MINIMUM).unwrap();
    assert_eq!(scene.delegate(1), Err(SlashPending));
    scene.now += SLASH_OPENS_SECONDS;
    assert_eq!(scene.execute().unwrap().bonded, MINIMUM, "half of the new stake too");
}

#[test]
fn a_void_epoch_has_proposed_nothing_and_proposes_nothing() {
    let mut scene = Scene::running();
    scene.stake(100).unwrap();
    scene.unstake(100).unwrap();
    scene.now += COOLDOWN_SECONDS;
    scene.propose(BPS).unwrap();
    assert_eq!(scene.withdraw().unwrap().held, 100);
    let epoch = scene.epochs.number;
    for unknown in [epoch + 1, u32::MAX] {
        assert_eq!(scene.epochs.void(unknown, epoch), Err(UnknownEpoch));
    }
    let mut earlier = scene.clone();
    earlier.epochs.announce(1, earlier.now);
    earlier.epochs.void(epoch + 1, epoch + 1).unwrap();
    assert_eq!(earlier.withdraw(), Err(HeldBack), "that of the epoch before stands");
    earlier.epochs.void(epoch, epoch + 1).unwrap();
    assert_eq!(earlier.withdraw().unwrap().paid, 100);

    assert_eq!(scene.epochs.check(epoch), Ok(()));
    scene.epochs.void(epoch, epoch).unwrap();
    assert_eq!(scene.epochs.check(epoch), Err(EpochVoided), "whom the program asks before a cancel");
    assert_eq!((scene.propose(1), scene.raise(BPS)), (Err(EpochVoided), Err(EpochVoided)));
    assert_eq!(scene.cancel(), Err(NoSlashPending));
    scene.now += SLASH_OPENS_SECONDS;
    assert_eq!(scene.execute(), Err(NoSlashPending));
    assert_eq!(scene.withdraw().unwrap().paid, 100);
    scene.report(BPS).unwrap();
    scene.hire(1).unwrap();
    scene.delegate(1).unwrap();
    // The next slasher need not wait.
    scene.epochs.announce(1, scene.now);
    scene.propose(BPS).unwrap();
}

#[test]
fn sixty_three_epochs_are_told_apart() {
    let mut epochs = Epochs::default();
    for number in 0..200u32 {
        assert_eq!((epochs.at(0, 5), epochs.at(7, 6), epochs.at(7, 7)), (number, number, number + 1));
        let known: Vec<u32> = (number.saturating_sub(62)..=number).collect();
        for epoch in &known {
            assert_eq!(epochs.is_void(*epoch), epoch % 3 == 0 && *epoch < number, "{epoch} in {number}");
        }
        assert_eq!(epochs.clone().void(number + 1, number), Err(UnknownEpoch));
        if number > 62 {
            assert_eq!(epochs.clone().void(number - 63, number), Err(UnknownEpoch));
            epochs.clone().void(number - 62, number).unwrap();
        }
        if number % 3 == 0 {
            epochs.void(number, number).unwrap();
        }
        epochs.announce(7, 7);
        assert!(!epochs.is_void(number + 1), "a new one is not void");
    }
}

#[test]
fn a_node_has_at_most_128_proposals() {
    let mut scene = Scene::running();
    for number in 1..=MAX_PROPOSALS {
        scene.propose(1).unwrap();
        assert_eq!(scene.node.slash.verdict(number), Verdict::Pending);
        if number % 2 == 0 {
            scene.now += 30 * DAY;
            scene.execute().unwrap();
        }
        scene.now += SLASH_CLOSES_SECONDS + SLASH_INTERVAL_SECONDS;
    }
    assert_eq!(scene.propose(1), Err(ProposalsExhausted));
    for number in 1..=MAX_PROPOSALS {
        let verdict = if number % 2 == 0 { Verdict::Executed } else { Verdict::Dropped };
        assert_eq!(scene.node.slash.verdict(number), verdict, "{number}");
    }
    assert_eq!(scene.node.slash.verdict(0), Verdict::Dropped);
    assert_eq!(scene.node.slash.verdict(129), Verdict::Dropped);
    assert_eq!(scene.node.slash.executed, u128::MAX / 3 * 2);
}
