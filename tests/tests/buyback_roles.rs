//! Deployer and admin of the buyback: what they may, and that they cannot take the money.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::buyback::{CONFIG, IO_VAULT, PROGRAM_DATA, USDC_VAULT},
    io_client::{
        buyback::{self, events, BuybackError, InitializeParams, EXCHANGES},
        token_swap,
    },
    io_economics::{
        buyback::{
            Params, MAX_DAILY_CAP, MAX_LEAST_BUDGET, MAX_PERIOD_SECONDS, MIN_AGE_SECONDS, MIN_CONF_BPS,
            MIN_DAILY_CAP, MIN_LEAST_BUDGET, MIN_OVER_BPS, MIN_PERIOD_SECONDS,
        },
        time::NOTICE_SECONDS,
    },
    io_testkit::{
        buyback::{Feed, PARAMS, PRICES},
        calls::{with_account, ALREADY_IN_USE},
        owners::COMMUNITY,
        World, OWNER_MISMATCH,
    },
    solana_instruction::Instruction,
    solana_signer::Signer,
    spl_token_interface::instruction as spl,
};

fn params() -> InitializeParams {
    InitializeParams {
        admin: Pubkey::new_unique(),
        io_feed: Feed::Io.id(),
        usdc_feed: Feed::Usdc.id(),
        params: PARAMS,
    }
}

#[test]
fn nobody_initializes_before_the_deployer() {
    let (mut world, _) = World::after_genesis();
    let (deployer, stranger) = (world.deployer.insecure_clone(), world.wallet());
    let call = buyback::initialize(&stranger.pubkey(), params());
    world.refused(std::slice::from_ref(&call), &[&stranger], BuybackError::NotUpgradeAuthority);
    let mut forged = world.svm.get_account(&PROGRAM_DATA).unwrap();
    forged.data[13..45].copy_from_slice(stranger.pubkey().as_ref());
    let elsewhere = world.key().pubkey();
    world.svm.set_account(elsewhere, forged).unwrap();
    let call = with_account(call, PROGRAM_DATA, elsewhere);
    world.refused(&[call], &[&stranger], BuybackError::WrongProgramData);
    // Lamports sent ahead block nothing, nor do accounts created ahead.
    world.svm.airdrop(&CONFIG.address, 1_000_000).unwrap();
    world.accepted(&buyback::create_accounts(&stranger.pubkey()), &[&stranger]);
    let call = buyback::initialize(&deployer.pubkey(), params());
    world.accepted(std::slice::from_ref(&call), &[&deployer]);
    world.refused(&[call], &[&deployer], ALREADY_IN_USE);
}

#[test]
fn initialize_has_bounds() {
    let (mut world, _) = World::after_genesis();
    let deployer = world.deployer.insecure_clone();
    let mut refused = |params, error| {
        world.refused(&[buyback::initialize(&deployer.pubkey(), params)], &[&deployer], error);
    };
    refused(InitializeParams { usdc_feed: Feed::Io.id(), ..params() }, BuybackError::SameFeed);
    for (bad, error) in out_of_bounds() {
        refused(InitializeParams { params: bad, ..params() }, error);
    }
}

fn out_of_bounds() -> [(Params, BuybackError); 13] {
    [
        (Params { daily_cap: MIN_DAILY_CAP - 1, ..PARAMS }, BuybackError::InvalidCap),
        (Params { daily_cap: MAX_DAILY_CAP + 1, ..PARAMS }, BuybackError::InvalidCap),
        (Params { least_budget: MIN_LEAST_BUDGET - 1, ..PARAMS }, BuybackError::InvalidLeastBudget),
        (Params { least_budget: MAX_LEAST_BUDGET + 1, ..PARAMS }, BuybackError::InvalidLeastBudget),
        (Params { period: MIN_PERIOD_SECONDS - 1, ..PARAMS }, BuybackError::InvalidPeriod),
        (Params { period: MAX_PERIOD_SECONDS + 1, ..PARAMS }, BuybackError::InvalidPeriod),
        (Params { max_age: MIN_AGE_SECONDS - 1, ..PARAMS }, BuybackError::InvalidAge),
        (Params { max_age: 61, ..PARAMS }, BuybackError::InvalidAge),
        (Params { max_conf_bps: MIN_CONF_BPS - 1, ..PARAMS }, BuybackError::InvalidConfidence),
        (Params { max_conf_bps: 101, ..PARAMS }, BuybackError::InvalidConfidence),
        (Params { under_bps: 1_001, ..PARAMS }, BuybackError::InvalidOffset),
        (Params { over_bps: 1_001, ..PARAMS }, BuybackError::InvalidOffset),
        (Params { over_bps: MIN_OVER_BPS - 1, ..PARAMS }, BuybackError::InvalidOffset),
    ]
}

