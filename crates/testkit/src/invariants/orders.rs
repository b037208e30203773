//! 4: the ledgers of orders, as read from chain; and the orders, as events describe them.

use {
    super::{staking::read, tenders::Found},
    crate::{orders::CURRENCIES, World},
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_addresses::{
        orders::{CONFIG, ID},
        staking,
    },
    io_client::{
        orders::{
            ledger, mint, sweep_to, unclaimed_address, vault, Ask, Attestation, Balances, Currency, Ledger,
            Order, Record, UnclaimedBalance,
        },
        staking::Node,
    },
    solana_program_pack::Pack,
    spl_token_interface::state::Account as TokenAccount,
    std::collections::HashMap,
};

/// Checks both currencies; nothing before `open_ledger`.
pub(super) fn check(world: &World) {
    let (mut orders, mut unclaimed_balances, mut asks) = (Vec::new(), Vec::new(), Vec::new());
    let (mut records, mut attestations) = (Vec::new(), Vec::new());
    let mut tenders = Found::default();
    for (address, account) in world.svm.get_program_accounts(&ID) {
        let mut data = &account.data[..];
        if let Ok(order) = Order::try_deserialize(&mut data) {
            assert_eq!(order.version, Order::VERSION);
            orders.push((address, order));
        } else if let Ok(unclaimed) = UnclaimedBalance::try_deserialize(&mut data) {
            unclaimed_balances.push((address, unclaimed));
        } else if let Ok(ask) = Ask::try_deserialize(&mut data) {
            asks.push((address, ask));
        } else if let Ok(record) = Record::try_deserialize(&mut data) {
            records.push((address, record));
        } else if let Ok(attestation) = Attestation::try_deserialize(&mut data) {
            attestations.push((address, attestation));
        } else {
            tenders.take(address, &account.data);
        }
    }
    world.indexer.check(&orders);
    world.asks.check(&asks);
    world.indexer.2.check(&tenders, &orders);
    world.indexer.1.check(&records, &attestations);
    let orders: Vec<_> = orders.into_iter().map(|(_, order)| order).collect();
    for currency in CURRENCIES {
        if let Some(balances) = read::<Ledger>(world, &ledger(currency)) {
            balance(world, currency, &balances, &orders, &unclaimed_balances, tenders.held(currency));
        }
    }
    hired(world, &orders, &tenders);
}

/// Vault = escrowed + bonds + unclaimed + fees + donated; escrowed = what is left in the orders;
/// unclaimed = what waits.
fn balance(
    world: &World,
    currency: Currency,
    ledger: &Ledger,
    orders: &[Order],
    unclaimed_balances: &[(Pubkey, UnclaimedBalance)],
    (requested, bid): (u64, u64),
) {
    let of_currency = orders.iter().filter(|order| order.currency == currency);
    let held: u64 = of_currency.map(|order| order.escrow.held().expect("terms that were checked")).sum();
    assert_eq!(ledger.balances.escrowed, held + requested, "{currency:?}: escrowed");
    let of_mint = unclaimed_balances.iter().filter(|(_, unclaimed)| unclaimed.mint == mint(currency));
    let unclaimed: u64 = of_mint
        .map(|(address, unclaimed)| {
            assert_eq!(
                *address,
                unclaimed_address(&unclaimed.payee, currency),
                "money passed to another payee"
            );
            unclaimed.amount
        })
        .sum();
    assert_eq!(ledger.balances.unclaimed, unclaimed, "{currency:?}: unclaimed");
    assert_eq!((ledger.vault, ledger.sweep_to), (vault(currency), sweep_to(currency)));
    let of_currency = orders.iter().filter(|order| order.currency == currency);
    let bonds: u64 = of_currency.map(|order| order.escrow.bonded()).sum();
    assert_eq!(ledger.balances.bonds, bonds + bid, "{currency:?}: bonds");
    let Balances { escrowed, unclaimed, bonds, fees, .. } = ledger.balances;
    let spoken_for = escrowed + unclaimed + bonds + fees;
    let donated = world.donated_to_orders[currency as usize];
    assert_eq!(world.balance(&ledger.vault), spoken_for + donated, "{currency:?}: vault");

    let account = world.svm.get_account(&ledger.vault).expect("the vault exists");
    let token = TokenAccount::unpack(&account.data).expect("a token account");
    assert_eq!(token.owner, CONFIG.address, "a vault changed hands");
    assert!(
        token.delegate.is_none() && token.close_authority.is_none(),
        "a vault has a delegate or a close authority"
    );
}

/// Each node has hired out what the orders say: those that run, and those that were ended at once.
fn hired(world: &World, orders: &[Order], tenders: &Found) {
    let mut hired: HashMap<Pubkey, u32> = HashMap::new();
    for order in orders.iter().filter(|order| order.escrow.hires()) {
        *hired.entry(order.node).or_default() += order.escrow.processors;
    }
    for (node, processors) in tenders.hired() {
        *hired.entry(node).or_default() += processors;
    }
    for (address, account) in world.svm.get_program_accounts(&staking::ID) {
        if let Ok(node) = Node::try_deserialize(&mut &account.data[..]) {
            assert_eq!(node.ledger.hired, hired.remove(&address).unwrap_or_default(), "processors hired");
        }
    }
    assert!(hired.is_empty(), "an order names a node");
}
