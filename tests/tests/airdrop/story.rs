//! A season from its list to the last page: claims, claims for others, what is left, rents.

use {
    anchor_lang::AnchorSerialize,
    io_addresses::emission::MINT,
    io_client::{
        airdrop::{
            self, events, merkle, page_address, pages, payout, vault_address, AirdropError, Entry, Rest,
            CLAIMS_PER_PAGE,
        },
        token::associated_address,
    },
    io_economics::{
        time::{DAY, NOTICE_SECONDS},
        units::BASE_UNITS_PER_IO,
    },
    io_reference::airdrop as reference,
    io_testkit::{airdrop::Published, hostile, owners::COMMUNITY, World},
    solana_keypair::Keypair,
    solana_signer::Signer,
};

const IO: u64 = BASE_UNITS_PER_IO;

/// A world after genesis, its community's wallet, and wallets with these points.
fn scene(points: &[u64]) -> (World, Keypair, Vec<Keypair>, Published) {
    let (mut world, owners) = World::after_genesis();
    let funder = owners[COMMUNITY].insecure_clone();
    let wallets: Vec<_> = points.iter().map(|_| world.wallet()).collect();
    let list = wallets.iter().map(Keypair::pubkey).zip(points.iter().copied()).collect();
    let published = Published::new(&funder.pubkey(), 1, list);
    (world, funder, wallets, published)
}

#[test]
fn a_season_pays_what_its_points_are_worth_and_burns_the_rest() {
    let (mut world, funder, wallets, list) = scene(&[10, 20, 30, 40, 7]);
    let pool = 1_000_000_007;
    world.open_season(&funder, &list, Rest::Burn, pool);
    let supply = world.supply();
    let mut paid = 0;
    for (index, wallet) in (0..).zip(&wallets).take(3) {
        let account = world.io_account(&wallet.pubkey());
        let receipt = world.accepted(&[airdrop::claim(&list.season, &list.entry(index))], &[wallet]);
        let worth = reference::payout(list.points[index as usize].1, 107, pool);
        let [claimed] = &receipt.events::<events::Claimed>()[..] else { panic!("one event") };
        assert_eq!((claimed.index, claimed.wallet, claimed.amount), (index, wallet.pubkey(), worth));
        assert_eq!(world.balance(&account), worth);
        paid += worth;
    }
    // The fourth does not sign: a stranger claims for it, to its own account alone.
    let account = world.io_account(&wallets[3].pubkey());
    world.accepted(&[airdrop::claim_for(&list.season, &list.entry(3))], &[]);
    let worth = reference::payout(40, 107, pool);
    assert_eq!(world.balance(&account), worth);
    paid += worth;
    assert_eq!(world.season(&list.season).ledger.paid, paid);

    // The fifth never comes.
    world.pass(90 * DAY);
    let late = airdrop::claim(&list.season, &list.entry(4));
    world.io_account(&wallets[4].pubkey());
    world.refused(&[late], &[&wallets[4]], AirdropError::Closed);
    let receipt = world.accepted(&[airdrop::sweep(&list.season, &funder.pubkey())], &[]);
    let [swept] = &receipt.events::<events::SeasonSwept>()[..] else { panic!("one event") };
    assert_eq!(swept.amount, pool - paid);
    assert_eq!(world.supply(), supply - (pool - paid));
}

/// Nobody locks anything for ever: pages, season and vault give their rents back to who paid them.
#[test]
fn rents_return_to_who_paid_them() {
    let (mut world, funder, wallets, list) = scene(&[1, 2, 3]);
    let pool = 6 * IO;
    let before = world.svm.get_balance(&funder.pubkey()).unwrap();
    let terms = list.terms(pool, world.now());
    let create = airdrop::create_season(&funder.pubkey(), list.id, Rest::Return, terms);
    world.accepted(&create, &[&funder]);
    world.accepted(&[airdrop::fund(&funder.pubkey(), &list.season, pool)], &[&funder]);
    world.pass(NOTICE_SECONDS);
    let opener = world.wallet();
    let had = world.svm.get_balance(&opener.pubkey()).unwrap();
    world.accepted(&[airdrop::open_page(&opener.pubkey(), &list.season, 0)], &[&opener]);
    assert!(world.svm.get_balance(&opener.pubkey()).unwrap() < had);
    world.io_account(&wallets[0].pubkey());
    world.accepted(&[airdrop::claim(&list.season, &list.entry(0))], &[&wallets[0]]);
    let close_page = [airdrop::close_page(&list.season, 0, &opener.pubkey())];
    let close_season = [airdrop::close_season(&list.season, &funder.pubkey())];
    world.refused(&close_page, &[], AirdropError::NotOver);
    world.refused(&close_season, &[], AirdropError::NotOver);

    world.pass(90 * DAY);
    let of_funder = associated_address(&funder.pubkey(), &MINT.address);
    let io = world.balance(&of_funder);
    world.accepted(&[airdrop::sweep(&list.season, &funder.pubkey())], &[]);
    assert_eq!(world.balance(&of_funder), io + 5 * IO, "the rest returns");
    world.refused(&close_season, &[], AirdropError::PagesLeft);
    world.accepted(&close_page, &[]);
    world.accepted(&close_season, &[]);
    assert_eq!(world.svm.get_balance(&opener.pubkey()), Some(had));
    assert_eq!(world.svm.get_balance(&funder.pubkey()), Some(before));
    // The number is free again.
    let terms = list.terms(pool, world.now());
    world.create_season(&funder, &list, Rest::Burn, terms);
}