#[test]
fn parameters_stay_within_their_bounds() {
    let (mut world, roles) = World::with_buyback();
    let key = roles.admin.pubkey();
    for (bad, error) in out_of_bounds() {
        world.refused(&[buyback::set_params(&key, bad)], &[&roles.admin], error);
    }
    let good = Params {
        daily_cap: MIN_DAILY_CAP,
        least_budget: MIN_LEAST_BUDGET,
        period: MAX_PERIOD_SECONDS,
        max_age: MIN_AGE_SECONDS,
        max_conf_bps: MIN_CONF_BPS,
        under_bps: 1_000,
        over_bps: MIN_OVER_BPS,
    };
    let receipt = world.accepted(&[buyback::set_params(&key, good)], &[&roles.admin]);
    assert_eq!(receipt.events::<events::ParamsSet>()[0].params, good);
    assert_eq!(world.buyback().params, good);
}

#[test]
fn what_the_admin_does_nobody_else_does() {
    let (mut world, roles) = World::with_buyback();
    let (stranger, copy) = (world.wallet(), world.key().pubkey());
    let state = world.svm.get_account(&CONFIG.address).unwrap();
    world.svm.set_account(copy, state).unwrap();
    let calls = |key: &Pubkey| -> Vec<Instruction> {
        vec![
            buyback::propose_admin(key, *key),
            buyback::set_paused(key, true),
            buyback::set_params(key, PARAMS),
            buyback::announce_exchange(key, token_swap::ID),
            buyback::remove_exchange(key, token_swap::ID),
        ]
    };
    for call in calls(&stranger.pubkey()) {
        world.refused(&[call], &[&stranger], BuybackError::NotAdmin);
    }
    for call in calls(&roles.admin.pubkey()) {
        let call = with_account(call, CONFIG.address, copy);
        world.refused(&[call], &[&roles.admin], BuybackError::WrongConfig);
    }
    world.refused(&[buyback::accept_admin(&stranger.pubkey())], &[&stranger], BuybackError::NotNextAdmin);
}

#[test]
fn an_admin_hands_over_in_two_steps() {
    let (mut world, roles) = World::with_buyback();
    let (admin, next) = (roles.admin, world.wallet());
    world.accepted(&[buyback::propose_admin(&admin.pubkey(), next.pubkey())], &[&admin]);
    world.refused(&[buyback::set_paused(&next.pubkey(), true)], &[&next], BuybackError::NotAdmin);
    // Taken back.
    world.accepted(&[buyback::propose_admin(&admin.pubkey(), Pubkey::default())], &[&admin]);
    world.refused(&[buyback::accept_admin(&next.pubkey())], &[&next], BuybackError::NotNextAdmin);
    world.accepted(&[buyback::propose_admin(&admin.pubkey(), next.pubkey())], &[&admin]);
    let receipt = world.accepted(&[buyback::accept_admin(&next.pubkey())], &[&next]);
    assert_eq!(receipt.events::<events::AdminAccepted>()[0].admin, next.pubkey());
    world.refused(&[buyback::set_paused(&admin.pubkey(), true)], &[&admin], BuybackError::NotAdmin);
    world.refused(&[buyback::accept_admin(&next.pubkey())], &[&next], BuybackError::NotNextAdmin);
    world.accepted(&[buyback::set_paused(&next.pubkey(), true)], &[&next]);
    assert!(world.buyback().pause.is_on(world.now()));
}

#[test]
fn an_exchange_is_announced_seven_days_ahead_and_removed_at_once() {
    let (mut world, roles) = World::with_buyback();
    let key = roles.admin.pubkey();
    let announce = |exchange| [buyback::announce_exchange(&key, exchange)];
    let receipt = world.accepted(&announce(token_swap::ID), &[&roles.admin]);
    let event = &receipt.events::<events::ExchangeAnnounced>()[0];
    assert_eq!((event.exchange, event.allowed_from), (token_swap::ID, world.now() + NOTICE_SECONDS));
    world.refused(&announce(token_swap::ID), &[&roles.admin], BuybackError::ExchangeListed);
    let others: Vec<_> = (1..EXCHANGES).map(|_| world.key().pubkey()).collect();
    for other in &others {
        world.accepted(&announce(*other), &[&roles.admin]);
    }
    let fifth = world.key().pubkey();
    world.refused(&announce(fifth), &[&roles.admin], BuybackError::ExchangesFull);
    let remove = |exchange| [buyback::remove_exchange(&key, exchange)];
    world.refused(&remove(fifth), &[&roles.admin], BuybackError::ExchangeNotAllowed);
    world.refused(&remove(Pubkey::default()), &[&roles.admin], BuybackError::ExchangeNotAllowed);
    let receipt = world.accepted(&remove(others[1]), &[&roles.admin]);
    assert_eq!(receipt.events::<events::ExchangeRemoved>()[0].exchange, others[1]);
    world.accepted(&announce(fifth), &[&roles.admin]);
    let listed: Vec<_> = world.buyback().exchanges.iter().map(|place| place.program).collect();
    assert_eq!(listed, [token_swap::ID, others[0], fifth, others[2]]);
}

