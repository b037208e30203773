//! What a keeper that is told to release does with the locked allocations.

use {
    io_client::{
        addresses::{emission::MINT, vesting::ID as VESTING},
        economics::units::BASE_UNITS_PER_IO,
        token::associated_address,
        vesting::{grant_address, CategoryKind, Grant},
    },
    io_keeper::{Config, Keeper, Policy, Report},
    io_rpc::{token_amount, Chain, Patience},
    io_testkit::{
        chain::{Call, Effect, FaultyChain, WorldChain},
        owners::SEED_INVESTORS,
        vesting::MONTH,
        World,
    },
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    solana_transaction::versioned::VersionedTransaction,
    std::sync::atomic::{AtomicBool, Ordering},
};

const IO: u64 = BASE_UNITS_PER_IO;
/// Grants of the seed investors.
const GRANTS: u32 = 40;

static GO: AtomicBool = AtomicBool::new(false);

/// A cluster with [`GRANTS`] grants of 240 IO to wallets of which all but the last have an IO
/// account; the wallets, too.
fn town() -> (WorldChain, Vec<Pubkey>, Keypair) {
    let (mut world, cast) = World::with_staking();
    let wallets: Vec<Pubkey> = (0..GRANTS).map(|_| world.key().pubkey()).collect();
    for (index, wallet) in (0..).zip(&wallets) {
        world.grant(&cast.owners[SEED_INVESTORS], CategoryKind::Seed, index, wallet, 240 * IO);
        if index + 1 < GRANTS {
            world.io_account(wallet);
        }
    }
    let keeper = world.wallet();
    (WorldChain::new(world), wallets, keeper)
}

/// A pass of a keeper; releases if it is told to. The emission is cranked beside it.
fn pass(chain: &dyn Chain, keeper: &Keypair, releases: bool) -> Report {
    let policy = Policy { release_grants: releases, ..Policy::default() };
    let config = Config { policy, ..Config::default() };
    Keeper::new(chain, keeper.insecure_clone(), config, Patience::NONE, &GO).pass()
}

fn balance(chain: &WorldChain, wallet: &Pubkey) -> u64 {
    let account = chain.account(&associated_address(wallet, &MINT.address)).unwrap();
    token_amount(account.as_ref()).unwrap_or_default()
}

#[test]
fn what_has_vested_is_released_by_the_month() {
    let (chain, wallets, keeper) = town();
    chain.world().at_month(13, -1);
    assert_eq!(pass(&chain, &keeper, true).planned, 1, "the emission's crank");
    chain.world().at_month(13, 1);
    assert_eq!(pass(&chain, &keeper, false).failed, 0, "nobody has asked for it");
    assert_eq!(balance(&chain, &wallets[0]), 0);

    let watched = FaultyChain::watched(&chain);
    let report = pass(&watched, &keeper, true);
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.done, report.gone), (GRANTS - 1, 1), "one wallet has no account: {report:?}");
    let releases =
        watched.sent().iter().filter(|sent| sent.message.static_account_keys().contains(&VESTING)).count();
    assert!(releases <= 4, "40 grants, 13 in a transaction: {releases}");
    for wallet in &wallets[..wallets.len() - 1] {
        assert_eq!(balance(&chain, wallet), 10 * IO);
    }
    // Nothing is left but the wallet without an account.
    let report = pass(&chain, &keeper, true);
    assert_eq!((report.done, report.gone, report.failed), (0, 1, 0), "{report:?}");
    chain.world().io_account(&wallets[wallets.len() - 1]);
    assert_eq!(pass(&chain, &keeper, true).done, 1);

    // A keeper that was away for two years catches up at once.
    chain.world().pass(24 * MONTH);
    let report = pass(&chain, &keeper, true);
    assert!(report.is_clean() && report.done >= GRANTS, "{report:?}");
    for index in 0..GRANTS {
        let grant: Grant = io_rpc::read(&chain, &grant_address(CategoryKind::Seed, index)).unwrap().unwrap();
        assert_eq!(grant.ledger.released, 240 * IO);
    }
}

/// What another keeper has released since this one looked is not released again.
#[test]
fn what_another_has_released_is_not_sent() {
    let (chain, _, keeper) = town();
    let rival = chain.world().wallet();
    chain.world().at_month(13, 1);
    let first = AtomicBool::new(true);
    let overtaken = FaultyChain::new(&chain, |call| {
        // The rival does everything between this one's look at the cluster and its first task.
        let fetched = matches!(call, Call::Now);
        if fetched && first.swap(false, Ordering::Relaxed) {
            assert!(pass(&chain, &rival, true).is_clean());
        }
        Effect::Answer
    });
    let report = pass(&overtaken, &keeper, true);
    assert_eq!((report.gone, report.done, report.failed), (GRANTS + 1, 0, 0), "{report:?}");
    let releases = |sent: &VersionedTransaction| sent.message.static_account_keys().contains(&VESTING);
    assert_eq!(overtaken.sent().iter().filter(|sent| releases(sent)).count(), 0);
}
