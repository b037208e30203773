//! Pages and the rest: who gets back what, in the end.

use {
    crate::scene::{listed, POOL},
    io_addresses::{emission::MINT, external::TOKEN_PROGRAM},
    io_client::{
        airdrop::{self, page_address, AirdropError, Rest, Terms},
        token::associated_address,
    },
    io_economics::{
        airdrop::{MAX_OPEN_SECONDS, MAX_WAIT_SECONDS},
        time::{DAY, NOTICE_SECONDS},
    },
    io_testkit::{
        airdrop::Published,
        calls::{with_account, OTHER_SEEDS},
    },
    solana_signer::Signer,
    spl_token_interface::instruction::{set_authority, AuthorityType},
};

#[test]
fn pages_are_opened_once_and_closed_in_the_end() {
    let mut scene = listed();
    let funder = scene.funder.insecure_clone();
    let key = funder.pubkey();
    let terms = scene.terms();
    scene.world.accepted(&scene.create(terms), &[&funder]);
    let season = scene.list.season;
    let page = |number| [airdrop::open_page(&key, &season, number)];
    for number in [1, 128, u32::MAX] {
        scene.world.refused(&page(number), &[&funder], AirdropError::NoSuchPage);
    }
    let other = with_account(page(0)[0].clone(), page_address(&season, 0), page_address(&season, 1));
    scene.world.refused(&[other], &[&funder], OTHER_SEEDS);
    scene.world.accepted(&page(0), &[&funder]);
    scene.world.refused(&page(0), &[&funder], AirdropError::PageExists);
    let stranger = scene.wallets[0].insecure_clone();
    let by_stranger = [airdrop::open_page(&stranger.pubkey(), &season, 0)];
    scene.world.refused(&by_stranger, &[&stranger], AirdropError::NotOpenForOthers);
    let cancel = airdrop::cancel_season(&key, &season, &key);
    scene.world.accepted(&[cancel], &[&funder]);
    scene.world.refused(&page(0), &[&funder], AirdropError::Over);
    let wrong = airdrop::close_page(&season, 0, &stranger.pubkey());
    scene.world.refused(&[wrong], &[], AirdropError::WrongOpener);
    let wrong = airdrop::close_season(&season, &stranger.pubkey());
    scene.world.refused(&[wrong], &[], AirdropError::WrongFunder);
}

#[test]
fn what_returns_returns_to_the_funders_own_account() {
    let mut scene = listed();
    let funder = scene.funder.insecure_clone();
    let key = funder.pubkey();
    let season = scene.list.season;
    let terms = scene.terms();
    scene.world.create_season(&funder, &scene.list, Rest::Return, terms);
    scene.world.accepted(&[airdrop::fund(&key, &season, POOL)], &[&funder]);
    let own = associated_address(&key, &MINT.address);
    let other = associated_address(&scene.wallets[0].pubkey(), &MINT.address);
    let cancel = airdrop::cancel_season(&key, &season, &key);
    let elsewhere = with_account(cancel.clone(), own, other);
    scene.world.refused(&[elsewhere], &[&funder], AirdropError::WrongFunderAccount);
    let to_other = airdrop::cancel_season(&key, &season, &scene.wallets[0].pubkey());
    scene.world.refused(&[to_other], &[&funder], AirdropError::WrongFunder);
    let account = scene.world.svm.get_account(&own).unwrap();
    let mut frozen = account.clone();
    frozen.data[108] = 2;
    scene.world.svm.set_account(own, frozen.clone()).unwrap();
    scene.world.refused(&[cancel], &[&funder], AirdropError::CannotTake);
    scene.world.pass(NOTICE_SECONDS + 90 * DAY);
    let sweep = airdrop::sweep(&season, &key);
    scene.world.refused(std::slice::from_ref(&sweep), &[], AirdropError::CannotTake);
    scene.world.svm.set_account(own, account).unwrap();
    let elsewhere = with_account(sweep.clone(), own, other);
    scene.world.refused(&[elsewhere], &[], AirdropError::WrongFunderAccount);
    scene.world.accepted(&[sweep], &[]);
}

