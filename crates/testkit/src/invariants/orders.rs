//! 4: the books of orders, as read from chain; and the orders themselves, as events tell of them.

use {
    super::staking::read,
    crate::{orders::CURRENCIES, World},
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_addresses::{
        orders::{CONFIG, ID},
        staking,
    },
    io_client::{
        orders::{due_address, mint, payment, sweep_to, vault, Currency, Due, Order, Payment, Stage},
        staking::Node,
    },
    solana_program_pack::Pack,
    spl_token_interface::state::Account as TokenAccount,
    std::collections::HashMap,
};

/// Checks both currencies; nothing before `open_payment`.
pub(super) fn check(world: &World) {
    let (mut orders, mut dues) = (Vec::new(), Vec::new());
    for (address, account) in world.svm.get_program_accounts(&ID) {
        let mut data = &account.data[..];
        if let Ok(order) = Order::try_deserialize(&mut data) {
            assert_eq!(order.version, Order::VERSION);
            orders.push((address, order));
        } else if let Ok(due) = Due::try_deserialize(&mut data) {
            dues.push((address, due));
        }
    }
    world.indexer.check(&orders);
    let orders: Vec<_> = orders.into_iter().map(|(_, order)| order).collect();
    for currency in CURRENCIES {
        if let Some(books) = read::<Payment>(world, &payment(currency)) {
            balance(world, currency, &books, &orders, &dues);
        }
    }
    hired(world, &orders);
}

/// Vault = escrowed + due + fees + donated; escrowed = what is left in the orders; due = what waits.
fn balance(world: &World, currency: Currency, payment: &Payment, orders: &[Order], dues: &[(Pubkey, Due)]) {
    let of_currency = orders.iter().filter(|order| order.currency == currency);
    let held: u64 = of_currency.map(|order| order.escrow.held().expect("terms that were checked")).sum();
    assert_eq!(payment.books.escrowed, held, "{currency:?}: escrowed");
    let of_mint = dues.iter().filter(|(_, due)| due.mint == mint(currency));
    let due: u64 = of_mint
        .map(|(address, due)| {
            assert_eq!(*address, due_address(&due.payee, currency), "money passed to another payee");
            due.amount
        })
        .sum();
    assert_eq!(payment.books.due, due, "{currency:?}: due");
    assert_eq!((payment.vault, payment.sweep_to), (vault(currency), sweep_to(currency)));
    let spoken_for = payment.books.escrowed + payment.books.due + payment.books.fees;
    let donated = world.donated_to_orders[currency as usize];
    assert_eq!(world.balance(&payment.vault), spoken_for + donated, "{currency:?}: vault");

    let account = world.svm.get_account(&payment.vault).expect("the vault exists");
    let token = TokenAccount::unpack(&account.data).expect("a token account");
    assert_eq!(token.owner, CONFIG.address, "a vault changed hands");
    assert!(token.delegate.is_none() && token.close_authority.is_none(), "a vault has a second hand");
}

/// Each node has hired out what the running orders say: none where there are none.
fn hired(world: &World, orders: &[Order]) {
    let mut hired: HashMap<Pubkey, u32> = HashMap::new();
    for order in orders.iter().filter(|order| order.escrow.stage == Stage::Running) {
        *hired.entry(order.node).or_default() += order.escrow.processors;
    }
    for (address, account) in world.svm.get_program_accounts(&staking::ID) {
        if let Ok(node) = Node::try_deserialize(&mut &account.data[..]) {
            assert_eq!(node.ledger.hired, hired.remove(&address).unwrap_or_default(), "processors hired");
        }
    }
    assert!(hired.is_empty(), "an order names a node");
}
