//! Rows of io_buyback.

use {
    crate::Bench,
    anchor_lang::Space,
    io_client::{
        addresses::buyback::{IO_VAULT, SWAPPER, SWAPPER_IO, SWAPPER_USDC},
        buyback::{self, Config, InitializeParams},
        token_swap,
    },
    io_economics::{
        price::Quote,
        time::HOUR,
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    io_testkit::{
        buyback::{BuybackRoles, Feed, PARAMS, PRICES},
        owners::COMMUNITY,
        World,
    },
    solana_instruction::AccountMeta,
    solana_signer::Signer,
};

/// USD an IO, in 10^-8.
const PRICE: i64 = 25_000_000;

pub fn measure(bench: &mut Bench) {
    bench.account("io_buyback.Config", 8 + Config::INIT_SPACE);
    what_the_admin_does(bench);
    let (mut world, roles) = World::with_buyback();
    burn_and_fill(bench, &mut world, &roles);
    what_is_left(bench);
    swap(bench, &mut world, &roles);
    unequal_exponents(bench, &mut world, &roles);
}

fn what_the_admin_does(bench: &mut Bench) {
    let (mut world, _) = World::after_genesis();
    let world = &mut world;
    let deployer = world.deployer.insecure_clone();
    let [admin, next] = [(); 2].map(|()| world.wallet());
    let key = admin.pubkey();
    let params =
        InitializeParams { admin: key, io_feed: Feed::Io.id(), usdc_feed: Feed::Usdc.id(), params: PARAMS };
    let initialize = buyback::initialize(&deployer.pubkey(), params);
    bench.instruction("io_buyback.initialize", world, &initialize, &[&deployer]);
    let mut row =
        |name: &str, call| bench.instruction(&format!("io_buyback.{name}"), world, &call, &[&admin]);
    row("set_params", buyback::set_params(&key, PARAMS));
    row("set_paused", buyback::set_paused(&key, true));
    row("announce_exchange", buyback::announce_exchange(&key, token_swap::ID));
    row("remove_exchange", buyback::remove_exchange(&key, token_swap::ID));
    row("propose_admin", buyback::propose_admin(&key, next.pubkey()));
    bench.instruction("io_buyback.accept_admin", world, &buyback::accept_admin(&next.pubkey()), &[&next]);
}

/// An auction that is opened, a fill in one, and a fill that opens one.
fn burn_and_fill(bench: &mut Bench, world: &mut World, roles: &BuybackRoles) {
    world.transfer_io(&roles.owners[COMMUNITY], &IO_VAULT, BASE_UNITS_PER_IO);
    bench.instruction("io_buyback.burn", world, &buyback::burn(), &[]);
    world.revenue(100_000);
    let holder = world.trader(roles, 10_000, 0);
    bench.instruction("io_buyback.open_auction", world, &buyback::open_auction(), &[]);
    world.pass(HOUR / 2);
    for key in ["io_buyback.fill", "io_buyback.fill.that_opens"] {
        world.post_prices(PRICE);
        let fill = buyback::fill(&holder.pubkey(), &PRICES, 1_000 * BASE_UNITS_PER_IO, 0);
        bench.instruction(key, world, &fill, &[&holder]);
        world.pass(HOUR);
    }
}

/// A fill of more IO than the auction has USDC left for.
fn what_is_left(bench: &mut Bench) {
    let (mut world, roles) = World::with_buyback();
    let holder = world.trader(&roles, 1_000, 0);
    world.revenue(200);
    world.open_auction();
    world.post_prices(PRICE);
    let fill = buyback::fill(&holder.pubkey(), &PRICES, 1_000 * BASE_UNITS_PER_IO, 0);
    bench.instruction("io_buyback.fill.of_what_is_left", &mut world, &fill, &[&holder]);
}

/// A swap in a pool that leaves some USDC to return: what of it is not the pool's program's, and
/// all of it.
fn swap(bench: &mut Bench, world: &mut World, roles: &BuybackRoles) {
    let pool = world.pool(&roles.owners[COMMUNITY], 4_000_000, 1_000_000);
    world.allow_exchange(&roles.admin, token_swap::ID);
    world.open_auction();
    world.pass(HOUR * 3 / 4);
    world.post_prices(PRICE);
    let usdc = 1_000 * BASE_UNITS_PER_USDC;
    let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc - 1_000, 0);
    let call = buyback::swap_and_burn(&PRICES, usdc, swap.clone());
    bench.instruction_beside("io_buyback.swap_and_burn", world, &call, &token_swap::ID);
    bench.instruction("io_buyback.swap_and_burn.with_the_exchange", world, &call, &[]);
    // Each account more that an exchange asks for is handed on, which costs a little of the
    // buyback's own.
    let mut wide = swap;
    // The pool takes the first one for a host's, who has a part of its fees.
    wide.accounts.push(AccountMeta::new(pool.fees, false));
    wide.accounts.extend((0..7).map(|_| AccountMeta::new_readonly(world.key().pubkey(), false)));
    let call = buyback::swap_and_burn(&PRICES, usdc, wide);
    bench.instruction_beside("io_buyback.swap_and_burn.of_8_more_accounts", world, &call, &token_swap::ID);
}

/// Fills by quotes of exponents that no feed has together: 0.25 USD an IO in 10^-2, 1 USD a USDC in
/// 10^-18. The price is then a ratio of longer integers; and times this much IO it takes more than
/// 128 bits, which are divided bit by bit. By 10^-8 in both it never does while an IO is below
/// 40,000 USD.
fn unequal_exponents(bench: &mut Bench, world: &mut World, roles: &BuybackRoles) {
    let holder = world.trader(roles, 101_000, 0);
    world.pass(HOUR);
    world.open_auction();
    let quote =
        |price, exponent| Quote { price, conf: 0, exponent, publish_time: world.now(), average: price };
    let (io, usdc) = (quote(25, -2), quote(1_000_000_000_000_000_000, -18));
    world.post(Feed::Io, io);
    world.post(Feed::Usdc, usdc);
    for (row, io) in [("long_division", 100_000), ("unequal_exponents", 1_000)] {
        let fill = buyback::fill(&holder.pubkey(), &PRICES, io * BASE_UNITS_PER_IO, 0);
        bench.instruction(&format!("io_buyback.fill.{row}"), world, &fill, &[&holder]);
    }
}
