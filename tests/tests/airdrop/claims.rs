//! When a leaf is claimed, by whom, and into which accounts.

use {
    crate::scene::{listed, open, IO, POOL},
    anchor_lang::AccountSerialize,
    io_addresses::{
        airdrop::ID,
        emission::{EMISSION, MINT},
        external::TOKEN_PROGRAM,
    },
    io_client::{
        airdrop::{self, page_address, vault_address, AirdropError, Page, Rest},
        token::{associated_address, create_associated},
    },
    io_testkit::{
        airdrop::Published,
        calls::{with_account, NOT_OURS, NOT_THERE, NO_SIGNATURE, OTHER_PROGRAM},
        World,
    },
    solana_account::Account,
    solana_signer::Signer,
};

#[test]
fn a_leaf_is_claimed_once_and_in_time() {
    let mut scene = listed();
    let terms = scene.terms();
    let funder = scene.funder.insecure_clone();
    scene.world.create_season(&funder, &scene.list, Rest::Burn, terms);
    let (season, key) = (scene.list.season, funder.pubkey());
    scene.world.accepted(&[airdrop::fund(&key, &season, POOL)], &[&funder]);
    let claim = scene.claim(&scene.list.entry(0));
    let claim_for = [airdrop::claim_for(&season, &scene.list.entry(0))];
    scene.world.set_clock(terms.opens_at - 1);
    scene.refused(&claim, 0, AirdropError::NotOpen);
    scene.world.refused(&claim_for, &[], AirdropError::NotOpen);
    scene.world.set_clock(terms.opens_at);
    let wallet = scene.wallets[0].insecure_clone();
    let twice = [claim[0].clone(), claim_for[0].clone()];
    scene.refused(&twice, 0, AirdropError::AlreadyClaimed);
    scene.world.accepted(&claim, &[&wallet]);
    scene.refused(&claim, 0, AirdropError::AlreadyClaimed);
    scene.world.refused(&claim_for, &[], AirdropError::AlreadyClaimed);
    let sweep = [airdrop::sweep(&season, &key)];
    scene.world.set_clock(terms.closes_at() - 1);
    scene.world.refused(&sweep, &[], AirdropError::StillOpen);
    scene.world.accepted(&[airdrop::claim_for(&season, &scene.list.entry(1))], &[]);
    scene.world.refused(
        &[airdrop::claim_for(&season, &scene.list.entry(1))],
        &[],
        AirdropError::AlreadyClaimed,
    );
    scene.world.set_clock(terms.closes_at());
    let late = scene.claim(&scene.list.entry(2));
    scene.refused(&late, 2, AirdropError::Closed);
    let stranger = scene.wallets[0].pubkey();
    scene.world.refused(&[airdrop::sweep(&season, &stranger)], &[], AirdropError::WrongFunder);
    let mint = with_account(sweep[0].clone(), MINT.address, stranger);
    scene.world.refused(&[mint], &[], AirdropError::WrongMint);
    scene.world.accepted(&sweep, &[]);
    scene.world.refused(&sweep, &[], AirdropError::Over);
    scene.refused(&late, 2, AirdropError::Over);
    // Nor does money that comes later open it again.
    let fund = [airdrop::fund(&key, &season, 1)];
    scene.world.refused(&fund, &[&funder], AirdropError::Over);
    let update = airdrop::update_season(&key, &season, scene.terms());
    scene.world.refused(&[update], &[&funder], AirdropError::Over);
    let cancel = airdrop::cancel_season(&key, &season, &key);
    scene.world.refused(&[cancel], &[&funder], AirdropError::Over);
    scene.world.accepted(&[airdrop::close_page(&season, 0, &key)], &[]);
    scene.world.accepted(&[airdrop::close_season(&season, &key)], &[]);
    scene.world.refused(&fund, &[&funder], NOT_THERE);
    scene.world.refused(&sweep, &[], NOT_THERE);
}

#[test]
fn a_claim_goes_to_its_wallet_alone() {
    let mut scene = open();
    let season = scene.list.season;
    let entry = scene.list.entry(0);
    let [own, other] = [0, 1].map(|i: usize| associated_address(&scene.wallets[i].pubkey(), &MINT.address));
    let vault = vault_address(&season);
    for to in [other, vault, MINT.address, scene.wallets[0].pubkey()] {
        let call = airdrop::claim_to(&season, &entry, to);
        scene.refused(&[call], 0, AirdropError::NotWalletsAccount);
    }
    let mut unsigned = scene.claim(&entry);
    unsigned[0].accounts[0].is_signer = false;
    scene.world.refused(&unsigned, &[], NO_SIGNATURE);
    let claim_for = airdrop::claim_for(&season, &entry);
    let not_associated = scene.world.other_token_account(&scene.wallets[0].pubkey(), &MINT.address);
    for to in [other, not_associated, vault] {
        let call = with_account(claim_for.clone(), own, to);
        scene.world.refused(&[call], &[], AirdropError::NotAssociatedAccount);
    }
    // Another bump is another address.
    let mut bumped = claim_for.clone();
    bumped.data[8 + 4 + 8] ^= 1;
    scene.world.refused(&[bumped], &[], AirdropError::NotAssociatedAccount);
    for (of, by, error) in [
        (vault, own, AirdropError::WrongVault),
        (page_address(&season, 0), own, AirdropError::WrongPage),
        (page_address(&season, 0), season, AirdropError::WrongPage),
        (page_address(&season, 0), page_address(&season, 1), AirdropError::WrongPage),
    ] {
        let call = with_account(airdrop::claim(&season, &entry), of, by);
        // A vault in the place of the destination's own account is the same account twice.
        scene.refused(&[call], 0, error);
    }
    for (of, by, error) in [(season, EMISSION.address, NOT_OURS), (TOKEN_PROGRAM, ID, OTHER_PROGRAM)] {
        let call = with_account(airdrop::claim(&season, &entry), of, by);
        let wallet = scene.wallets[0].insecure_clone();
        scene.world.refused(&[call], &[&wallet], error);
    }
}