#[test]
fn a_wallet_claims_to_any_account_of_its_own() {
    let (mut world, funder, wallets, list) = scene(&[5, 5]);
    world.open_season(&funder, &list, Rest::Burn, 10 * IO);
    let other = world.other_token_account(&wallets[0].pubkey(), &MINT.address);
    world.accepted(&[airdrop::claim_to(&list.season, &list.entry(0), other)], &[&wallets[0]]);
    assert_eq!(world.balance(&other), 5 * IO);
}

/// A wallet that is a multisig's vault: its program signs for it in a call.
#[test]
fn a_multisigs_vault_claims_too() {
    let (mut world, owners) = World::after_genesis();
    world.deploy_hostile_exchange();
    let (funder, vault) = (owners[COMMUNITY].insecure_clone(), hostile::stash());
    let list = Published::new(&funder.pubkey(), 1, vec![(vault, 5), (funder.pubkey(), 5)]);
    world.open_season(&funder, &list, Rest::Burn, 10 * IO);
    let own = world.io_account(&vault);
    let other = world.other_token_account(&vault, &MINT.address);
    let to_another = airdrop::claim_to(&list.season, &list.entry(0), other);
    world.accepted(&[hostile::script(&[to_another])], &[]);
    assert_eq!((world.balance(&own), world.balance(&other)), (0, 5 * IO));
    let again = airdrop::claim(&list.season, &list.entry(0));
    world.refused(&[hostile::script(&[again])], &[], AirdropError::AlreadyClaimed);
    // Of another wallet's leaf its signature gets nothing.
    let foreign = Entry { wallet: vault, ..list.entry(1) };
    let foreign = airdrop::claim_to(&list.season, &foreign, own);
    world.refused(&[hostile::script(&[foreign])], &[], AirdropError::WrongProof);
}

#[test]
fn a_season_is_changed_until_it_is_open_and_called_off_by_its_funder() {
    let (mut world, funder, wallets, list) = scene(&[1, 1]);
    let terms = list.terms(2 * IO, world.now());
    world.create_season(&funder, &list, Rest::Burn, terms);
    let fund = |amount| [airdrop::fund(&funder.pubkey(), &list.season, amount)];
    world.accepted(&fund(IO), &[&funder]);
    // Other points, a larger pool, and 7 days anew.
    let later = list.terms(3 * IO, world.now() + DAY);
    world.accepted(&[airdrop::update_season(&funder.pubkey(), &list.season, later)], &[&funder]);
    world.pass(NOTICE_SECONDS);
    let claim = [airdrop::claim(&list.season, &list.entry(0))];
    world.io_account(&wallets[0].pubkey());
    world.refused(&claim, &[&wallets[0]], AirdropError::NotFunded);
    world.accepted(&fund(2 * IO), &[&funder]);
    world.refused(&claim, &[&wallets[0]], AirdropError::NotOpen);
    let of_funder = associated_address(&funder.pubkey(), &MINT.address);
    let io = world.balance(&of_funder);
    let cancel = airdrop::cancel_season(&funder.pubkey(), &list.season, &funder.pubkey());
    world.accepted(&[cancel], &[&funder]);
    assert_eq!(world.balance(&of_funder), io + 3 * IO);
    world.refused(&claim, &[&wallets[0]], AirdropError::Over);
    world.accepted(&[airdrop::close_page(&list.season, 0, &funder.pubkey())], &[]);
    world.accepted(&[airdrop::close_season(&list.season, &funder.pubkey())], &[]);
}

/// Money that comes in after the announced opening opens the season, for as long as was announced.
#[test]
fn late_funding_takes_no_time_from_claimants() {
    let (mut world, funder, wallets, list) = scene(&[1, 1]);
    let terms = list.terms(2 * IO, world.now());
    world.create_season(&funder, &list, Rest::Burn, terms);
    world.pass(NOTICE_SECONDS + 80 * DAY);
    world.accepted(&[airdrop::fund(&funder.pubkey(), &list.season, 2 * IO)], &[&funder]);
    let ledger = world.season(&list.season).ledger;
    assert_eq!((ledger.opens_at, ledger.closes_at), (world.now(), world.now() + 90 * DAY));
    world.pass(89 * DAY);
    world.io_account(&wallets[1].pubkey());
    world.accepted(&[airdrop::claim(&list.season, &list.entry(1))], &[&wallets[1]]);
}

