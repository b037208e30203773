//! Pages and the rest: who gets back what, in the end.

use {
    crate::scene::{listed, POOL},
    io_addresses::emission::MINT,
    io_client::{
        airdrop::{self, page_address, AirdropError, Rest},
        token::associated_address,
    },
    io_economics::time::{DAY, NOTICE_SECONDS},
    io_testkit::calls::{with_account, OTHER_SEEDS},
    solana_signer::Signer,
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
    scene.world.refused(&by_stranger, &[&stranger], AirdropError::PageExists);
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
