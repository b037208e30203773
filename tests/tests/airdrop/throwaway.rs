//! What other code that ran at io_airdrop's id before could have left: seasons and pages that
//! nobody published. They move nothing of anybody else's.

use {
    crate::scene::{listed, open, Scene, IO, POOL},
    anchor_lang::{prelude::Pubkey, AccountSerialize},
    io_addresses::{airdrop::ID, emission::MINT},
    io_client::{
        airdrop::{self, page_address, vault_address, AirdropError, Entry, Page, Rest, Season},
        token::associated_address,
    },
    io_economics::time::{DAY, NOTICE_SECONDS},
    io_testkit::{airdrop::Published, calls::with_account, World},
    solana_account::Account,
    solana_instruction::Instruction,
    solana_instruction_error::InstructionError,
    solana_keypair::Keypair,
    solana_signer::Signer,
    solana_transaction_error::TransactionError,
};

/// Writes an account of io_airdrop's, as other code at its id could.
fn place(world: &mut World, at: Pubkey, contents: &impl AccountSerialize) {
    let mut data = Vec::new();
    contents.try_serialize(&mut data).unwrap();
    let account = Account { lamports: World::rent(data.len()), data, owner: ID, ..Account::default() };
    world.svm.set_account(at, account).unwrap();
}

/// The runtime lets no season sign for another one's address.
#[track_caller]
fn cannot_sign(scene: &mut Scene, call: Instruction, signers: &[&Keypair]) {
    let failure = scene.world.send(&[call], signers).expect_err("it signs for another season");
    let expected = TransactionError::InstructionError(0, InstructionError::PrivilegeEscalation);
    assert_eq!(failure.error, expected);
}

/// A season at another address, which says that it is an open one with another root: it names that
/// one's funder, number, bump and vault.
#[test]
fn a_forged_season_moves_nothing_out_of_anothers_vault() {
    let mut scene = open();
    let attacker = scene.wallets[0].insecure_clone();
    let (key, season) = (attacker.pubkey(), scene.list.season);
    let vault = vault_address(&season);
    let honest = scene.world.season(&season);
    let forged_at = scene.world.key().pubkey();
    // One leaf, all of the pool, the attacker's.
    let leaf = airdrop::merkle::Leaf {
        domain: &honest.domain,
        season: forged_at.as_array(),
        index: 0,
        wallet: key.as_array(),
        points: honest.ledger.points,
    };
    let mut ledger = honest.ledger;
    (ledger.leaves, ledger.paid) = (1, 0);
    let forged = Season { root: leaf.hash(io_testkit::airdrop::sha256), ledger, ..honest };
    place(&mut scene.world, forged_at, &forged);
    let page = Page {
        version: Page::VERSION,
        padding: [0; 3],
        number: 0,
        seal: honest.seal,
        season: forged_at,
        opener: key,
        bits: [0; 1024],
    };
    place(&mut scene.world, page_address(&forged_at, 0), &page);
    let entry = Entry { index: 0, wallet: key, points: honest.ledger.points, proof: Vec::new() };
    let of_forged = vault_address(&forged_at);
    let claim = with_account(airdrop::claim(&forged_at, &entry), of_forged, vault);
    cannot_sign(&mut scene, claim, &[&attacker]);
    let claim_for = with_account(airdrop::claim_for(&forged_at, &entry), of_forged, vault);
    cannot_sign(&mut scene, claim_for, &[]);
    // Nor is a leaf of the one good in the other, nor a page.
    let theirs =
        with_account(airdrop::claim(&season, &entry), page_address(&season, 0), page_address(&forged_at, 0));
    scene.world.refused(&[theirs], &[&attacker], AirdropError::WrongProof);
    let own = with_account(
        airdrop::claim(&season, &scene.list.entry(0)),
        page_address(&season, 0),
        page_address(&forged_at, 0),
    );
    scene.world.refused(&[own], &[&attacker], AirdropError::WrongPage);
    // What it says of its closing closes no page of the other.
    let over = Season { ledger: airdrop::SeasonLedger { over: true, ..ledger }, ..forged };
    place(&mut scene.world, forged_at, &over);
    let close = with_account(
        airdrop::close_page(&forged_at, 0, &scene.funder.pubkey()),
        page_address(&forged_at, 0),
        page_address(&season, 0),
    );
    scene.world.refused(&[close], &[], AirdropError::WrongPage);
    // It is swept and cancelled no better.
    let mut closed = forged;
    (closed.ledger.rest, closed.ledger.closes_at) = (Rest::Burn, closed.ledger.opens_at);
    place(&mut scene.world, forged_at, &closed);
    let sweep = with_account(airdrop::sweep(&forged_at, &honest.funder), of_forged, vault);
    cannot_sign(&mut scene, sweep, &[]);
    let mut unopened = forged;
    (unopened.ledger.funded, unopened.ledger.closes_at) = (0, 0);
    place(&mut scene.world, forged_at, &unopened);
    let cancel = with_account(airdrop::cancel_season(&key, &forged_at, &honest.funder), of_forged, vault);
    cannot_sign(&mut scene, cancel, &[&attacker]);
    assert_eq!(scene.world.balance(&vault), POOL);
    for address in [forged_at, page_address(&forged_at, 0)] {
        scene.world.svm.set_account(address, Account::default()).unwrap();
    }
    scene.world.accepted(&scene.claim(&scene.list.entry(0)), &[&attacker]);
    assert_eq!(scene.world.balance(&associated_address(&key, &MINT.address)), 10 * IO);
}

