//! Swaps: what they buy, and what they refuse.

mod buyback_scene;

use {
    anchor_lang::prelude::Pubkey,
    buyback_scene::{
        exchange::{give, stash_of, swap, take, transfer, Scene, GIVEN, OPENED},
        QUARTER,
    },
    io_addresses::{
        buyback::{self as addresses, CONFIG, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        emission::MINT,
        external::{TOKEN_PROGRAM, USDC_MINT},
    },
    io_client::{
        buyback::{self, events::Swapped, BuybackError},
        token, token_swap,
    },
    io_economics::{
        buyback::{Params, MAX_DAILY_CAP, MAX_LEAST_BUDGET, MAX_OFFSET_BPS, MAX_PERIOD_SECONDS},
        price::{Quote, MAX_AGE_SECONDS, MAX_CONF_BPS},
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_testkit::{
        buyback::{Feed, PRICES},
        calls::{with_account, OTHER_PROGRAM},
        hostile::{self, script},
        owners::COMMUNITY,
        Refusal, INSUFFICIENT_FUNDS,
    },
    solana_signer::Signer,
    std::iter,
};

#[test]
fn a_real_pool_swaps_and_what_arrives_is_burned() {
    let mut scene = Scene::new();
    let pool = scene.pool();
    let supply = scene.world.supply();
    let brings = scene.world.pool_brings(&pool, GIVEN);
    let call = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, GIVEN, 0);
    let receipt = scene.accepted(buyback::swap_and_burn(&PRICES, GIVEN, call));
    let swapped = &receipt.events::<Swapped>()[0];
    assert_eq!((swapped.io, swapped.exchange), (brings, token_swap::ID));
    assert_eq!(scene.world.supply(), supply - brings);
    assert_eq!(scene.world.balance(&USDC_VAULT), 10_000 * USDC - swapped.usdc);
    assert_eq!(scene.world.balance(&SWAPPER_USDC), 0);
}

/// Seen from its other side a pool takes IO: there is none.
#[test]
fn a_swap_the_wrong_way_round_is_refused() {
    let mut scene = Scene::new();
    let pool = scene.pool().reversed();
    let call = pool.swap(&SWAPPER.address, SWAPPER_IO, SWAPPER_USDC, 1_000, 0);
    scene.refused(buyback::swap_and_burn(&PRICES, GIVEN, call), INSUFFICIENT_FUNDS);
}

#[test]
fn a_pool_dearer_than_the_offer_is_refused() {
    let mut scene = Scene::new();
    let pool = scene.world.pool(&scene.roles.owners[COMMUNITY], 400_000, 100_000);
    let call = |usdc| {
        let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
        buyback::swap_and_burn(&PRICES, usdc, swap)
    };
    // The offer is 2.5% over the oracle's price; the pool takes 0.3% and moves by what it sells.
    scene.refused(call(10_000 * USDC), BuybackError::TooLittleIo);
    scene.accepted(call(GIVEN));
    // The next auction begins 5% under it.
    scene.world.set_clock(OPENED + HOUR);
    scene.world.post_prices(QUARTER);
    scene.world.open_auction();
    scene.refused(call(GIVEN), BuybackError::TooLittleIo);
}

/// A fill opens the auction that it finds missing, a swap does not: at its first second the offer
/// is below any pool.
#[test]
fn without_an_auction_there_is_no_swap() {
    let mut scene = Scene::new();
    let call = scene.trade_and([]);
    scene.world.set_clock(OPENED + HOUR);
    scene.world.post_prices(QUARTER);
    scene.refused(call, BuybackError::NoAuction);
    scene.world.open_auction();
    let call = scene.trade_and([]);
    scene.accepted(call);
}

#[test]
fn an_honest_exchange_of_any_kind_works() {
    let mut scene = Scene::new();
    let asked = scene.asked();
    let receipt = scene.accepted(scene.trade_and([]));
    let swapped = &receipt.events::<Swapped>()[0];
    assert_eq!((swapped.usdc, swapped.io, swapped.stray_io), (GIVEN, asked, 0));
    assert_eq!(scene.world.balance(&stash_of(&USDC_MINT)), GIVEN);
}

#[test]
fn what_the_exchange_leaves_goes_back() {
    let mut scene = Scene::new();
    let asked = scene.world.offer().io_for_usdc(GIVEN / 4).unwrap();
    let receipt = scene.accepted(swap(scene.trade(GIVEN / 4, asked)));
    assert_eq!(receipt.events::<Swapped>()[0].usdc, GIVEN / 4);
    assert_eq!(scene.world.balance(&USDC_VAULT), 10_000 * USDC - GIVEN / 4);
    assert_eq!(scene.world.buyback().auction.spent, GIVEN / 4);
}

#[test]
fn one_base_unit_less_than_a_fill_asks_for_is_refused() {
    let mut scene = Scene::new();
    let asked = scene.asked();
    scene.refused(swap(scene.trade(GIVEN, asked - 1)), BuybackError::TooLittleIo);
    scene.accepted(swap(scene.trade(GIVEN, asked)));
}

/// The most that an admin can do: the rule at its bounds, an exchange of its own whose notice has
/// ended, the last second of an auction, and prices without any confidence. It gets an auction's
/// budget, for IO that is worth 10% less at most.
#[test]
fn an_admin_with_an_exchange_gets_a_tenth_over_the_oracles_price() {
    let mut scene = Scene::new();
    let admin = scene.roles.admin.insecure_clone();
    let params = Params {
        daily_cap: MAX_DAILY_CAP,
        least_budget: MAX_LEAST_BUDGET,
        period: MAX_PERIOD_SECONDS,
        max_age: MAX_AGE_SECONDS,
        max_conf_bps: MAX_CONF_BPS,
        under_bps: 0,
        over_bps: MAX_OFFSET_BPS,
    };
    scene.world.accepted(&[buyback::set_params(&admin.pubkey(), params)], &[&admin]);
    scene.world.transfer_io(&scene.roles.owners[COMMUNITY], &stash_of(&MINT.address), 40_000 * IO);
    scene.world.set_clock(OPENED + HOUR);
    scene.world.open_auction();
    scene.world.set_clock(OPENED + HOUR + DAY - 1);
    for (feed, price) in [(Feed::Io, QUARTER), (Feed::Usdc, 100_000_000)] {
        scene.world.post(feed, Quote { conf: 0, ..scene.world.usd(price) });
    }

    let budget = 10_000 * USDC;
    let asked = scene.world.offer().io_for_usdc(budget).unwrap();
    let trade = |usdc, io| buyback::swap_and_burn(&PRICES, usdc, script(&[take(usdc), give(io)]));
    scene.refused(trade(budget, asked - 1), BuybackError::TooLittleIo);
    scene.accepted(trade(budget, asked));
    let taken = scene.world.balance(&stash_of(&USDC_MINT));
    assert_eq!(taken, budget);
    // 400 base units of IO are worth one of USDC.
    assert!(taken * 400 * 100 <= asked * 110, "{taken} for {asked}");
    assert!(taken * 400 * 1_000 > asked * 1_099, "{taken} for {asked}");
    scene.world.revenue(1_000);
    scene.refused(trade(1, asked), BuybackError::OverBudget);
}

#[test]
fn amounts_have_bounds() {
    let mut scene = Scene::new();
    let trade = script(&scene.trade(GIVEN, scene.asked()));
    let call = |usdc| buyback::swap_and_burn(&PRICES, usdc, trade.clone());
    scene.refused(call(0), BuybackError::ZeroAmount);
    scene.refused(call(10_000 * USDC + 1), BuybackError::OverBudget);
    scene.refused(call(u64::MAX), BuybackError::OverBudget);
    // More than it is given it cannot take, unless a donation lies there.
    scene.refused(call(GIVEN - 1), INSUFFICIENT_FUNDS);
    scene.world.mint_usdc(&SWAPPER_USDC, 1);
    scene.refused(call(GIVEN - 1), BuybackError::TookTooMuch);
    scene.accepted(call(GIVEN));
}

#[test]
fn a_donated_unit_blocks_nothing() {
    let mut scene = Scene::new();
    let pool = scene.pool();
    scene.world.mint_usdc(&SWAPPER_USDC, 7);
    scene.world.transfer_io(&scene.roles.owners[COMMUNITY], &SWAPPER_IO, 9);
    scene.world.svm.airdrop(&SWAPPER.address, 1_000_000_000).unwrap();
    let brings = scene.world.pool_brings(&pool, GIVEN);
    let call = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, GIVEN, 0);
    let receipt = scene.accepted(buyback::swap_and_burn(&PRICES, GIVEN, call));
    let swapped = &receipt.events::<Swapped>()[0];
    assert_eq!(
        (swapped.io, swapped.stray_io),
        (brings, 9),
        "only what the exchange brought counts as bought"
    );
    let totals = scene.world.buyback().totals;
    assert_eq!((totals.io_bought, totals.io_burned), (brings, 9));
    assert_eq!(scene.world.balance(&SWAPPER_USDC) + scene.world.balance(&SWAPPER_IO), 0);
    assert_eq!(scene.world.balance(&USDC_VAULT), 10_000 * USDC - swapped.usdc + 7);
}

