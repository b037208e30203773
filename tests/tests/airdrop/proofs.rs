//! What proves a leaf, and what does not: bits, indices, wallets, seasons, clusters.

use {
    crate::scene::{listed, open, POOL},
    io_client::airdrop::{self, page_address, AirdropError, Entry, Rest, Terms},
    io_economics::time::NOTICE_SECONDS,
    io_testkit::{airdrop::Published, calls::with_account},
    solana_keypair::Keypair,
    solana_signer::Signer,
};

#[test]
fn a_proof_is_one_leafs_of_one_season_on_one_cluster() {
    let mut scene = open();
    let entry = scene.list.entry(2);
    let good = scene.claim(&entry);
    for bit in 0..entry.proof.len() * 256 {
        let mut flipped = entry.clone();
        flipped.proof[bit / 256][bit % 256 / 8] ^= 1 << (bit % 8);
        scene.refused(&scene.claim(&flipped), 2, AirdropError::WrongProof);
    }
    let wrong = |change: fn(&mut Entry)| {
        let mut entry = entry.clone();
        change(&mut entry);
        entry
    };
    for other in [
        wrong(|entry| entry.index = 3),
        wrong(|entry| entry.points += 1),
        wrong(|entry| entry.points = 107),
        wrong(|entry| entry.proof.clear()),
        wrong(|entry| entry.proof.truncate(entry.proof.len() - 1)),
        wrong(|entry| entry.proof.push([0; 32])),
    ] {
        scene.refused(&scene.claim(&other), 2, AirdropError::WrongProof);
    }
    // Beyond the leaves: the empty places, and indices whose low bits are those of a leaf.
    for index in [5, 7, 2 + 8, 2 + 16, 2 | 1 << 31, u32::MAX] {
        let mut alias = entry.clone();
        alias.index = index;
        let own_page = page_address(&scene.list.season, 0);
        let call = airdrop::claim(&scene.list.season, &alias);
        let there = page_address(&scene.list.season, airdrop::page_of(index));
        scene.refused(&[with_account(call, there, own_page)], 2, AirdropError::IndexOutOfRange);
    }
    // Another wallet with this proof.
    let stolen = wrong(|_| ());
    let thief = scene.wallets[0].pubkey();
    let stolen = Entry { wallet: thief, ..stolen };
    scene.refused(&scene.claim(&stolen), 0, AirdropError::WrongProof);
    scene.world.refused(&[airdrop::claim_for(&scene.list.season, &stolen)], &[], AirdropError::WrongProof);
    // The same list under another number, and on another cluster.
    let funder = scene.funder.insecure_clone();
    let again = Published::new(&funder.pubkey(), 2, scene.list.points.clone());
    scene.world.open_season(&funder, &again, Rest::Burn, POOL);
    scene.refused(&[airdrop::claim(&again.season, &entry)], 2, AirdropError::WrongProof);
    let elsewhere = Published::new(&funder.pubkey(), 3, scene.list.points.clone());
    let terms = Terms { domain: [9; 32], ..elsewhere.terms(POOL, scene.world.now()) };
    scene.world.create_season(&funder, &elsewhere, Rest::Burn, terms);
    scene.world.accepted(&[airdrop::fund(&funder.pubkey(), &elsewhere.season, POOL)], &[&funder]);
    scene.world.pass(NOTICE_SECONDS);
    let there = elsewhere.entry(2);
    scene.refused(&[airdrop::claim(&elsewhere.season, &there)], 2, AirdropError::WrongProof);
    let wallet = scene.wallets[2].insecure_clone();
    scene.world.accepted(&good, &[&wallet]);
    scene.world.accepted(&[airdrop::claim(&again.season, &again.entry(2))], &[&wallet]);
}

#[test]
fn points_that_were_published_wrong_stop_at_the_pool() {
    let mut scene = listed();
    let funder = scene.funder.insecure_clone();
    // 107 points are on the list, and 69 were published: the last ones find the pool exhausted.
    let terms = Terms { points: 69, ..scene.terms() };
    scene.world.create_season(&funder, &scene.list, Rest::Burn, terms);
    scene.world.accepted(&[airdrop::fund(&funder.pubkey(), &scene.list.season, POOL)], &[&funder]);
    scene.world.pass(NOTICE_SECONDS);
    for i in [2, 3] {
        let wallet = scene.wallets[i].insecure_clone();
        let claim = scene.claim(&scene.list.entry(i as u32));
        match i {
            2 => drop(scene.world.accepted(&claim, &[&wallet])),
            _ => scene.refused(&claim, i, AirdropError::PoolExhausted),
        }
    }
    // A leaf of no points, one of more than all, one that is worth nothing.
    let wallets: Vec<_> = scene.wallets.iter().map(Keypair::pubkey).collect();
    let odd = Published::new(&funder.pubkey(), 2, vec![(wallets[0], 0), (wallets[1], 101), (wallets[2], 1)]);
    let terms = Terms { points: 100, pool: 99, ..odd.terms(POOL, scene.world.now()) };
    scene.world.create_season(&funder, &odd, Rest::Burn, terms);
    scene.world.accepted(&[airdrop::fund(&funder.pubkey(), &odd.season, 99)], &[&funder]);
    scene.world.pass(NOTICE_SECONDS);
    let errors = [AirdropError::ZeroPoints, AirdropError::TooManyPoints, AirdropError::WorthNothing];
    for (index, error) in (0..).zip(errors) {
        let claim = [airdrop::claim(&odd.season, &odd.entry(index))];
        scene.refused(&claim, index as usize, error);
    }
}
