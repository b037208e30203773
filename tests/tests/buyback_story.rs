//! The buyback from the first fee to the burn, and what is written down twice.

use {
    anchor_lang::{AnchorSerialize, Discriminator},
    io_addresses::{
        buyback::{CONFIG, IO_VAULT, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        emission::MINT,
        external::USDC_MINT,
    },
    io_client::{
        buyback::{self, events},
        token_swap,
    },
    io_economics::{
        time::HOUR,
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_testkit::{buyback::PRICES, owners::COMMUNITY, World},
    solana_signer::Signer,
};

/// 0.25 USD an IO.
const QUARTER: i64 = 25_000_000;

#[test]
fn fees_are_burned() {
    let (mut world, roles) = World::with_buyback();
    let pool = world.pool(&roles.owners[COMMUNITY], 4_000_000, 1_000_000);
    world.allow_exchange(&roles.admin, token_swap::ID);
    let supply = world.supply();

    // IO fees burn as they are.
    world.transfer_io(&roles.owners[COMMUNITY], &IO_VAULT, 70 * IO);
    let receipt = world.accepted(&[buyback::burn()], &[]);
    assert_eq!(receipt.events::<events::Burned>()[0].io, 70 * IO);

    // USDC fees: an auction opens, and half way through it a holder sells IO to the vault.
    world.revenue(10_000);
    world.open_auction();
    world.pass(HOUR / 2);
    world.post_prices(QUARTER);
    let holder = world.trader(&roles, 10_000, 0);
    let key = holder.pubkey();
    world.accepted(&[buyback::fill(&key, &PRICES, 10_000 * IO, 2_400 * USDC)], &[&holder]);
    let paid = world.held_by(&key, &USDC_MINT);
    assert!(
        paid > 2_490 * USDC && paid < 2_500 * USDC,
        "the offer is the price of the oracle less confidences: {paid}"
    );
    assert_eq!(world.held_by(&key, &MINT.address), 0);

    // The rest buys IO in a pool; late enough to cover its fees.
    world.pass(HOUR / 8);
    world.post_prices(QUARTER);
    let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, 5_000 * USDC, 0);
    let receipt = world.accepted(&[buyback::swap_and_burn(&PRICES, 5_000 * USDC, swap)], &[]);
    let swapped = &receipt.events::<events::Swapped>()[0];
    assert_eq!(swapped.exchange, token_swap::ID);
    assert!(swapped.usdc > 4_999 * USDC && swapped.io > 19_800 * IO, "{} {}", swapped.usdc, swapped.io);

    let totals = world.buyback().totals;
    assert_eq!(totals.io_burned, 70 * IO);
    assert_eq!(world.supply(), supply - totals.io_bought - totals.io_burned);
    assert_eq!(world.balance(&USDC_VAULT), 10_000 * USDC - totals.usdc_spent);
}

#[test]
fn discriminator_of_the_config_is_anchors() {
    let hash = solana_sha256_hasher::hash(b"account:Config");
    assert_eq!(buyback::Config::DISCRIMINATOR, &hash.to_bytes()[..8]);
}

#[test]
fn the_config_lies_in_memory_as_borsh_writes_it() {
    let (mut world, roles) = World::with_buyback();
    world.allow_exchange(&roles.admin, token_swap::ID);
    let config = world.buyback();
    let mut borsh = Vec::new();
    config.serialize(&mut borsh).unwrap();
    assert_eq!(borsh, bytemuck::bytes_of(&config));
    let data = world.svm.get_account(&CONFIG.address).unwrap().data;
    assert_eq!(data, [buyback::Config::DISCRIMINATOR, &borsh].concat());
}