/// IO that lies in the swapper's account is not the exchange's to count, nor to take.
#[test]
fn donated_io_pays_for_nothing() {
    let mut scene = Scene::new();
    let asked = scene.asked();
    scene.world.transfer_io(&scene.roles.owners[COMMUNITY], &SWAPPER_IO, asked);
    scene.refused(swap(vec![take(GIVEN)]), BuybackError::TooLittleIo);
    let back = transfer(SWAPPER_IO, stash_of(&MINT.address), SWAPPER.address, asked);
    scene.refused(swap(vec![take(GIVEN), back.clone()]), BuybackError::TooLittleIo);
    scene.refused(swap(vec![take(GIVEN), back, give(asked)]), BuybackError::TooLittleIo);
    let receipt = scene.accepted(scene.trade_and([]));
    assert_eq!(receipt.events::<Swapped>()[0].stray_io, asked);
}

#[test]
fn money_reaches_no_accounts_but_the_swappers() {
    let mut scene = Scene::new();
    let key = scene.thief.pubkey();
    let (usdc, io) =
        (token::associated_address(&key, &USDC_MINT), token::associated_address(&key, &MINT.address));
    let pool = scene.pool();
    let honest = |source, destination| {
        let swap = pool.swap(&SWAPPER.address, source, destination, GIVEN, 0);
        buyback::swap_and_burn(&PRICES, GIVEN, swap)
    };
    scene.refused(honest(SWAPPER_USDC, io), BuybackError::TooLittleIo);
    for (of, by) in [(SWAPPER_USDC, usdc), (SWAPPER_IO, io)] {
        let mut call = honest(SWAPPER_USDC, SWAPPER_IO);
        call.accounts.iter_mut().filter(|meta| meta.pubkey == of).for_each(|meta| meta.pubkey = by);
        scene.refused(call, BuybackError::WrongSwapperAccount);
    }
    let mut exchanged = honest(SWAPPER_USDC, SWAPPER_IO);
    exchanged.accounts.swap(3, 4);
    scene.refused(exchanged, BuybackError::WrongSwapperAccount);
    let call = with_account(honest(SWAPPER_USDC, SWAPPER_IO), SWAPPER.address, key);
    scene.refused(call, BuybackError::WrongSwapper);
    let call = with_account(honest(SWAPPER_USDC, SWAPPER_IO), USDC_VAULT, usdc);
    scene.refused(call, BuybackError::WrongUsdcVault);
    let foreign = scene.world.mint(8);
    let call = with_account(honest(SWAPPER_USDC, SWAPPER_IO), MINT.address, foreign);
    scene.refused(call, BuybackError::WrongMint);
    let copy = scene.world.key().pubkey();
    let state = scene.world.svm.get_account(&CONFIG.address).unwrap();
    scene.world.svm.set_account(copy, state).unwrap();
    let call = with_account(honest(SWAPPER_USDC, SWAPPER_IO), CONFIG.address, copy);
    scene.refused(call, BuybackError::WrongConfig);
}

