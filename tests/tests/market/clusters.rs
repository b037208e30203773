//! Several nodes in one transaction: all of them or none, and how many fit.

use {
    io_client::{
        orders::{self, ask_address, events::OrderBooked, order_address, BookParams, Currency, Stage},
        staking::StakingError,
    },
    io_economics::time::{DAY, HOUR, WEEK},
    io_testkit::{market::table_of, orders::Deal, staking::Cast, Receipt, World},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_message::{v0, VersionedMessage},
    solana_signer::Signer,
    solana_transaction::versioned::VersionedTransaction,
};

/// The runtime cuts a transaction's log off here, and with it the events.
const LOG_BYTES: usize = 10_000;
/// A transaction is a packet at most.
const PACKET: usize = 1_232;
/// Compute units that a transaction has without asking for more, an instruction.
const UNITS: u64 = 200_000;

struct Cluster {
    world: World,
    cast: Cast,
    deals: Vec<Deal>,
    client: Keypair,
}

impl Cluster {
    /// So many nodes at an ask, all of their processors.
    fn of(nodes: usize) -> Self {
        let (mut world, cast, _) = World::with_orders();
        let deals: Vec<_> = (0..nodes).map(|_| world.deal(&cast)).collect();
        for deal in &deals {
            world.set_ask(deal);
        }
        let client = world.client(&cast, 1_000_000, 1_000_000);
        Self { world, cast, deals, client }
    }

    /// Eight processors of each for a week, under one reference.
    fn calls(&self) -> Vec<Instruction> {
        let (key, world) = (self.client.pubkey(), &self.world);
        let call = |(id, deal): (u64, &Deal)| {
            let params = BookParams { processors: 8, reference: [3; 32], ..world.taking(&deal.node, WEEK) };
            orders::book(&key, id, &deal.node, Currency::Usdc, params)
        };
        (0..).zip(&self.deals).map(call).collect()
    }

    /// Sends all in one transaction that the client alone signs and pays for.
    fn book(&mut self, with_table: bool) -> Receipt {
        let calls = self.calls();
        let tables = if with_table { vec![self.table(&calls)] } else { vec![] };
        self.world.svm.expire_blockhash();
        let hash = self.world.svm.latest_blockhash();
        let message = v0::Message::try_compile(&self.client.pubkey(), &calls, &tables, hash);
        let message = VersionedMessage::V0(message.expect("calls that fit"));
        let transaction = VersionedTransaction::try_new(message, &[&self.client]).expect("signed");
        self.world.submit(transaction).expect("a cluster")
    }

    /// A table of all that the calls name, but the programs and the signer.
    fn table(&mut self, calls: &[Instruction]) -> solana_message::AddressLookupTableAccount {
        let metas = calls.iter().flat_map(|call| &call.accounts);
        let mut addresses: Vec<_> = metas.filter(|meta| !meta.is_signer).map(|meta| meta.pubkey).collect();
        addresses.sort_unstable();
        addresses.dedup();
        table_of(&mut self.world, &addresses)
    }

    fn check(&self, receipt: &Receipt) {
        assert_eq!(receipt.events::<OrderBooked>().len(), self.deals.len(), "every event is in the log");
        for (id, deal) in (0..).zip(&self.deals) {
            let order = self.world.order(&order_address(&self.client.pubkey(), id));
            assert_eq!((order.node, order.reference), (deal.node, [3; 32]));
            assert_eq!(order.escrow.stage, Stage::Running);
            assert_eq!(self.world.node(&deal.node).ledger.hired, 8);
        }
    }
}

fn log_bytes(receipt: &Receipt) -> usize {
    receipt.logs.iter().map(String::len).sum()
}

/// The figures that docs/market.md and the tools count on.
#[test]
fn eight_nodes_are_booked_in_one_transaction() {
    let mut cluster = Cluster::of(8);
    let receipt = cluster.book(true);
    cluster.check(&receipt);
    let (bytes, log) = (receipt.bytes, log_bytes(&receipt));
    println!("8 nodes: {bytes} bytes, {log} of log, {} CU", receipt.compute_units);
    assert!(bytes <= PACKET, "{bytes} bytes");
    assert!(log <= LOG_BYTES, "{log} bytes of log");
    // A ninth would not fit into the log.
    assert!(log / 8 * 9 > LOG_BYTES);
    assert!(receipt.compute_units < 8 * UNITS);
}