/// A season in somebody's name, at that one's own address, and a page at the address of a page: the
/// number is in use, and another one is as good.
#[test]
fn a_number_that_other_code_has_used_costs_another_number() {
    let mut scene = listed();
    let funder = scene.funder.insecure_clone();
    let (key, terms) = (funder.pubkey(), scene.terms());
    let points = scene.list.points.clone();
    let other = Published::new(&key, 2, points);
    scene.world.create_season(&funder, &other, Rest::Burn, other.terms(POOL, scene.world.now()));
    let copied = scene.world.season(&other.season);
    let season = scene.list.season;
    place(&mut scene.world, season, &copied);
    scene.world.refused(&scene.create(terms), &[&funder], AirdropError::NumberInUse);
    // Money for it goes to no vault but the one that it names, and that is not its own.
    let fund = airdrop::fund(&key, &season, POOL);
    scene.world.refused(std::slice::from_ref(&fund), &[&funder], AirdropError::WrongVault);
    let to_its = with_account(fund, vault_address(&season), copied.vault);
    scene.world.refused(&[to_its], &[&funder], AirdropError::VaultNotAlone);
    scene.world.svm.set_account(season, Account::default()).unwrap();

    let third = Published::new(&key, 3, scene.list.points.clone());
    let page = page_address(&third.season, 0);
    let claimed = Page {
        version: Page::VERSION,
        padding: [0; 3],
        number: 0,
        seal: copied.seal.map(|byte| byte ^ 1),
        season: third.season,
        opener: key,
        bits: [0xff; 1024],
    };
    place(&mut scene.world, page, &claimed);
    let terms = third.terms(POOL, scene.world.now());
    scene.world.accepted(&airdrop::create_season(&key, 3, Rest::Burn, terms), &[&funder]);
    let open = airdrop::open_page(&key, &third.season, 0);
    scene.world.refused(&[open], &[&funder], AirdropError::PageExists);
    scene.world.accepted(&[airdrop::fund(&key, &third.season, POOL)], &[&funder]);
    scene.world.pass(NOTICE_SECONDS);
    let claim = airdrop::claim(&third.season, &third.entry(0));
    scene.refused(&[claim], 0, AirdropError::WrongPage);
    scene.world.pass(90 * DAY);
    let close = airdrop::close_page(&third.season, 0, &key);
    scene.world.refused(&[close], &[], AirdropError::WrongPage);
    scene.world.svm.set_account(page, Account::default()).unwrap();
    scene.world.accepted(&[airdrop::sweep(&third.season, &key)], &[]);
    scene.world.accepted(&[airdrop::close_season(&third.season, &key)], &[]);
}