/// The config is `dup`: in every other place it is refused.
#[test]
fn the_config_passes_for_nothing_else() {
    let mut scene = Scene::new();
    let call = scene.trade_and([]);
    let own: [Refusal; 9] = [
        BuybackError::WrongUsdcVault.into(),
        BuybackError::WrongSwapper.into(),
        BuybackError::WrongSwapperAccount.into(),
        BuybackError::WrongSwapperAccount.into(),
        BuybackError::WrongMint.into(),
        BuybackError::WrongPriceOwner.into(),
        BuybackError::WrongPriceOwner.into(),
        BuybackError::ExchangeNotAllowed.into(),
        OTHER_PROGRAM.into(),
    ];
    let of_the_exchange = iter::repeat(BuybackError::ExchangeAccountForbidden.into());
    for (place, error) in (1..call.accounts.len()).zip(own.into_iter().chain(of_the_exchange)) {
        let mut call = call.clone();
        call.accounts[place].pubkey = CONFIG.address;
        scene.refused(call, error);
    }
}

#[test]
fn a_program_that_is_not_allowed_is_refused() {
    let mut scene = Scene::new();
    let admin = scene.roles.admin.insecure_clone();
    let call = scene.trade_and([]);
    scene.world.accepted(&[buyback::remove_exchange(&admin.pubkey(), hostile::ID)], &[&admin]);
    scene.refused(call.clone(), BuybackError::ExchangeNotAllowed);
    for program in [TOKEN_PROGRAM, addresses::ID, io_addresses::staking::ID, Pubkey::default()] {
        let call = with_account(call.clone(), hostile::ID, program);
        scene.refused(call, BuybackError::ExchangeNotAllowed);
    }
}

