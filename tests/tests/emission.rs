//! The mint after genesis: cranks, the metadata, and who cannot mint. Genesis itself is in
//! `emission_genesis`.

use {
    io_addresses::{
        emission::{EMISSION, ID, METADATA, MINT, PROGRAM_DATA},
        external::{METADATA_PROGRAM, TOKEN_PROGRAM},
        staking::REWARD_VAULT,
    },
    io_client::{
        emission::{self, events, EmissionError},
        token,
    },
    io_economics::{
        emission::{MONTHS, MONTH_SECONDS, TOTAL},
        time::HOUR,
        units::HARD_CAP,
    },
    io_reference::emission as reference,
    io_testkit::{
        calls::{with_account, NOT_OURS, NOT_THERE, OTHER_PROGRAM},
        owners::{COMMUNITY, SEED_INVESTORS},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

const END: i64 = (MONTHS * MONTH_SECONDS) as i64;

#[test]
fn crank_follows_the_schedule_by_whole_hours() {
    let (mut world, _) = World::after_genesis();
    world.pass(HOUR - 1);
    world.refused(&[emission::crank()], &[], EmissionError::NothingDue);
    world.pass(1);
    let receipt = world.crank();
    let first = reference::cumulative(HOUR);
    assert_eq!(world.balance(&REWARD_VAULT), first);
    let emitted = &receipt.events::<events::Emitted>()[..];
    let [event] = emitted else { panic!("{} events", emitted.len()) };
    assert_eq!((event.amount, event.minted, event.now), (first, first, World::START + HOUR));

    for hours in [1, 23, 24 * 30, 24 * 365] {
        world.pass(hours * HOUR);
        world.crank();
        assert_eq!(world.balance(&REWARD_VAULT), reference::cumulative(world.now() - World::START));
    }
}

#[test]
fn one_crank_after_twenty_years_mints_what_a_thousand_would() {
    let (mut world, _) = World::after_genesis();
    world.pass(END);
    world.crank();
    assert_eq!((world.emission().minted, world.supply()), (TOTAL, HARD_CAP));
    world.refused(&[emission::crank()], &[], EmissionError::EmissionEnded);
    world.set_clock(i64::MAX);
    world.refused(&[emission::crank()], &[], EmissionError::EmissionEnded);
}

#[test]
fn a_burn_does_not_make_room_for_more() {
    let (mut world, owners) = World::after_genesis();
    world.burn(&owners[COMMUNITY], 1_000);
    world.pass(END);
    world.crank();
    assert_eq!(world.supply(), HARD_CAP - 1_000);
    world.refused(&[emission::crank()], &[], EmissionError::EmissionEnded);
}

#[test]
fn a_clock_that_stands_still_goes_back_or_leaps_is_harmless() {
    let (mut world, _) = World::after_genesis();
    world.pass(10 * HOUR);
    world.crank();
    world.refused(&[emission::crank()], &[], EmissionError::NothingDue);
    for clock in [World::START, 0, -1, i64::MIN] {
        world.set_clock(clock);
        world.refused(&[emission::crank()], &[], EmissionError::NothingDue);
    }
    world.set_clock(World::START + 11 * HOUR);
    world.crank();
    assert_eq!(world.emission().minted, reference::cumulative(11 * HOUR));
    world.set_clock(i64::MAX);
    world.crank();
    assert_eq!(world.supply(), HARD_CAP);
    // A clock that leapt and came back cannot mint again.
    world.set_clock(World::START + 12 * HOUR);
    world.refused(&[emission::crank()], &[], EmissionError::EmissionEnded);
}

#[test]
fn two_cranks_in_one_transaction_mint_once() {
    let (mut world, _) = World::after_genesis();
    world.pass(HOUR);
    world.refused(&[emission::crank(), emission::crank()], &[], EmissionError::NothingDue);
    assert_eq!(world.balance(&REWARD_VAULT), 0);
    world.crank();
}

#[test]
fn crank_takes_no_account_but_the_constants() {
    let (mut world, owners) = World::after_genesis();
    world.pass(HOUR);
    let own = token::associated_address(&owners[SEED_INVESTORS].pubkey(), &MINT.address);
    let foreign_mint = world.mint(8);
    let stranger = world.wallet();
    // Byte for byte the state, owned by the program, at another address.
    let copy = world.key().pubkey();
    let state = world.svm.get_account(&EMISSION.address).unwrap();
    world.svm.set_account(copy, state).unwrap();
    let crank = |of, by| [with_account(emission::crank(), of, by)];

    world.refused(&crank(REWARD_VAULT, own), &[], EmissionError::WrongRewardVault);
    world.refused(&crank(REWARD_VAULT, MINT.address), &[], EmissionError::WrongRewardVault);
    world.refused(&crank(REWARD_VAULT, EMISSION.address), &[], EmissionError::WrongRewardVault);
    world.refused(&crank(MINT.address, foreign_mint), &[], EmissionError::WrongMint);
    world.refused(&crank(MINT.address, REWARD_VAULT), &[], EmissionError::WrongMint);
    world.refused(&crank(EMISSION.address, copy), &[], EmissionError::WrongEmission);
    world.refused(&crank(EMISSION.address, MINT.address), &[], NOT_OURS);
    world.refused(&crank(EMISSION.address, stranger.pubkey()), &[], NOT_OURS);
    let nothing = world.key().pubkey();
    world.refused(&crank(EMISSION.address, nothing), &[], NOT_THERE);
    world.refused(&crank(TOKEN_PROGRAM, ID), &[], OTHER_PROGRAM);
    world.crank();
}

#[test]
fn nobody_else_mints_or_takes_the_mint() {
    let (mut world, owners) = World::after_genesis();
    let own = token::associated_address(&owners[COMMUNITY].pubkey(), &MINT.address);
    for signer in [&owners[COMMUNITY], &world.deployer.insecure_clone()] {
        let key = signer.pubkey();
        let token =
            spl_token_interface::instruction::mint_to(&TOKEN_PROGRAM, &MINT.address, &own, &key, &[], 1);
        world.refused(&[token.unwrap()], &[signer], io_testkit::OWNER_MISMATCH);
        for authority in [
            spl_token_interface::instruction::AuthorityType::MintTokens,
            spl_token_interface::instruction::AuthorityType::FreezeAccount,
        ] {
            let expected = match authority {
                spl_token_interface::instruction::AuthorityType::MintTokens => io_testkit::OWNER_MISMATCH,
                _ => io_testkit::MINT_CANNOT_FREEZE,
            };
            let set = spl_token_interface::instruction::set_authority(
                &TOKEN_PROGRAM,
                &MINT.address,
                Some(&key),
                authority,
                &key,
                &[],
            );
            world.refused(&[set.unwrap()], &[signer], expected);
        }
    }
}

#[test]
fn metadata_names_the_token_for_ever() {
    let (mut world, _) = World::after_genesis();
    let deployer = world.deployer.insecure_clone();
    let metadata = world.svm.get_account(&METADATA).unwrap();
    assert_eq!(metadata.owner, METADATA_PROGRAM);
    let text = |start: usize| {
        let len = u32::from_le_bytes(metadata.data[start..start + 4].try_into().unwrap()) as usize;
        String::from_utf8(metadata.data[start + 4..start + 4 + len].to_vec()).unwrap()
    };
    // Key and two addresses, then three strings padded to their full length, then the fee in basis
    // points.
    assert_eq!(&metadata.data[1..33], EMISSION.address.as_ref(), "the update authority signs nothing");
    assert_eq!(text(65).trim_end_matches('\0'), "io.net");
    assert_eq!(text(101).trim_end_matches('\0'), "IO");
    assert_eq!(text(115).trim_end_matches('\0'), World::URI);
    assert_eq!(metadata.data[319..324], [0, 0, 0, 0, 0], "no fee, no creators, not sold, not mutable");

    let again = emission::create_metadata(&deployer.pubkey(), "https://else.where".into());
    world.refused(&[again], &[&deployer], EmissionError::MetadataExists);
}

#[test]
fn metadata_is_the_deployers_and_fits() {
    let mut world = World::new();
    let (deployer, stranger) = (world.deployer.insecure_clone(), world.wallet());
    let create = |key: &Keypair, uri: String| emission::create_metadata(&key.pubkey(), uri);
    world.refused(&[create(&deployer, World::URI.into())], &[&deployer], NOT_THERE);
    world.accepted(&[emission::initialize(&deployer.pubkey())], &[&deployer]);
    world.refused(&[create(&stranger, World::URI.into())], &[&stranger], EmissionError::NotUpgradeAuthority);
    world.refused(&[create(&deployer, String::new())], &[&deployer], EmissionError::BadUri);
    world.refused(&[create(&deployer, "u".repeat(201))], &[&deployer], EmissionError::BadUri);
    let good = create(&deployer, World::URI.into());
    let elsewhere = stranger.pubkey();
    for (of, error) in [
        (METADATA, EmissionError::WrongMetadata),
        (METADATA_PROGRAM, EmissionError::WrongMetadataProgram),
        (MINT.address, EmissionError::WrongMint),
        (PROGRAM_DATA, EmissionError::WrongProgramData),
    ] {
        world.refused(&[with_account(good.clone(), of, elsewhere)], &[&deployer], error);
    }
    world.accepted(&[create(&deployer, "u".repeat(200))], &[&deployer]);
}

#[test]
fn unknown_instructions_are_refused() {
    let (mut world, _) = World::after_genesis();
    let mut call = emission::crank();
    call.data = vec![0; 8];
    world.refused(&[call.clone()], &[], anchor_lang::error::ErrorCode::InstructionFallbackNotFound as u32);
    call.data.clear();
    world.refused(&[call], &[], anchor_lang::error::ErrorCode::InstructionFallbackNotFound as u32);
}

#[test]
fn a_donation_to_the_reward_vault_changes_nothing() {
    let (mut world, owners) = World::after_genesis();
    world.transfer_io(&owners[COMMUNITY], &REWARD_VAULT, 123);
    world.pass(HOUR);
    world.crank();
    assert_eq!(world.balance(&REWARD_VAULT), reference::cumulative(HOUR) + 123);
    assert_eq!(world.emission().minted, reference::cumulative(HOUR));
}

#[test]
fn another_layout_is_told() {
    let (mut world, _) = World::after_genesis();
    world.pass(HOUR);
    let good = world.svm.get_account(&EMISSION.address).unwrap();
    let mut other = good.clone();
    other.data[8] += 1;
    world.svm.set_account(EMISSION.address, other).unwrap();
    world.refused(&[emission::crank()], &[], EmissionError::UnknownVersion);
    world.svm.set_account(EMISSION.address, good).unwrap();
    world.crank();
}