#[test]
fn four_nodes_need_no_lookup_table() {
    let mut cluster = Cluster::of(4);
    let receipt = cluster.book(false);
    cluster.check(&receipt);
    let (bytes, log) = (receipt.bytes, log_bytes(&receipt));
    println!("4 nodes: {bytes} bytes, {log} of log, {} CU", receipt.compute_units);
    assert!(receipt.bytes <= PACKET, "{} bytes", receipt.bytes);
}

/// One node was hired by another a moment before: nothing is booked, nothing paid.
#[test]
fn a_cluster_comes_whole_or_not_at_all() {
    let mut cluster = Cluster::of(4);
    let calls = cluster.calls();
    let other = cluster.world.client(&cluster.cast, 10_000, 10_000);
    let node = cluster.deals[2].node;
    cluster.world.book(&other, 0, &node, Currency::Usdc, DAY);
    let before = cluster.world.wallet_balance(&cluster.client.pubkey(), Currency::Usdc);
    cluster.world.refused(&calls, &[&cluster.client], StakingError::NotEnoughProcessors);
    assert_eq!(cluster.world.wallet_balance(&cluster.client.pubkey(), Currency::Usdc), before);
    for (id, deal) in (0..).zip(&cluster.deals) {
        assert!(cluster.world.svm.get_account(&order_address(&cluster.client.pubkey(), id)).is_none());
        let hired = cluster.world.node(&deal.node).ledger.hired;
        assert_eq!(hired, if deal.node == node { 2 } else { 0 });
    }
    // Two of the same node, while it has enough.
    let three = [0, 1, 3].map(|place| calls[place].clone());
    cluster.world.accepted(&three, &[&cluster.client]);
    assert!(cluster.world.svm.get_account(&ask_address(&node)).is_some());
}

/// A rival that hires processors of one node, so that a cluster fails, and leaves at once: an hour
/// of them, and the buyer's fees on it and on 24 more. The cluster's client loses nothing, and
/// books it a moment later.
#[test]
fn to_break_a_cluster_costs_an_hour_and_a_days_fees() {
    let mut cluster = Cluster::of(4);
    let calls = cluster.calls();
    let rival = cluster.world.client(&cluster.cast, 10_000, 10_000);
    let before = cluster.world.wallet_balance(&rival.pubkey(), Currency::Usdc);
    let address = cluster.world.book(&rival, 0, &cluster.deals[2].node, Currency::Usdc, 2 * DAY);
    cluster.world.refused(&calls, &[&cluster.client], StakingError::NotEnoughProcessors);
    let end = orders::end(&rival.pubkey(), &address, &cluster.world.order(&address), None);
    cluster.world.accepted(&[end], &[&rival]);
    cluster.world.accepted(&calls, &[&cluster.client]);
    cluster.world.pass(DAY + HOUR);
    let settle = orders::settle(&address, &cluster.world.order(&address), [None; 2]);
    cluster.world.accepted(&[settle], &[]);
    // Two processors at 1.5 USDC: 3, and 2.25% of 75.
    let cost = before - cluster.world.wallet_balance(&rival.pubkey(), Currency::Usdc);
    assert_eq!(cost, 3_000_000 + 1_687_500);
}

/// The same node twice in one transaction, in both currencies: two orders.
#[test]
fn one_node_can_be_booked_twice_at_once() {
    let mut cluster = Cluster::of(1);
    let (key, node) = (cluster.client.pubkey(), cluster.deals[0].node);
    let book = |id, currency| orders::book(&key, id, &node, currency, cluster.world.taking(&node, DAY));
    let calls = [book(0, Currency::Io), book(1, Currency::Usdc), book(2, Currency::Usdc)];
    cluster.world.accepted(&calls, &[&cluster.client]);
    assert_eq!(cluster.world.node(&node).ledger.hired, 6);
    let serials = [0, 1, 2].map(|id| cluster.world.order(&order_address(&key, id)).serial);
    assert_eq!(serials, [0, 1, 3]);
}
