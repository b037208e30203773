//! Fills and burns: what they refuse.

mod buyback_scene;

use {
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    buyback_scene::{Scene, QUARTER},
    io_addresses::{
        buyback::{CONFIG, IO_VAULT, SWAPPER_USDC, USDC_VAULT},
        emission::MINT,
        external::{TOKEN_PROGRAM, USDC_MINT},
    },
    io_client::{
        buyback::{self, events::Filled, BuybackError},
        token,
    },
    io_economics::units::BASE_UNITS_PER_IO as IO,
    io_testkit::{
        buyback::{BuybackRoles, Feed, PARAMS, PRICES},
        calls::{with_account, NO_SIGNATURE, OTHER_PROGRAM},
        owners::COMMUNITY,
        Refusal, World,
    },
    solana_signer::Signer,
    spl_token_interface::instruction as spl,
};

#[test]
fn nothing_is_no_fill() {
    let mut scene = Scene::new();
    let call = scene.call(0);
    scene.refused(call, BuybackError::ZeroAmount);
}

#[test]
fn what_is_worth_less_than_a_base_unit_is_refused() {
    let mut scene = Scene::new();
    // 0.2375 USDC an IO, so that 422 base units are worth 1.00225.
    let call = scene.call(400);
    scene.refused(call, BuybackError::WorthNothing);
    scene.fill(430);
    assert_eq!(scene.usdc(), 1);
}

#[test]
fn a_fill_under_the_callers_own_limit_is_refused() {
    let mut scene = Scene::new();
    let least = scene.world.offer().usdc_for_io(100 * IO).unwrap();
    let key = scene.holder.pubkey();
    scene.refused(buyback::fill(&key, &PRICES, 100 * IO, least + 1), BuybackError::BelowLimit);
    let call = buyback::fill(&key, &PRICES, 100 * IO, least);
    scene.world.accepted(&[call], &[&scene.holder]);
    assert_eq!(scene.usdc(), least);
}

#[test]
fn usdc_comes_from_the_vault_alone_and_does_not_go_back() {
    let mut scene = Scene::new();
    let key = scene.holder.pubkey();
    let own = token::associated_address(&key, &USDC_MINT);
    let other = scene.world.trader(&scene.roles, 0, 1_000);
    let others = token::associated_address(&other.pubkey(), &USDC_MINT);
    for vault in [own, others, IO_VAULT, SWAPPER_USDC, CONFIG.address] {
        let call = with_account(scene.call(IO), USDC_VAULT, vault);
        scene.refused(call, BuybackError::WrongUsdcVault);
    }
    let call = with_account(scene.call(IO), own, USDC_VAULT);
    scene.refused(call, BuybackError::DestinationIsVault);
    // To anyone else it may go.
    let call = with_account(scene.call(IO), own, others);
    scene.world.accepted(&[call], &[&scene.holder]);
    let call = with_account(scene.call(IO), own, SWAPPER_USDC);
    scene.world.accepted(&[call], &[&scene.holder]);
}

#[test]
fn only_io_of_the_caller_is_burned() {
    let mut scene = Scene::new();
    let key = scene.holder.pubkey();
    let own = token::associated_address(&key, &MINT.address);
    let other = scene.world.trader(&scene.roles, 1_000, 1_000);
    let others = token::associated_address(&other.pubkey(), &MINT.address);
    let call = with_account(scene.call(IO), own, others);
    scene.refused(call, BuybackError::NotOwner);
    scene.world.transfer_io(&other, &IO_VAULT, IO);
    let call = with_account(scene.call(IO), own, IO_VAULT);
    scene.refused(call, BuybackError::NotOwner);
    let usdc = token::associated_address(&key, &USDC_MINT);
    scene.world.mint_usdc(&usdc, IO);
    let call = with_account(scene.call(IO), own, usdc);
    scene.refused(call, BuybackError::SourceNotIo);
    let foreign = scene.world.mint(8);
    let call = with_account(scene.call(IO), MINT.address, foreign);
    scene.refused(call, BuybackError::WrongMint);
    let call = with_account(scene.call(IO), MINT.address, USDC_MINT);
    scene.refused(call, BuybackError::WrongMint);
    let mut unsigned = scene.call(IO);
    unsigned.accounts[0].is_signer = false;
    scene.world.refused(&[unsigned], &[], NO_SIGNATURE);
}

/// The owner's approval is the delegate's to use elsewhere: what pays here belongs to the signer.
#[test]
fn a_delegate_burns_nothing() {
    let mut scene = Scene::new();
    let other = scene.world.trader(&scene.roles, 1_000, 0);
    let (key, owner) = (scene.holder.pubkey(), other.pubkey());
    let others = token::associated_address(&owner, &MINT.address);
    let approve = spl::approve(&TOKEN_PROGRAM, &others, &key, &owner, &[], 1_000 * IO).unwrap();
    scene.world.accepted(&[approve], &[&other]);
    let own = token::associated_address(&key, &MINT.address);
    let call = with_account(scene.call(IO), own, others);
    scene.refused(call, BuybackError::NotOwner);
}

#[test]
fn more_io_than_the_caller_has_is_refused() {
    let mut scene = Scene::new();
    let poor = scene.world.trader(&scene.roles, 1, 0);
    let call = buyback::fill(&poor.pubkey(), &PRICES, IO + 1, 0);
    scene.world.refused(&[call], &[&poor], BuybackError::NotEnoughIo);
    let call = buyback::fill(&poor.pubkey(), &PRICES, IO, 0);
    scene.world.accepted(&[call], &[&poor]);
}