#[test]
fn an_account_that_cannot_take_it_gets_nothing() {
    let mut scene = open();
    let season = scene.list.season;
    let wallet = scene.wallets[0].insecure_clone();
    let own = associated_address(&wallet.pubkey(), &MINT.address);
    let claim_for = [airdrop::claim_for(&season, &scene.list.entry(0))];
    let account = scene.world.svm.get_account(&own).unwrap();
    let mut frozen = account.clone();
    frozen.data[108] = 2;
    scene.world.svm.set_account(own, frozen).unwrap();
    scene.world.refused(&claim_for, &[], AirdropError::CannotTake);
    scene.refused(&scene.claim(&scene.list.entry(0)), 0, AirdropError::CannotTake);
    scene.world.svm.set_account(own, account).unwrap();
    let key = wallet.pubkey();
    let close = spl_token_interface::instruction::close_account(&TOKEN_PROGRAM, &own, &key, &key, &[]);
    scene.world.accepted(&[close.unwrap()], &[&wallet]);
    scene.world.refused(&claim_for, &[], AirdropError::CannotTake);
    scene.refused(&scene.claim(&scene.list.entry(0)), 0, AirdropError::NotWalletsAccount);
    // Its rent is the caller's, and the IO the wallet's.
    let payer = scene.world.payer.pubkey();
    let create = create_associated(&payer, &key, &MINT.address);
    scene.world.accepted(&[create, claim_for[0].clone()], &[]);
    assert_eq!(scene.world.balance(&own), 10 * IO);
}

/// A page of this season that other code has written: it bears another seal.
#[test]
fn a_forged_page_counts_for_nothing() {
    let mut scene = open();
    let season = scene.list.season;
    let entry = scene.list.entry(0);
    let claim = scene.claim(&entry);
    let wallet = scene.wallets[0].insecure_clone();
    scene.world.accepted(&claim, &[&wallet]);
    let forged = Page {
        version: Page::VERSION,
        padding: [0; 3],
        number: 0,
        seal: [1; 16],
        season,
        opener: wallet.pubkey(),
        bits: [0; 1024],
    };
    let mut data = Vec::new();
    forged.try_serialize(&mut data).unwrap();
    let place = |world: &mut World, data: Vec<u8>, owner| {
        let at = world.key().pubkey();
        let account = Account { lamports: World::rent(data.len()), data, owner, ..Account::default() };
        world.svm.set_account(at, account).unwrap();
        at
    };
    let sealed = scene.world.page(&season, 0).seal;
    let mut copy = Vec::new();
    Page { seal: sealed, ..forged }.try_serialize(&mut copy).unwrap();
    let mut other_version = copy.clone();
    other_version[8] = 2;
    for (data, owner, error) in [
        (data, ID, AirdropError::WrongPage),
        // Right in every byte, and another program's.
        (copy.clone(), TOKEN_PROGRAM, AirdropError::WrongPage),
        (copy[..copy.len() - 1].to_vec(), ID, AirdropError::WrongPage),
        (copy[..8].to_vec(), ID, AirdropError::WrongPage),
        (copy[..4].to_vec(), ID, AirdropError::WrongPage),
        (other_version, ID, AirdropError::UnknownVersion),
    ] {
        let at = place(&mut scene.world, data, owner);
        let call = with_account(claim[0].clone(), page_address(&season, 0), at);
        scene.refused(&[call], 0, error);
        scene.world.svm.set_account(at, Account::default()).unwrap();
    }
}

/// What other seasons and strangers can do to a season of the same number: nothing.
#[test]
fn a_number_is_its_funders() {
    let mut scene = open();
    let stranger = scene.wallets[0].insecure_clone();
    let points = scene.list.points.clone();
    let other = Published::new(&stranger.pubkey(), scene.list.id, points);
    let terms = other.terms(POOL, scene.world.now());
    scene.world.create_season(&stranger, &other, Rest::Burn, terms);
    assert_ne!(other.season, scene.list.season);
    let entry = scene.list.entry(1);
    let wrong_page = with_account(
        airdrop::claim(&scene.list.season, &entry),
        page_address(&scene.list.season, 0),
        page_address(&other.season, 0),
    );
    scene.refused(&[wrong_page], 1, AirdropError::WrongPage);
    let wrong_vault = with_account(
        airdrop::claim(&scene.list.season, &entry),
        vault_address(&scene.list.season),
        vault_address(&other.season),
    );
    scene.refused(&[wrong_vault], 1, AirdropError::WrongVault);
    let close = with_account(
        airdrop::close_page(&scene.list.season, 0, &scene.funder.pubkey()),
        page_address(&scene.list.season, 0),
        page_address(&other.season, 0),
    );
    scene.world.refused(&[close], &[], AirdropError::WrongPage);
}
