//! Rows of io_airdrop. Leaves are named by the depth of their tree.

use {
    crate::Bench,
    anchor_lang::{prelude::Pubkey, Space},
    io_client::airdrop::{self, Page, Rest, Season, MAX_LEAVES},
    io_economics::{
        time::{DAY, NOTICE_SECONDS},
        units::BASE_UNITS_PER_IO,
    },
    io_testkit::{airdrop::Published, owners::COMMUNITY, World},
    solana_keypair::Keypair,
    solana_signer::Signer,
};

const IO: u64 = BASE_UNITS_PER_IO;
const POOL: u64 = 17_500_000 * IO;

pub fn measure(bench: &mut Bench) {
    bench.account("io_airdrop.Season", 8 + Season::INIT_SPACE);
    bench.account("io_airdrop.Page", 8 + Page::INIT_SPACE);
    a_life(bench);
    claims(bench, 100_000, "depth_17");
    claims(bench, MAX_LEAVES, "depth_20");
}

/// A season from its publication to the end.
fn a_life(bench: &mut Bench) {
    let (mut world, owners) = World::after_genesis();
    let world = &mut world;
    let funder = &owners[COMMUNITY];
    let key = funder.pubkey();
    let wallets = [(); 2].map(|()| world.wallet());
    let list = Published::new(&key, 1, wallets.iter().map(|wallet| (wallet.pubkey(), 1)).collect());
    let terms = list.terms(POOL, world.now());
    let [vault, create] = airdrop::create_season(&key, 1, Rest::Burn, terms);
    world.accepted(&[vault], &[funder]);
    bench.instruction("io_airdrop.create_season", world, &create, &[funder]);
    let later = list.terms(POOL, world.now());
    let update = airdrop::update_season(&key, &list.season, later);
    bench.instruction("io_airdrop.update_season", world, &update, &[funder]);
    let page = airdrop::open_page(&key, &list.season, 0);
    bench.instruction("io_airdrop.open_page", world, &page, &[funder]);
    bench.instruction("io_airdrop.fund", world, &airdrop::fund(&key, &list.season, POOL), &[funder]);
    world.pass(NOTICE_SECONDS);
    world.io_account(&wallets[0].pubkey());
    world.accepted(&[airdrop::claim(&list.season, &list.entry(0))], &[&wallets[0]]);
    world.pass(90 * DAY);
    bench.instruction("io_airdrop.sweep", world, &airdrop::sweep(&list.season, &key), &[]);
    bench.instruction("io_airdrop.close_page", world, &airdrop::close_page(&list.season, 0, &key), &[]);
    bench.instruction("io_airdrop.close_season", world, &airdrop::close_season(&list.season, &key), &[]);

    let terms = list.terms(POOL, world.now());
    world.create_season(funder, &list, Rest::Return, terms);
    world.accepted(&[airdrop::fund(&key, &list.season, 1)], &[funder]);
    let cancel = airdrop::cancel_season(&key, &list.season, &key);
    bench.instruction("io_airdrop.cancel_season", world, &cancel, &[funder]);
    world.accepted(&[airdrop::close_page(&list.season, 0, &key)], &[]);
    world.accepted(&[airdrop::close_season(&list.season, &key)], &[]);
    let terms = list.terms(POOL, world.now());
    world.create_season(funder, &list, Rest::Return, terms);
    world.accepted(&[airdrop::fund(&key, &list.season, POOL)], &[funder]);
    world.pass(NOTICE_SECONDS + 90 * DAY);
    bench.instruction("io_airdrop.sweep.return", world, &airdrop::sweep(&list.season, &key), &[]);
}

/// The first and the last claimant of a season of so many.
fn claims(bench: &mut Bench, leaves: u32, depth: &str) {
    let (mut world, owners) = World::after_genesis();
    let world = &mut world;
    let funder = &owners[COMMUNITY];
    let [first, last, other] = [(); 3].map(|()| world.wallet());
    let mut points: Vec<(Pubkey, u64)> = (0..leaves)
        .map(|i| {
            let mut key = [0x77; 32];
            key[..4].copy_from_slice(&i.to_le_bytes());
            (Pubkey::new_from_array(key), 1_234_567)
        })
        .collect();
    let end = points.len() - 1;
    for (place, wallet) in [(0, &first), (end, &last), (1, &other)] {
        points[place].0 = wallet.pubkey();
        world.io_account(&wallet.pubkey());
    }
    let list = Published::new(&funder.pubkey(), 1, points);
    world.open_season(funder, &list, Rest::Burn, POOL);
    let mut claim = |which: &str, index: u32, wallet: &Keypair| {
        let call = airdrop::claim(&list.season, &list.entry(index));
        bench.instruction(&format!("io_airdrop.claim.{depth}{which}"), world, &call, &[wallet]);
    };
    claim("", 0, &first);
    claim(".last", end as u32, &last);
    let call = airdrop::claim_for(&list.season, &list.entry(1));
    bench.instruction(&format!("io_airdrop.claim_for.{depth}"), world, &call, &[]);
    assert_eq!(other.pubkey(), list.entry(1).wallet);
}