#[test]
fn an_exchange_is_refused_a_second_before_its_notice_ends() {
    let mut scene = Scene::new();
    let admin = scene.roles.admin.insecure_clone();
    for call in [buyback::remove_exchange, buyback::announce_exchange] {
        scene.world.accepted(&[call(&admin.pubkey(), hostile::ID)], &[&admin]);
    }
    scene.world.pass(7 * DAY - 1);
    scene.world.post_prices(QUARTER);
    scene.world.open_auction();
    let call = scene.trade_and([]);
    scene.refused(call.clone(), BuybackError::ExchangeTooEarly);
    scene.world.pass(1);
    scene.accepted(call);
}

#[test]
fn a_pause_stops_swaps() {
    let mut scene = Scene::new();
    let admin = scene.roles.admin.insecure_clone();
    scene.world.accepted(&[buyback::set_paused(&admin.pubkey(), true)], &[&admin]);
    let call = scene.trade_and([]);
    scene.refused(call, BuybackError::Paused);
}

#[test]
fn without_the_swappers_accounts_there_is_no_swap() {
    let mut scene = Scene::new();
    let call = scene.trade_and([]);
    for account in [SWAPPER_USDC, SWAPPER_IO] {
        let there = scene.world.svm.get_account(&account).unwrap();
        scene.world.svm.set_account(account, Default::default()).unwrap();
        scene.refused(call.clone(), BuybackError::SwapperAccountMissing);
        scene.world.svm.set_account(account, there).unwrap();
    }
    scene.world.freeze(&SWAPPER_USDC);
    scene.refused(call.clone(), BuybackError::SwapperAccountMissing);
    scene.world.thaw(&SWAPPER_USDC);
    scene.accepted(call);
}

#[test]
fn fills_and_swaps_share_one_budget() {
    let mut scene = Scene::new();
    let holder = scene.world.trader(&scene.roles, 100_000, 0);
    let io = scene.world.offer().io_for_usdc(10_000 * USDC - GIVEN + 1).unwrap();
    let fill = buyback::fill(&holder.pubkey(), &PRICES, io, 0);
    let call = scene.trade_and([]);
    scene.world.refused(&[fill.clone(), call.clone()], &[&holder], BuybackError::OverBudget);
    let whole = buyback::fill(&holder.pubkey(), &PRICES, io, 10_000 * USDC - GIVEN + 1);
    scene.world.refused(&[call.clone(), whole], &[&holder], BuybackError::BelowLimit);
    // After the swap the fill sells what is left.
    scene.world.accepted(&[call, fill], &[&holder]);
    assert_eq!(scene.world.balance(&USDC_VAULT), 0);
}
