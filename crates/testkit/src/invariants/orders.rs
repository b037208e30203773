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
        orders::{
            ledger, mint, sweep_to, unclaimed_address, vault, Balances, Currency, Ledger, Order,
            UnclaimedBalance,
        },
        staking::Node,
    },
    solana_program_pack::Pack,
    spl_token_interface::state::Account as TokenAccount,
    std::collections::HashMap,
};

/// Checks both currencies; nothing before `open_ledger`.
pub(super) fn check(world: &World) {
    let (mut orders, mut unclaimed_balances) = (Vec::new(), Vec::new());
    for (address, account) in world.svm.get_program_accounts(&ID) {
        let mut data = &account.data[..];
        if let Ok(order) = Order::try_deserialize(&mut data) {
            assert_eq!(order.version, Order::VERSION);
            orders.push((address, order));
        } else if let Ok(unclaimed) = UnclaimedBalance::try_deserialize(&mut data) {
            unclaimed_balances.push((address, unclaimed));
        }
    }
    world.indexer.check(&orders);
    let orders: Vec<_> = orders.into_iter().map(|(_, order)| order).collect();
    for currency in CURRENCIES {
        if let Some(balances) = read::<Ledger>(world, &ledger(currency)) {
            balance(world, currency, &balances, &orders, &unclaimed_balances);
        }
    }
    hired(world, &orders);
}

/// Vault = escrowed + unclaimed + fees + donated; escrowed = what is left in the orders; unclaimed
/// = what waits.
fn balance(
    world: &World,
    currency: Currency,
    ledger: &Ledger,
    orders: &[Order],
    unclaimed_balances: &[(Pubkey, UnclaimedBalance)],
) {
    let of_currency = orders.iter().filter(|order| order.currency == currency);
    let held: u64 = of_currency.map(|order| order.escrow.held().expect("terms that were checked")).sum();
    assert_eq!(ledger.balances.escrowed, held, "{currency:?}: escrowed");
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
    assert_eq!(ledger.balances.bonds, bonds, "{currency:?}: bonds");
    let Balances { escrowed, unclaimed, bonds, fees, .. } = ledger.balances;
    let spoken_for = escrowed + unclaimed + bonds + fees;
    let donated = world.donated_to_orders[currency as usize];
    assert_eq!(world.balance(&ledger.vault), spoken_for + donated, "{currency:?}: vault");

    let account = world.svm.get_account(&ledger.vault).expect("the vault exists");
    let token = TokenAccount::unpack(&account.data).expect("a token account");
    assert_eq!(token.owner, CONFIG.address, "a vault changed hands");
    assert!(token.delegate.is_none() && token.close_authority.is_none(), "a vault has a second hand");
}

/// Each node has hired out what the orders say: those that run, and those that were ended at once.
fn hired(world: &World, orders: &[Order]) {
    let mut hired: HashMap<Pubkey, u32> = HashMap::new();
    for order in orders.iter().filter(|order| order.escrow.hires()) {
        *hired.entry(order.node).or_default() += order.escrow.processors;
    }
    for (address, account) in world.svm.get_program_accounts(&staking::ID) {
        if let Ok(node) = Node::try_deserialize(&mut &account.data[..]) {
            assert_eq!(node.ledger.hired, hired.remove(&address).unwrap_or_default(), "processors hired");
        }
    }
    assert!(hired.is_empty(), "an order names a node");
}