/// Anyone calls off what was never funded, once it would have closed; strangers' gifts go to the
/// funder.
#[test]
fn a_season_that_nobody_funds_ends_too() {
    let (mut world, funder, _, list) = scene(&[1]);
    let terms = list.terms(2 * IO, world.now());
    world.create_season(&funder, &list, Rest::Burn, terms);
    world.accepted(&[airdrop::fund(&funder.pubkey(), &list.season, IO)], &[&funder]);
    world.donate(&funder, &vault_address(&list.season), 5);
    let stranger = world.wallet();
    let by_stranger = [airdrop::cancel_season(&stranger.pubkey(), &list.season, &funder.pubkey())];
    world.refused(&by_stranger, &[&stranger], AirdropError::NotFunderYet);
    world.pass(NOTICE_SECONDS + 90 * DAY);
    let of_funder = associated_address(&funder.pubkey(), &MINT.address);
    let io = world.balance(&of_funder);
    world.accepted(&by_stranger, &[&stranger]);
    assert_eq!(world.balance(&of_funder), io + IO + 5);
}

/// A list that spans pages: the last leaf of one and the first of the next.
#[test]
fn pages_meet() {
    let (mut world, owners) = World::after_genesis();
    let funder = owners[COMMUNITY].insecure_clone();
    let edge = CLAIMS_PER_PAGE;
    let wallets: Vec<_> = (0..3).map(|_| world.wallet()).collect();
    let mut points = vec![(wallets[2].pubkey(), 1); edge as usize + 2];
    points[edge as usize - 1].0 = wallets[0].pubkey();
    points[edge as usize].0 = wallets[1].pubkey();
    let list = Published::new(&funder.pubkey(), 9, points);
    assert_eq!(pages(edge + 2), 2);
    world.open_season(&funder, &list, Rest::Burn, 10_000 * IO);
    for (index, wallet) in [(edge - 1, &wallets[0]), (edge, &wallets[1])] {
        world.io_account(&wallet.pubkey());
        let good = airdrop::claim(&list.season, &list.entry(index));
        let mut other = good.clone();
        let own = page_address(&list.season, index / edge);
        let place = other.accounts.iter().position(|meta| meta.pubkey == own).unwrap();
        other.accounts[place].pubkey = page_address(&list.season, 1 - index / edge);
        world.refused(&[other], &[wallet], AirdropError::WrongPage);
        world.accepted(&[good], &[wallet]);
    }
}

/// 100,000 claimants, of whom one claims: the page of its leaf is all that it needs.
#[test]
fn a_hundred_thousand_claimants_lock_less_than_an_eighth_of_a_sol() {
    let (mut world, owners) = World::after_genesis();
    let funder = owners[COMMUNITY].insecure_clone();
    let last = world.wallet();
    let mut points: Vec<_> = (0..99_999u64)
        .map(|i| {
            let mut key = [0x77; 32];
            key[..8].copy_from_slice(&i.to_le_bytes());
            (key.into(), 1 + i % 1_000)
        })
        .collect();
    points.push((last.pubkey(), 12_345));
    let list = Published::new(&funder.pubkey(), 1, points);
    assert_eq!(merkle::depth(100_000), 17);
    let before = world.svm.get_balance(&funder.pubkey()).unwrap();
    world.open_season(&funder, &list, Rest::Burn, 17_500_000 * IO);
    let locked = before - world.svm.get_balance(&funder.pubkey()).unwrap();
    println!("100,000 claimants lock {locked} lamports of the funder's, and none of their own");
    assert!(locked <= 120_000_000, "{locked} lamports");
    let had = world.svm.get_balance(&last.pubkey());
    let account = world.io_account(&last.pubkey());
    let entry = list.entry(99_999);
    let receipt = world.accepted(&[airdrop::claim(&list.season, &entry)], &[&last]);
    println!("{} CU, {} bytes at depth 17", receipt.compute_units, receipt.bytes);
    assert_eq!(world.balance(&account), payout(12_345, list.all(), 17_500_000 * IO).unwrap());
    assert_eq!(world.svm.get_balance(&last.pubkey()), had, "a claimant pays no rent");
}

#[test]
fn accounts_lie_as_borsh_writes_them() {
    let (mut world, funder, wallets, list) = scene(&[1, 2]);
    world.open_season(&funder, &list, Rest::Burn, 3 * IO);
    world.io_account(&wallets[0].pubkey());
    world.accepted(&[airdrop::claim(&list.season, &list.entry(0))], &[&wallets[0]]);
    let (season, page) = (world.season(&list.season), world.page(&list.season, 0));
    let [mut of_season, mut of_page] = [(); 2].map(|()| Vec::new());
    season.serialize(&mut of_season).unwrap();
    page.serialize(&mut of_page).unwrap();
    assert_eq!(of_season, bytemuck::bytes_of(&season));
    assert_eq!(of_page, bytemuck::bytes_of(&page));
    let stored = world.svm.get_account(&list.season).unwrap();
    assert_eq!(stored.data[8..], of_season);
}