/// The caller learns what is wrong with its own account, not a number of the token program's.
#[test]
fn only_a_usdc_account_takes_the_pay() {
    let mut scene = Scene::new();
    let key = scene.holder.pubkey();
    let own = token::associated_address(&key, &USDC_MINT);
    let missing = scene.world.key().pubkey();
    let io = token::associated_address(&key, &MINT.address);
    let foreign = scene.world.mint(6);
    for account in [missing, key, io, foreign, USDC_MINT] {
        let call = with_account(scene.call(IO), own, account);
        scene.refused(call, BuybackError::DestinationTakesNothing);
    }
}

/// The config is `dup`: in every other place it is refused.
#[test]
fn the_config_passes_for_nothing_else() {
    let mut scene = Scene::new();
    let call = scene.call(IO);
    let [source, destination, rest @ ..] = [2, 3, 4, 5, 6, 7, 8].map(|place| {
        let mut call = call.clone();
        call.accounts[place].pubkey = CONFIG.address;
        call
    });
    // It is no token account.
    scene.refused(source, BuybackError::NotOwner);
    scene.refused(destination, BuybackError::DestinationTakesNothing);
    let errors: [Refusal; 5] = [
        BuybackError::WrongUsdcVault.into(),
        BuybackError::WrongMint.into(),
        BuybackError::WrongPriceOwner.into(),
        BuybackError::WrongPriceOwner.into(),
        OTHER_PROGRAM.into(),
    ];
    for (call, error) in rest.into_iter().zip(errors) {
        scene.refused(call, error);
    }
    let copy = scene.world.key().pubkey();
    let state = scene.world.svm.get_account(&CONFIG.address).unwrap();
    scene.world.svm.set_account(copy, state).unwrap();
    let call = with_account(scene.call(IO), CONFIG.address, copy);
    scene.refused(call, BuybackError::WrongConfig);
    let burn = with_account(buyback::burn(), CONFIG.address, copy);
    scene.world.refused(&[burn], &[], BuybackError::WrongConfig);
}

#[test]
fn a_frozen_account_takes_no_pay_and_loses_no_io() {
    let mut scene = Scene::new();
    let own = token::associated_address(&scene.holder.pubkey(), &USDC_MINT);
    scene.world.freeze(&own);
    let call = scene.call(IO);
    scene.refused(call, BuybackError::DestinationTakesNothing);
    scene.world.thaw(&own);
    scene.world.freeze(&USDC_VAULT);
    let call = scene.call(IO);
    scene.refused(call, BuybackError::UsdcVaultFrozen);
    // Fees paid in IO burn all the same.
    scene.world.transfer_io(&scene.roles.owners[COMMUNITY], &IO_VAULT, IO);
    scene.world.accepted(&[buyback::burn()], &[]);
}

#[test]
fn an_empty_vault_burns_nothing() {
    let mut scene = Scene::new();
    scene.world.refused(&[buyback::burn()], &[], BuybackError::NothingToBurn);
}

#[test]
fn the_burn_takes_the_vault_alone() {
    let mut scene = Scene::new();
    scene.world.transfer_io(&scene.roles.owners[COMMUNITY], &IO_VAULT, IO);
    let own = token::associated_address(&scene.holder.pubkey(), &MINT.address);
    for account in [own, USDC_VAULT, CONFIG.address] {
        let call = with_account(buyback::burn(), IO_VAULT, account);
        scene.world.refused(&[call], &[], BuybackError::WrongIoVault);
    }
    let foreign = scene.world.mint(8);
    let call = with_account(buyback::burn(), MINT.address, foreign);
    scene.world.refused(&[call], &[], BuybackError::WrongMint);
}

#[test]
fn without_vaults_nothing_moves() {
    let (mut world, owners) = World::after_genesis();
    let deployer = world.deployer.insecure_clone();
    let params = buyback::InitializeParams {
        admin: Pubkey::new_unique(),
        io_feed: Feed::Io.id(),
        usdc_feed: Feed::Usdc.id(),
        params: PARAMS,
    };
    world.accepted(&[buyback::initialize(&deployer.pubkey(), params)], &[&deployer]);
    world.post_prices(QUARTER);
    let roles = BuybackRoles { admin: deployer, owners };
    let holder = world.trader(&roles, 10, 0);
    let fill = buyback::fill(&holder.pubkey(), &PRICES, IO, 0);
    world.refused(&[fill], &[&holder], BuybackError::BelowLeastBudget);
    world.refused(&[buyback::open_auction()], &[], BuybackError::BelowLeastBudget);
    world.refused(&[buyback::burn()], &[], BuybackError::NothingToBurn);
}

#[test]
fn every_event_rebuilds_the_config() {
    let mut scene = Scene::new();
    let receipt = scene.fill(100 * IO);
    let event = &receipt.events::<Filled>()[0];
    let account = scene.world.svm.get_account(&CONFIG.address).unwrap();
    let config = buyback::Config::try_deserialize(&mut &account.data[..]).unwrap();
    assert_eq!(event.filler, scene.holder.pubkey());
    assert_eq!((event.now, event.auction), (config.auction.latest, config.auction.start));
    assert_eq!((event.usdc, event.io), (config.totals.usdc_spent, config.totals.io_bought));
    assert_eq!(event.usdc, config.auction.spent);
}
