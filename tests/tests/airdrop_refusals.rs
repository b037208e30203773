//! Every refusal of io_airdrop, one by one.

use {
    anchor_lang::{prelude::Pubkey, AccountSerialize},
    io_addresses::{
        airdrop::ID,
        emission::{EMISSION, MINT},
        external::{SLOT_HASHES, TOKEN_PROGRAM},
    },
    io_client::{
        airdrop::{self, page_address, vault_address, AirdropError, Entry, Page, Rest, Terms, MAX_LEAVES},
        token::{associated_address, create_associated},
    },
    io_economics::{
        airdrop::{MAX_OPEN_SECONDS, MAX_WAIT_SECONDS, MIN_OPEN_SECONDS},
        time::{DAY, NOTICE_SECONDS},
        units::BASE_UNITS_PER_IO,
    },
    io_testkit::{
        airdrop::Published,
        calls::{with_account, NOT_OURS, NO_SIGNATURE, OTHER_PROGRAM, OTHER_SEEDS},
        World, INSUFFICIENT_FUNDS, OWNER_MISMATCH,
    },
    solana_account::Account,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

const IO: u64 = BASE_UNITS_PER_IO;
const POOL: u64 = 107 * IO;

struct Scene {
    world: World,
    funder: Keypair,
    wallets: Vec<Keypair>,
    list: Published,
}

/// A list of five wallets that have accounts; no season yet.
fn listed() -> Scene {
    let (mut world, owners) = World::after_genesis();
    let funder = owners[4].insecure_clone();
    let wallets: Vec<_> = (0..5).map(|_| world.wallet()).collect();
    for wallet in &wallets {
        world.io_account(&wallet.pubkey());
    }
    let points = wallets.iter().map(Keypair::pubkey).zip([10, 20, 30, 40, 7]).collect();
    let list = Published::new(&funder.pubkey(), 1, points);
    Scene { world, funder, wallets, list }
}

/// The same, open.
fn open() -> Scene {
    let mut scene = listed();
    scene.world.open_season(&scene.funder, &scene.list, Rest::Burn, POOL);
    scene
}

impl Scene {
    fn create(&self, terms: Terms) -> [Instruction; 2] {
        airdrop::create_season(&self.funder.pubkey(), self.list.id, Rest::Burn, terms)
    }

    fn terms(&self) -> Terms {
        self.list.terms(POOL, self.world.now())
    }

    fn claim(&self, entry: &Entry) -> [Instruction; 1] {
        [airdrop::claim(&self.list.season, entry)]
    }

    #[track_caller]
    fn refused(&mut self, calls: &[Instruction], signer: usize, error: AirdropError) {
        let signer = self.wallets[signer].insecure_clone();
        self.world.refused(calls, &[&signer], error);
    }
}

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
    scene.world.refused(&[fund(&poor.pubkey(), 1)], &[&poor], INSUFFICIENT_FUNDS);
    let others = with_account(
        fund(&poor.pubkey(), 1),
        associated_address(&poor.pubkey(), &MINT.address),
        associated_address(&key, &MINT.address),
    );
    scene.world.refused(&[others], &[&poor], OWNER_MISMATCH);
    let own = associated_address(&key, &MINT.address);
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
        wrong(|entry| drop(entry.proof.pop())),
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
