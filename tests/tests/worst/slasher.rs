//! The worst that a stolen slasher can do, and an admin that becomes slasher.

use {
    super::{whole, Network},
    io_addresses::{emission::MINT, staking::STAKE_VAULT},
    io_client::{
        orders::{self, Currency},
        staking::{self, Role, StakingError},
    },
    io_economics::{
        staking::{
            BPS, COOLDOWN_SECONDS, MAX_RAISES, NOTICE_SECONDS, SLASHER_NOTICE_SECONDS, SLASH_CLOSES_SECONDS,
            SLASH_OPENS_SECONDS, SLASH_RAISE_SECONDS, SMALL_SLASH_BPS,
        },
        time::DAY,
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::World,
    solana_instruction::Instruction,
    solana_signer::Signer,
};

#[test]
fn a_stolen_slasher_takes_nothing_if_the_admin_sees_it_within_30_days() {
    let Network { mut world, cast, nodes } = Network::new();
    let staked = world.balance(&STAKE_VAULT.address);
    let thief = &cast.slasher;
    let admin = &cast.admin;
    for (_, node) in &nodes {
        let propose = staking::propose_slash(&thief.pubkey(), node, BPS);
        world.accepted(&[propose], &[thief]);
    }
    let all_executed = |mut world: World| {
        world.pass(SLASH_OPENS_SECONDS);
        for (_, node) in &nodes {
            world.accepted(&[staking::execute_slash(node)], &[]);
        }
        staked - world.balance(&STAKE_VAULT.address)
    };
    let never = all_executed(world.clone());
    // Seen at the last second.
    world.pass(SLASH_OPENS_SECONDS - 1);
    world.accepted(&[staking::void_epoch(&admin.pubkey(), 0)], &[admin]);
    world.pass(1);
    for (_, node) in &nodes {
        world.refused(&[staking::execute_slash(node)], &[], StakingError::NoSlashPending);
        let again = staking::propose_slash(&thief.pubkey(), node, BPS);
        world.refused(&[again], &[thief], StakingError::EpochVoided);
    }
    let seen = staked - world.balance(&STAKE_VAULT.address);
    println!(
        "a stolen slasher that proposes to slash all of ten nodes: seen within 30 days it burns {:.2} IO, \
         never seen {:.2} of {:.2} IO",
        whole(seen, IO),
        whole(never, IO),
        whole(staked, IO),
    );
    assert_eq!((seen, never), (0, staked));
}

/// Days of a year, and the most in any 90, in which a slasher keeps a node under slashes of
/// `share_bps`, each raised to that in `raises` steps; and the IO burned.
fn frozen(share_bps: u16, raises: u8) -> (usize, usize, u64) {
    let Network { mut world, cast, nodes } = Network::new();
    let (node, slasher) = (nodes[0].1, &cast.slasher);
    let key = slasher.pubkey();
    let staked = world.balance(&STAKE_VAULT.address);
    let days: Vec<bool> = (0..365)
        .map(|_| {
            let slash = world.node(&node).ledger.slash;
            let since = world.now() - slash.proposed_at;
            if slash.is_pending() && since >= SLASH_CLOSES_SECONDS {
                world.accepted(&[staking::execute_slash(&node)], &[]);
            } else if slash.is_pending() && slash.raises < raises && since >= SLASH_RAISE_SECONDS {
                world.accepted(&[staking::raise_slash(&key, &node, slash.share_bps + 1)], &[slasher]);
            }
            if !world.node(&node).ledger.slash.is_pending() {
                let first = share_bps - u16::from(raises);
                let _ = world.send(&[staking::propose_slash(&key, &node, first)], &[slasher]);
            }
            world.pass(DAY);
            world.node(&node).ledger.slash.is_pending()
        })
        .collect();
    let count = |days: &[bool]| days.iter().filter(|frozen| **frozen).count();
    let most = days.windows(90).map(count).max().unwrap_or(0);
    (count(&days), most, staked - world.balance(&STAKE_VAULT.address))
}

#[test]
fn a_slasher_freezes_a_node_for_65_of_90_days_or_burns_a_tenth_of_it_each_time() {
    let once = frozen(1, 0);
    let (dust, tenth) = (frozen(3, MAX_RAISES), frozen(SMALL_SLASH_BPS, MAX_RAISES));
    for (slash, (year, most, burned)) in
        [("0.01%", once), ("0.03%, raised twice,", dust), ("10%, raised twice,", tenth)]
    {
        println!(
            "a slasher that proposes to slash {slash} of a node of 20,000 IO again and again freezes it for \
             {most} of 90 days, {year} of a year, and burns {:.2} IO",
            whole(burned, IO)
        );
    }
    assert_eq!((once.0, once.1), (111, 37));
    assert_eq!((dust.0, dust.1), (185, 65));
    assert_eq!((tenth.0, tenth.1), (365, 90));
    assert!(once.2.max(dust.2) < 20 * IO);
    // Five slashes of a tenth.
    assert_eq!(tenth.2, 20_000 * IO - 20_000 * IO / 100_000 * 59_049);
}

#[test]
fn a_stolen_slasher_undoes_what_its_predecessor_proposed() {
    let Network { mut world, cast, nodes } = Network::new();
    let (node, admin, thief) = (nodes[0].1, &cast.admin, world.wallet());
    let announce = staking::announce_role(&admin.pubkey(), Role::Slasher, thief.pubkey());
    world.accepted(&[announce], &[admin]);
    world.pass(SLASHER_NOTICE_SECONDS - 1);
    let propose = staking::propose_slash(&cast.slasher.pubkey(), &node, 1_000);
    world.accepted(&[propose], &[&cast.slasher]);
    world.pass(1);
    // Its slash is the thief's once the thief has raised it by 1 bps.
    let raise = staking::raise_slash(&thief.pubkey(), &node, 1_001);
    let cancel = staking::cancel_slash(&thief.pubkey(), &node);
    let burned = |thief_does: Option<Instruction>, is_voided: bool| {
        let (mut world, staked) = (world.clone(), world.balance(&STAKE_VAULT.address));
        if let Some(call) = thief_does {
            world.accepted(&[call], &[&thief]);
        }
        if is_voided {
            world.accepted(&[staking::void_epoch(&admin.pubkey(), 1)], &[admin]);
        }
        world.pass(SLASH_OPENS_SECONDS);
        let _ = world.send(&[staking::execute_slash(&node)], &[]);
        staked - world.balance(&STAKE_VAULT.address)
    };
    let [before, raised, cancelled, kept] =
        [(None, true), (Some(raise.clone()), true), (Some(cancel), true), (Some(raise), false)]
            .map(|(call, is_voided)| burned(call, is_voided));
    println!(
        "a stolen slasher undoes a slash of {:.2} IO of its predecessor's: {:.2} IO burn once it has raised \
         that by 1 bps and its epoch is void, {:.2} once it has cancelled it, {:.2} IO if the admin does not \
         void the raised one",
        whole(before, IO),
        whole(raised, IO),
        whole(cancelled, IO),
        whole(kept, IO),
    );
    assert_eq!((before, raised, cancelled, kept), (2_000 * IO, 0, 0, 2_002 * IO));
}

#[test]
fn an_admin_that_becomes_slasher_takes_nothing_of_who_leaves_within_seven_days() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let admin = &cast.admin;
    world.running(&deal, 0, Currency::Usdc, 30 * DAY as u32);
    let before = world.held_by(&deal.operator.pubkey(), &MINT.address);
    let announce = staking::announce_role(&admin.pubkey(), Role::Slasher, admin.pubkey());
    world.accepted(&[announce], &[admin]);
    // Its operator sees it on the last day, ends the order, and takes out its stake.
    world.pass(NOTICE_SECONDS);
    let operator = &deal.operator;
    let address = orders::order_address(&deal.client.pubkey(), 0);
    let order = world.order(&address);
    world.accepted(&[orders::end(&operator.pubkey(), &address, &order, None)], &[operator]);
    let stake = world.stake_of(&deal.node, &operator.pubkey()).position.worth(&world.node(&deal.node).ledger);
    world.accepted(&[staking::unstake(&operator.pubkey(), &deal.node, stake)], &[operator]);
    world.pass(COOLDOWN_SECONDS);
    world.accepted(&[staking::withdraw(&operator.pubkey(), &deal.node)], &[operator]);
    let left = world.held_by(&operator.pubkey(), &MINT.address) - before;
    // Only now may the admin propose.
    assert_eq!(SLASHER_NOTICE_SECONDS, NOTICE_SECONDS + COOLDOWN_SECONDS);
    let propose = staking::propose_slash(&admin.pubkey(), &deal.node, BPS);
    world.accepted(&[propose], &[admin]);
    println!(
        "an operator under hire that leaves 7 days after an admin makes itself slasher has {:.2} of {:.2} IO \
         out when the admin can propose; it can burn nothing before day 51",
        whole(left, IO),
        whole(stake, IO)
    );
    assert_eq!(left, stake);
}
