//! What slashes do to stake, one by one, at their edges.
#![allow(clippy::arithmetic_side_effects)]

mod staking_scene;

use io_economics::{
    staking::*,
    time::{DAY, HOUR},
    units::HARD_CAP,
};
use staking_scene::{Scene, HALF, IO, MINIMUM};
use StakingError::*;

/// A slash of 40% is proposed on day 0; the operator's 1001 cool since day -14, alice's 1000 since
/// day -1.
fn leaving() -> Scene {
    let mut scene = Scene::running();
    scene.delegate(5_000).unwrap();
    scene.unstake(1_001).unwrap();
    scene.now += 13 * DAY;
    scene.undelegate(1_000).unwrap();
    scene.now += DAY;
    scene.propose(4_000).unwrap();
    scene
}

#[test]
fn a_pending_slash_holds_back_its_share_of_withdrawals() {
    let mut scene = leaving();
    let proposed = scene.now;
    let withdraw = |scene: &mut Scene| scene.withdraw();
    assert_eq!(
        withdraw(&mut scene),
        Ok(Withdrawn { paid: 600, held: 401, forfeited: 0 }),
        "the rest rounded up"
    );
    assert_eq!(withdraw(&mut scene), Err(HeldBack));
    assert_eq!((scene.node.slash.held, scene.node.cooling.assets), (401, 1_000));
    assert!(!Position { held: 1, ..Position::default() }.is_empty(&scene.node));
    // More that unlocks meanwhile adds to what is held, and no place is taken by it.
    for _ in 0..TICKETS {
        scene.unstake(10).unwrap();
    }
    scene.now += COOLDOWN_SECONDS;
    assert_eq!(withdraw(&mut scene), Ok(Withdrawn { paid: 24, held: 16, forfeited: 0 }));
    assert_eq!((scene.operator.held, scene.node.slash.held), (417, 417));
    scene.unstake(500).unwrap();

    // Cancelled or lapsed: all of it is paid, and a later slash does not touch it.
    for lapses in [false, true] {
        let mut scene = scene.clone();
        if lapses {
            scene.now = proposed + 37 * DAY + 1;
        } else {
            scene.now = proposed + 37 * DAY;
            assert_eq!(
                scene.operator.clone().withdraw(&mut scene.node.clone(), scene.now).unwrap().held,
                200
            );
            scene.cancel().unwrap();
        }
        scene.sync();
        assert_eq!((scene.node.slash.held, scene.node.slash.freed), (0, 417));
        scene.now = proposed + 37 * DAY + 90 * DAY;
        assert_eq!(scene.slash(BPS).held, 0);
        assert_eq!(scene.node.held_in_vault(), 417);
        assert_eq!(withdraw(&mut scene), Ok(Withdrawn { paid: 417, held: 0, forfeited: 0 }));
        assert_eq!(withdraw(&mut scene), Err(NothingToWithdraw));
        assert_eq!(scene.node.held_in_vault(), 0);
    }

    // Executed: it burns with 40% of everything else.
    scene.now = proposed + 37 * DAY;
    let slashed = scene.execute().unwrap();
    let bonded = MINIMUM + 5_000 - 1_000 - 1_001 - 40 - 500;
    assert_eq!(slashed, Slashed { bonded: (bonded as f64 * 0.4) as u64, cooling: 600, held: 417 });
    assert_eq!(withdraw(&mut scene), Ok(Withdrawn { paid: 300, held: 0, forfeited: 417 }));
    assert_eq!(scene.alice.withdraw(&mut scene.node, scene.now).unwrap().paid, 600);
    assert_eq!((scene.node.cooling, scene.node.slash.freed), (SharePool::default(), 0));
}

#[test]
fn held_money_of_two_slashes_is_kept_apart() {
    let mut scene = leaving();
    let proposed = scene.now;
    assert_eq!(scene.withdraw().unwrap().held, 401);
    scene.cancel().unwrap();
    // Neither withdraws before the next slash is proposed.
    scene.unstake(1_000).unwrap();
    scene.now = proposed + 90 * DAY;
    scene.propose(BPS).unwrap();
    let withdrawn = scene.withdraw().unwrap();
    assert_eq!(
        withdrawn,
        Withdrawn { paid: 401, held: 1_000, forfeited: 0 },
        "the old one back, the new one held"
    );
    assert_eq!((scene.operator.held_for, scene.node.slash.held, scene.node.slash.freed), (2, 1_000, 0));
    scene.now += 30 * DAY;
    let slashed = scene.execute().unwrap();
    assert_eq!((slashed.cooling, slashed.held), (1_000, 1_000));
    assert_eq!(scene.node.cooling.generation, 1);
    let mut newcomer = Position::default();
    newcomer.stake(&mut scene.node, &mut scene.pool, scene.now, 9, Holder::Operator).unwrap();
    newcomer.unstake(&mut scene.node, &mut scene.pool, scene.now, 9, Holder::Operator).unwrap();
    assert_eq!(
        scene.alice.tickets[0].worth(&scene.node.cooling),
        0,
        "nothing of what others have there since"
    );
    let nothing = Withdrawn::default();
    assert_eq!(scene.alice.withdraw(&mut scene.node, scene.now), Ok(nothing), "the place is free again");
    assert_eq!(scene.withdraw(), Ok(Withdrawn { forfeited: 1_000, ..nothing }));
    assert_eq!(scene.node.held_in_vault(), 9);
}

