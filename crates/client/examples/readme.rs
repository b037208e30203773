//! The lines of the README that build transactions: `cargo run -p io-client --example readme`.

use {
    anchor_lang::prelude::Pubkey,
    io_client::{
        addresses::emission::MINT,
        buyback::{self, Prices},
        economics::units::BASE_UNITS_PER_IO,
        emission::{self, Emission},
        orders::{self, CreateParams, Currency, Escrow, Hire, Order, Rules, Terms},
        staking,
    },
    solana_instruction::Instruction,
};

fn main() {
    let [keeper, owner, node, client, operator] = [1u8, 2, 3, 4, 5].map(|seed| Pubkey::from([seed; 32]));
    let prices = Prices { io: Pubkey::from([6; 32]), usdc: Pubkey::from([7; 32]) };
    let cranks = keep(keeper, prices, 100 * BASE_UNITS_PER_IO, 1);
    let stake = hold(owner, node, Emission::new(MINT.address), 0, BASE_UNITS_PER_IO);
    let order = rent(client, operator, node, 1, 0, accepted(client, node));
    println!(
        "{} instructions of keepers, {} of holders, {} of orders",
        cranks.len(),
        stake.len(),
        order.len()
    );
}

/// Cranks and the buyback, as a keeper calls them.
fn keep(keeper: Pubkey, prices: Prices, io: u64, least_usdc: u64) -> Vec<Instruction> {
    let mut all = Vec::new();
    let transaction = [emission::crank()];
    all.extend(transaction);
    let transaction = [buyback::burn()];
    all.extend(transaction);
    let transaction = [buyback::fill(&keeper, &prices, io, least_usdc)];
    all.extend(transaction);
    all
}

/// A holder's way in and out.
fn hold(owner: Pubkey, node: Pubkey, emission_state: Emission, now: i64, amount: u64) -> Vec<Instruction> {
    let mut all = Vec::new();
    // Opens a stake in a node and stakes 1,000 IO to it; later `staking::stake`.
    let transaction = staking::first_stake(&owner, &node, 1_000 * BASE_UNITS_PER_IO);
    all.extend(transaction);
    // Rewards, with the crank before the claim where the vault needs it.
    let transaction = staking::crank_and_claim(&owner, &node, &emission_state, now);
    all.extend(transaction);
    let transaction = [staking::unstake(&owner, &node, amount)];
    all.extend(transaction);
    let transaction = [staking::withdraw(&owner, &node)];
    all.extend(transaction);
    all
}

/// An order from its creation to the sweep of its fees.
fn rent(
    client: Pubkey,
    operator: Pubkey,
    node: Pubkey,
    id: u64,
    revision: u32,
    order: Order,
) -> Vec<Instruction> {
    let mut all = Vec::new();
    let address = orders::order_address(&client, id);
    // Two processors for a day, at 1.50 USDC an hour each. `most` is the limit:
    // 72 USDC and 2.25% of fees. `revision` is that of the node's hardware, as its account says.
    let params = CreateParams {
        processors: 2,
        rate: 1_500_000,
        duration: 86_400,
        revision,
        most: 73_620_000,
        reference: [0; 32],
    };
    let transaction = [orders::create(&client, id, &node, Currency::Usdc, params)];
    all.extend(transaction);
    // The operator accepts, and allows extensions.
    let transaction = [orders::accept(&operator, &address, &order, true)];
    all.extend(transaction);
    // Anyone: pay, rent back to the client, fees to the buyback.
    let transaction = [orders::settle(&address, &order, [None; 2]), orders::close(&address, &order)];
    all.extend(transaction);
    let transaction = [orders::sweep_fees(Currency::Usdc)];
    all.extend(transaction);
    all
}

/// An order as a client reads it from a cluster.
fn accepted(client: Pubkey, node: Pubkey) -> Order {
    let hire = Hire { processors: 2, rate: 1_500_000 };
    let terms = Terms { hire, duration: 86_400, currency: Currency::Usdc };
    let (escrow, _) = Escrow::open(&terms, &Rules::GENESIS, 0).expect("terms within the rules");
    Order {
        version: Order::VERSION,
        currency: Currency::Usdc,
        client_bump: 255,
        provider_bump: 255,
        revision: 0,
        serial: 1,
        client,
        node,
        provider: node,
        reference: [0; 32],
        escrow,
        record_bump: 0,
        bonded: false,
        reserved: [0; 6],
    }
}