/// A funder gives its IO account to another key, so that the rest can never return. Who opened a
/// page has its rent back all the same, and nobody claims twice by a page that is opened anew.
#[test]
fn a_rest_that_nobody_can_take_locks_no_rent_of_others() {
    let mut scene = listed();
    let (funder, opener) = (scene.funder.insecure_clone(), scene.wallets[4].insecure_clone());
    let (key, season) = (funder.pubkey(), scene.list.season);
    let create = airdrop::create_season(&key, scene.list.id, Rest::Return, scene.terms());
    scene.world.accepted(&create, &[&funder]);
    let had = scene.world.svm.get_balance(&opener.pubkey()).unwrap();
    let open = [airdrop::open_page(&opener.pubkey(), &season, 0)];
    scene.world.accepted(&[airdrop::fund(&key, &season, POOL)], &[&funder]);
    let opens_at = scene.world.now() + NOTICE_SECONDS;
    scene.world.pass(NOTICE_SECONDS);
    scene.world.accepted(&open, &[&opener]);
    assert!(scene.world.svm.get_balance(&opener.pubkey()).unwrap() < had);
    let (claimant, claim) = (scene.wallets[0].insecure_clone(), scene.claim(&scene.list.entry(0)));
    scene.world.accepted(&claim, &[&claimant]);
    let (own, stranger) = (associated_address(&key, &MINT.address), scene.wallets[1].pubkey());
    let owner = AuthorityType::AccountOwner;
    let give = set_authority(&TOKEN_PROGRAM, &own, Some(&stranger), owner, &key, &[]).unwrap();
    scene.world.accepted(&[give], &[&funder]);

    let close = [airdrop::close_page(&season, 0, &opener.pubkey())];
    scene.world.pass(90 * DAY - 1);
    scene.world.refused(&close, &[], AirdropError::NotOver);
    scene.world.pass(1);
    scene.world.refused(&[airdrop::sweep(&season, &key)], &[], AirdropError::CannotTake);
    scene.world.accepted(&close, &[]);
    assert_eq!(scene.world.svm.get_balance(&opener.pubkey()), Some(had));

    // Neither now nor by a clock that runs back to the opening.
    for now in [scene.world.now(), opens_at] {
        scene.world.set_clock(now);
        scene.world.refused(&open, &[&opener], AirdropError::Closed);
        scene.world.refused(&claim, &[&claimant], AirdropError::Closed);
    }
    // The season itself stays until its rest is delivered.
    let close = [airdrop::close_season(&season, &key)];
    scene.world.refused(&close, &[], AirdropError::NotOver);
}

/// A funder may put the closing of a season off again and again, as long as it is not open: nobody
/// else's rent waits for it. Once it is open its closing is fixed, 2 years ahead at most.
#[test]
fn nobody_but_the_funder_opens_a_page_before_the_season_is_open() {
    let mut scene = listed();
    let (funder, stranger) = (scene.funder.insecure_clone(), scene.wallets[4].insecure_clone());
    let (key, season) = (funder.pubkey(), scene.list.season);
    let longest = |now: i64, list: &Published| Terms {
        opens_at: now + MAX_WAIT_SECONDS,
        open_seconds: MAX_OPEN_SECONDS as u32,
        ..list.terms(POOL, now)
    };
    let terms = longest(scene.world.now(), &scene.list);
    scene.world.accepted(&scene.create(terms), &[&funder]);
    let open = [airdrop::open_page(&stranger.pubkey(), &season, 0)];
    for _ in 0..5 {
        scene.world.refused(&open, &[&stranger], AirdropError::NotOpenForOthers);
        scene.world.pass(MAX_WAIT_SECONDS);
        let terms = longest(scene.world.now(), &scene.list);
        scene.world.accepted(&[airdrop::update_season(&key, &season, terms)], &[&funder]);
    }
    scene.world.accepted(&[airdrop::fund(&key, &season, POOL)], &[&funder]);
    scene.world.refused(&open, &[&stranger], AirdropError::NotOpenForOthers);
    let had = scene.world.svm.get_balance(&stranger.pubkey());
    scene.world.pass(MAX_WAIT_SECONDS);
    scene.world.accepted(&open, &[&stranger]);
    let terms = longest(scene.world.now(), &scene.list);
    let update = airdrop::update_season(&key, &season, terms);
    scene.world.refused(&[update], &[&funder], AirdropError::AlreadyOpen);
    scene.world.pass(MAX_OPEN_SECONDS);
    scene.world.accepted(&[airdrop::close_page(&season, 0, &stranger.pubkey())], &[]);
    assert_eq!(scene.world.svm.get_balance(&stranger.pubkey()), had);
}

/// A season that was not funded may yet open after its closing: its pages, in which nothing is
/// marked, are opened anew then.
#[test]
fn late_funding_opens_a_season_whose_pages_were_closed() {
    let mut scene = listed();
    let funder = scene.funder.insecure_clone();
    let (key, season, terms) = (funder.pubkey(), scene.list.season, scene.terms());
    scene.world.create_season(&funder, &scene.list, Rest::Burn, terms);
    let close = [airdrop::close_page(&season, 0, &key)];
    scene.world.refused(&close, &[], AirdropError::NotOver);
    scene.world.pass(NOTICE_SECONDS + 90 * DAY);
    scene.world.accepted(&close, &[]);
    let open = [airdrop::open_page(&key, &season, 0)];
    scene.world.refused(&open, &[&funder], AirdropError::Closed);
    scene.world.accepted(&[airdrop::fund(&key, &season, POOL)], &[&funder]);
    scene.world.accepted(&open, &[&funder]);
    let (claimant, claim) = (scene.wallets[0].insecure_clone(), scene.claim(&scene.list.entry(0)));
    scene.world.accepted(&claim, &[&claimant]);
    scene.refused(&claim, 0, AirdropError::AlreadyClaimed);
}
