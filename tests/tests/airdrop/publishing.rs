//! What a season may be, who changes it and until when, and who pays for it.

use {
    crate::scene::{listed, POOL},
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        emission::MINT,
        external::{SLOT_HASHES, TOKEN_PROGRAM},
    },
    io_client::{
        airdrop::{self, page_address, vault_address, AirdropError, Rest, Terms, MAX_LEAVES},
        token::associated_address,
    },
    io_economics::{
        airdrop::{MAX_OPEN_SECONDS, MAX_WAIT_SECONDS, MIN_OPEN_SECONDS},
        time::NOTICE_SECONDS,
    },
    io_testkit::calls::{with_account, OTHER_SEEDS},
    solana_account::Account,
    solana_program_pack::Pack,
    solana_signer::Signer,
    spl_token_interface::{
        instruction as spl,
        state::{Account as TokenAccount, AccountState},
    },
};

#[test]
fn a_season_is_published_within_its_bounds() {
    let mut scene = listed();
    let good = scene.terms();
    let now = scene.world.now();
    let funder = scene.funder.insecure_clone();
    let cases: [(&str, Terms, AirdropError); 9] = [
        ("no leaves", Terms { leaves: 0, ..good }, AirdropError::InvalidLeaves),
        ("too many leaves", Terms { leaves: MAX_LEAVES + 1, ..good }, AirdropError::InvalidLeaves),
        ("no points", Terms { points: 0, ..good }, AirdropError::InvalidPoints),
        ("no pool", Terms { pool: 0, ..good }, AirdropError::InvalidPool),
        ("a second short", Terms { opens_at: good.opens_at - 1, ..good }, AirdropError::NoticeTooShort),
        ("in the past", Terms { opens_at: i64::MIN, ..good }, AirdropError::NoticeTooShort),
        ("too late", Terms { opens_at: now + MAX_WAIT_SECONDS + 1, ..good }, AirdropError::OpensTooLate),
        (
            "too short",
            Terms { open_seconds: MIN_OPEN_SECONDS as u32 - 1, ..good },
            AirdropError::InvalidWindow,
        ),
        (
            "too long",
            Terms { open_seconds: MAX_OPEN_SECONDS as u32 + 1, ..good },
            AirdropError::InvalidWindow,
        ),
    ];
    for (_, terms, error) in cases {
        scene.world.refused(&scene.create(terms), &[&funder], error);
    }
    let [vault, create] = scene.create(good);
    scene.world.refused(std::slice::from_ref(&create), &[&funder], AirdropError::VaultNotAlone);
    scene.world.accepted(&[vault], &[&funder]);
    let own = vault_address(&scene.list.season);
    for (of, error) in [(own, AirdropError::WrongVault), (SLOT_HASHES, AirdropError::WrongSlotHashes)] {
        let other = associated_address(&funder.pubkey(), &MINT.address);
        scene.world.refused(&[with_account(create.clone(), of, other)], &[&funder], error);
    }
    // A delegate that other code at the program's id could have left.
    let vault = scene.world.svm.get_account(&own).unwrap();
    let mut tampered = vault.clone();
    tampered.data[72] = 1;
    scene.world.svm.set_account(own, tampered).unwrap();
    scene.world.refused(std::slice::from_ref(&create), &[&funder], AirdropError::VaultNotAlone);
    scene.world.svm.set_account(own, vault).unwrap();
    let hashes = scene.world.svm.get_account(&SLOT_HASHES).unwrap();
    let none = Account { data: vec![0; hashes.data.len()], ..hashes.clone() };
    scene.world.svm.set_account(SLOT_HASHES, none).unwrap();
    scene.world.refused(std::slice::from_ref(&create), &[&funder], AirdropError::NoSlotHash);
    scene.world.svm.set_account(SLOT_HASHES, hashes).unwrap();
    let elsewhere = with_account(create.clone(), scene.list.season, page_address(&scene.list.season, 0));
    scene.world.refused(&[elsewhere], &[&funder], OTHER_SEEDS);
    scene.world.accepted(std::slice::from_ref(&create), &[&funder]);
    scene.world.refused(&[create], &[&funder], AirdropError::NumberInUse);
}