#[test]
fn programs_of_the_suite_and_the_token_program_are_no_exchange() {
    let (mut world, roles) = World::with_buyback();
    let suite = io_addresses::PROGRAMS.iter().map(|program| program.id);
    for program in suite.chain([io_addresses::external::TOKEN_PROGRAM, Pubkey::default()]) {
        let call = buyback::announce_exchange(&roles.admin.pubkey(), program);
        world.refused(&[call], &[&roles.admin], BuybackError::ExchangeForbidden);
    }
}

/// A config of a later layout: no instruction reads it.
#[test]
fn another_version_is_refused_everywhere() {
    let (mut world, roles) = World::with_buyback();
    world.revenue(10_000);
    world.post_prices(25_000_000);
    let holder = world.trader(&roles, 10, 0);
    let mut later = world.svm.get_account(&CONFIG.address).unwrap();
    later.data[8] += 1;
    world.svm.set_account(CONFIG.address, later).unwrap();
    let key = roles.admin.pubkey();
    let swap = Instruction { program_id: token_swap::ID, accounts: vec![], data: vec![] };
    let of_the_admin = [
        buyback::propose_admin(&key, key),
        buyback::accept_admin(&key),
        buyback::set_paused(&key, true),
        buyback::set_params(&key, PARAMS),
        buyback::announce_exchange(&key, token_swap::ID),
        buyback::remove_exchange(&key, token_swap::ID),
    ];
    let of_anyone = [buyback::burn(), buyback::open_auction(), buyback::swap_and_burn(&PRICES, 1, swap)];
    let fill = [buyback::fill(&holder.pubkey(), &PRICES, 1_000, 0)];
    for (calls, signers) in
        [(&of_the_admin[..], vec![&roles.admin]), (&of_anyone, vec![]), (&fill, vec![&holder])]
    {
        for call in calls {
            let failure = world.refusal(std::slice::from_ref(call), &signers).expect("accepted");
            let expected = io_testkit::Refusal::from(BuybackError::UnknownVersion);
            assert!(expected.is(&failure), "{failure:?}");
        }
    }
}

/// No instruction names an account of the admin's choice as a destination; and the token program
/// knows no authority of the vaults but the config, for which nobody signs.
#[test]
fn the_admin_cannot_take_the_vaults() {
    let (mut world, roles) = World::with_buyback();
    let key = roles.admin.pubkey();
    let program = io_addresses::external::TOKEN_PROGRAM;
    let close = |vault: &Pubkey| spl::close_account(&program, vault, &key, &key, &[]).unwrap();
    for vault in [USDC_VAULT, IO_VAULT] {
        world.refused(&[close(&vault)], &[&roles.admin], OWNER_MISMATCH);
    }
    world.revenue(1_000);
    world.transfer_io(&roles.owners[COMMUNITY], &IO_VAULT, 1_000);
    for vault in [USDC_VAULT, IO_VAULT] {
        world.refused(&[close(&vault)], &[&roles.admin], NON_ZERO_BALANCE);
        let mint = world.token(&vault).mint;
        let own = world.token_account(&key, &mint);
        let authority = |kind| spl::set_authority(&program, &vault, Some(&key), kind, &key, &[]);
        for call in [
            spl::transfer(&program, &vault, &own, &key, &[], 1),
            spl::approve(&program, &vault, &key, &key, &[], 1),
            authority(spl::AuthorityType::AccountOwner),
            authority(spl::AuthorityType::CloseAccount),
            spl::burn(&program, &vault, &mint, &key, &[], 1),
        ] {
            world.refused(&[call.unwrap()], &[&roles.admin], OWNER_MISMATCH);
        }
        assert_eq!(world.token(&vault).owner, CONFIG.address);
    }
}

/// The token program's number for closing an account that is not empty.
const NON_ZERO_BALANCE: u32 = spl_token_interface::error::TokenError::NonNativeHasBalance as u32;