#[test]
fn a_slash_to_nothing_ends_a_generation_and_keeps_the_rewards() {
    let mut scene = Scene::running();
    scene.delegate(HALF).unwrap();
    let all = MINIMUM + HALF;
    for generation in 1..=GENERATIONS {
        scene.now += 60 * DAY;
        scene.report(BPS).unwrap();
        scene.now += HOUR;
        scene.sync();
        // Bob was here from the first generation on and has never looked since.
        if generation == 1 {
            scene.bob.stake(&mut scene.node, &mut scene.pool, scene.now, 0, Holder::Delegator).unwrap_err();
        }
        let slashed = scene.slash(if generation % 2 == 0 { BPS } else { 9_999 });
        let wiped = generation % 2 == 0;
        assert_eq!(slashed.bonded, if wiped { all } else { all / 10_000 * 9_999 });
        if !wiped {
            // The rest goes in the next one.
            scene.now += 60 * DAY;
            scene.slash(BPS);
        }
        assert_eq!(
            (scene.node.bonded.generation, scene.node.own_shares, scene.node.weight),
            (generation, 0, 0)
        );
        assert_eq!((scene.operator.worth(&scene.node), scene.alice.worth(&scene.node)), (0, 0));
        assert_eq!(scene.node.remainder, 0);
        assert_eq!(scene.unstake(1), Err(NothingStaked));
        if generation < GENERATIONS {
            let owed = scene.claim();
            assert!(owed > 0, "rewards of before the slash");
            assert_eq!(scene.stake(MINIMUM), Ok(MINIMUM.into()), "the next generation starts at 1:1");
            scene.delegate(HALF).unwrap();
        }
    }
    assert_eq!(scene.stake(MINIMUM), Err(GenerationsExhausted));
    assert_eq!(scene.delegate(HALF), Err(GenerationsExhausted));
    // The last generation's rewards are still there, once.
    let (operator, alice) = (scene.claim(), scene.claim_delegated());
    assert!(operator > 0 && alice >= operator);
    scene.now += 365 * DAY;
    assert_eq!((scene.claim(), scene.claim_delegated()), (0, 0));
}

#[test]
fn a_position_may_sleep_through_generations() {
    let mut scene = Scene::running();
    scene.delegate(HALF).unwrap();
    scene.now += HOUR;
    // What alice earns in her hour: half.
    let mut awake = scene.clone();
    let due = awake.claim_delegated();
    scene.sync();
    scene.node.availability.bps = 0;
    scene.sync();
    for generation in 1..=3 {
        scene.now += 90 * DAY;
        scene.slash(BPS);
        assert_eq!(scene.node.bonded.generation, generation);
        scene.stake(MINIMUM).unwrap();
        scene.now += DAY;
        scene.report(BPS).unwrap();
        scene.now += HOUR;
        scene.sync();
    }
    assert_eq!(scene.claim_delegated(), due, "her hour and nothing of later lives");
    assert_eq!((scene.alice.shares, scene.alice.generation), (0, 3));
    scene.delegate(HALF).unwrap();
    assert_eq!(scene.claim_delegated(), 0);
}

#[test]
fn repeated_slashes_of_99_percent_overflow_nothing() {
    let mut scene = Scene::running();
    let mut burned = 0;
    for _ in 0..u32::from(MAX_PROPOSALS) {
        // As much as can exist goes in each time.
        let room = HARD_CAP - scene.node.held_in_vault();
        if scene.stake(room).is_err() {
            break;
        }
        scene.now += DAY;
        scene.report(BPS).unwrap();
        scene.now += DAY;
        scene.sync();
        let _ = scene.unstake(room / 3);
        scene.now += 90 * DAY;
        burned += scene.slash(9_900).total() / IO;
        let _ = scene.withdraw();
        scene.now += 1;
        assert!(scene.operator.worth(&scene.node) <= scene.node.bonded.assets);
    }
    assert!(scene.node.bonded.generation >= 1, "the price reached the bottom");
    assert!(burned > HARD_CAP / IO, "{burned} IO of {}", HARD_CAP / IO);
    assert!(scene.claim() > 0);
}