#[test]
fn the_funder_alone_changes_a_season_until_it_is_open() {
    let mut scene = listed();
    let terms = scene.terms();
    let funder = scene.funder.insecure_clone();
    scene.world.create_season(&funder, &scene.list, Rest::Burn, terms);
    let season = scene.list.season;
    let update = |by: &Pubkey, terms| [airdrop::update_season(by, &season, terms)];
    let stranger = scene.wallets[0].insecure_clone();
    let by_stranger = update(&stranger.pubkey(), terms);
    scene.world.refused(&by_stranger, &[&stranger], AirdropError::NotFunder);
    scene.world.pass(1);
    // Each of these is a change, and any change gives 7 days.
    for changed in [
        Terms { root: [1; 32], ..terms },
        Terms { pool: terms.pool + 1, ..terms },
        Terms { points: terms.points + 1, ..terms },
        Terms { leaves: terms.leaves + 1, ..terms },
        Terms { open_seconds: terms.open_seconds + 1, ..terms },
        Terms { opens_at: terms.opens_at - 1, ..terms },
        terms,
    ] {
        let late = update(&funder.pubkey(), changed);
        scene.world.refused(&late, &[&funder], AirdropError::NoticeTooShort);
    }
    let fund = [airdrop::fund(&funder.pubkey(), &season, POOL)];
    scene.world.accepted(&fund, &[&funder]);
    let less = Terms { pool: POOL - 1, opens_at: terms.opens_at + 1, ..terms };
    scene.world.refused(&update(&funder.pubkey(), less), &[&funder], AirdropError::PoolBelowFunded);
    scene.world.set_clock(terms.opens_at);
    let now = scene.world.now();
    let any = scene.list.terms(2 * POOL, now);
    let cancel = [airdrop::cancel_season(&funder.pubkey(), &season, &funder.pubkey())];
    scene.world.refused(&update(&funder.pubkey(), any), &[&funder], AirdropError::AlreadyOpen);
    scene.world.refused(&cancel, &[&funder], AirdropError::AlreadyOpen);
    scene.world.set_clock(terms.opens_at + MAX_OPEN_SECONDS);
    scene.world.refused(&update(&funder.pubkey(), any), &[&funder], AirdropError::AlreadyOpen);
    scene.world.refused(&cancel, &[&funder], AirdropError::AlreadyOpen);
}

#[test]
fn a_pool_is_funded_by_anyone_and_never_over() {
    let mut scene = listed();
    let terms = scene.terms();
    let funder = scene.funder.insecure_clone();
    scene.world.create_season(&funder, &scene.list, Rest::Burn, terms);
    let season = scene.list.season;
    let fund = |by: &Pubkey, amount| airdrop::fund(by, &season, amount);
    let key = funder.pubkey();
    scene.world.refused(&[fund(&key, 0)], &[&funder], AirdropError::ZeroAmount);
    scene.world.refused(&[fund(&key, POOL + 1)], &[&funder], AirdropError::AbovePool);
    let poor = scene.wallets[0].insecure_clone();
    scene.world.refused(&[fund(&poor.pubkey(), 1)], &[&poor], AirdropError::NotEnoughIo);
    let others = with_account(
        fund(&poor.pubkey(), 1),
        associated_address(&poor.pubkey(), &MINT.address),
        associated_address(&key, &MINT.address),
    );
    scene.world.refused(&[others], &[&poor], AirdropError::WrongSource);
    let own = associated_address(&key, &MINT.address);
    // Of another token, and its delegate's.
    let other_mint = scene.world.mint(8);
    let foreign = scene.world.token_account(&key, &other_mint);
    let of_other_mint = with_account(fund(&key, 1), own, foreign);
    scene.world.refused(&[of_other_mint], &[&funder], AirdropError::WrongSource);
    let (delegate, all) = (poor.pubkey(), u64::MAX);
    let approve = spl::approve(&TOKEN_PROGRAM, &own, &delegate, &key, &[], all).unwrap();
    scene.world.accepted(&[approve], &[&funder]);
    let by_delegate = with_account(fund(&delegate, 1), associated_address(&delegate, &MINT.address), own);
    scene.world.refused(&[by_delegate], &[&poor], AirdropError::WrongSource);
    let elsewhere = with_account(fund(&key, 1), vault_address(&season), own);
    scene.world.refused(&[elsewhere], &[&funder], AirdropError::WrongVault);
    // A season funded short does not open.
    scene.world.accepted(&[fund(&key, POOL - 1)], &[&funder]);
    scene.world.pass(NOTICE_SECONDS);
    let claim = scene.claim(&scene.list.entry(0));
    scene.refused(&claim, 0, AirdropError::NotFunded);
    let sweep = [airdrop::sweep(&season, &key)];
    scene.world.pass(MAX_OPEN_SECONDS);
    scene.world.refused(&sweep, &[], AirdropError::NeverOpen);
    scene.world.accepted(&[fund(&key, 1)], &[&funder]);
    scene.world.refused(&[fund(&key, 1)], &[&funder], AirdropError::AbovePool);
}

/// A pool that lacks a base unit keeps a season shut for as long as nobody pays that. A stranger
/// who likes the list as it is does so once the announced opening is past: nothing changes any
/// more.
#[test]
fn who_pays_the_last_base_unit_opens_a_season_for_good() {
    let mut scene = listed();
    let terms = scene.terms();
    let funder = scene.funder.insecure_clone();
    scene.world.create_season(&funder, &scene.list, Rest::Return, terms);
    let (key, season) = (funder.pubkey(), scene.list.season);
    scene.world.accepted(&[airdrop::fund(&key, &season, POOL - 1)], &[&funder]);
    let stranger = scene.wallets[0].insecure_clone();
    let of_stranger = associated_address(&stranger.pubkey(), &MINT.address);
    scene.world.transfer_io(&funder, &of_stranger, 1);
    scene.world.set_clock(terms.opens_at);
    let now = scene.world.now();
    let better = Terms { points: terms.points + 1, ..scene.terms() };
    let update = [airdrop::update_season(&key, &season, better)];
    let cancel = [airdrop::cancel_season(&key, &season, &key)];
    let complete = [airdrop::fund(&stranger.pubkey(), &season, 1)];
    // As long as nobody does, its funder changes it or calls it off.
    scene.world.clone().accepted(&cancel, &[&funder]);
    let mut updated = scene.world.clone();
    updated.accepted(&update, &[&funder]);
    updated.accepted(&complete, &[&stranger]);
    assert_eq!(updated.season(&season).ledger.opens_at, now + NOTICE_SECONDS);
    scene.world.accepted(&complete, &[&stranger]);
    for change in [update, cancel] {
        scene.world.refused(&change, &[&funder], AirdropError::AlreadyOpen);
    }
}

/// Other code at the program's id could have left a season whose vault it controls: nobody pays
/// into it.
#[test]
fn nobody_pays_into_a_vault_that_others_control() {
    let mut scene = listed();
    let terms = scene.terms();
    let funder = scene.funder.insecure_clone();
    scene.world.create_season(&funder, &scene.list, Rest::Burn, terms);
    let vault = vault_address(&scene.list.season);
    let fund = [airdrop::fund(&funder.pubkey(), &scene.list.season, POOL)];
    let attacker = scene.wallets[0].pubkey();
    let good = scene.world.svm.get_account(&vault).unwrap();
    type Edit = fn(&mut TokenAccount, Pubkey);
    let authorities: [(&str, Edit); 4] = [
        ("a delegate", |token, attacker| token.delegate = Some(attacker).into()),
        ("a close authority", |token, attacker| token.close_authority = Some(attacker).into()),
        ("another owner", |token, attacker| token.owner = attacker),
        ("frozen", |token, _| token.state = AccountState::Frozen),
    ];
    for (what, edit) in authorities {
        println!("{what}");
        let mut token = TokenAccount::unpack(&good.data).unwrap();
        edit(&mut token, attacker);
        let mut account = good.clone();
        token.pack_into_slice(&mut account.data);
        scene.world.svm.set_account(vault, account).unwrap();
        scene.world.refused(&fund, &[&funder], AirdropError::VaultNotAlone);
    }
    scene.world.svm.set_account(vault, good).unwrap();
    scene.world.accepted(&fund, &[&funder]);
}
