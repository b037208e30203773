//! Compute orders.

use {
    super::{
        order_moves,
        order_views::{self, Whose},
    },
    crate::{
        session::{name, show},
        time,
        values::{self, Price, Reference},
        Exit, Failure, Session,
    },
    clap::{Args, Subcommand},
    io_client::{
        addresses::orders::CONFIG,
        economics::orders::{Charge, Hire},
        orders::{
            self, mint, order_address, Config, CreateParams, Currency, Ledger, Order, Stage, Terms,
            UnclaimedBalance,
        },
        staking::Node,
        token::{associated_address, create_associated},
    },
    io_rpc::{decode, read, UnclaimedBalances},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// Commands of orders. An ORDER is an address, or the signer's own number for it.
#[derive(Subcommand, Debug)]
pub enum OrderCommand {
    /// What an order costs, with its fees
    Quote(Deal),
    /// Book time on a node; the money waits in escrow
    Create {
        /// On which node
        #[arg(long)]
        node: Reference,
        /// What
        #[command(flatten)]
        deal: Deal,
        /// The signer's number for it; the Unix time if left out
        #[arg(long)]
        id: Option<u64>,
        /// A note: a text of at most 32 bytes, or 64 hexadecimal digits
        #[arg(long, default_value = "", value_parser = values::note, hide_default_value = true)]
        note: [u8; 32],
    },
    /// Start the service, as the node's operator
    Accept {
        /// Which
        order: Reference,
        /// Take no extensions
        #[arg(long)]
        no_extensions: bool,
    },
    /// Everything about an order
    Show {
        /// Which
        order: Reference,
    },
    /// Orders of a client or of a node
    List {
        /// Of this client; the signer if left out
        #[arg(long, value_parser = values::address, conflicts_with_all = ["node", "all"])]
        client: Option<Pubkey>,
        /// On this node
        #[arg(long, conflicts_with = "all")]
        node: Option<Reference>,
        /// All of them
        #[arg(long)]
        all: bool,
    },
    /// Book more time at the same rate
    Extend {
        /// Which
        order: Reference,
        /// How much longer
        #[arg(value_parser = values::duration)]
        time: u32,
    },
    /// Pay for the time served, up to the holdback
    Settle {
        /// Which
        order: Reference,
    },
    /// Stop the service; the time not used comes back
    End {
        /// Which
        order: Reference,
    },
    /// Take everything back before the operator accepts
    Cancel {
        /// Which
        order: Reference,
    },
    /// Freeze what is not paid, for the arbiter to decide
    Dispute {
        /// Which
        order: Reference,
    },
    /// Decide a dispute, as the arbiter
    Resolve {
        /// Which
        order: Reference,
        /// The provider's share of what is disputed
        #[arg(long, value_parser = values::bps)]
        provider_share: u16,
    },
    /// Note, as the oracle, that the node did not serve
    Outage {
        /// Which
        order: Reference,
        /// From when, in Unix seconds
        #[arg(long)]
        from: i64,
        /// Until when, in Unix seconds
        #[arg(long)]
        to: i64,
    },
    /// Close a settled order; the rent goes to its client
    Close {
        /// Which
        order: Reference,
    },
    /// Take what could not be delivered to the signer
    TakeUnclaimed {
        /// io or usdc
        #[arg(value_parser = values::currency)]
        currency: Currency,
        /// To this token account; to the signer's own if left out
        #[arg(long, value_parser = values::address)]
        to: Option<Pubkey>,
    },
}

/// What a client asks for.
#[derive(Args, Debug, Clone, Copy)]
pub struct Deal {
    /// How many processors
    #[arg(long)]
    processors: u32,
    /// Price of a processor for an hour, with its currency: "1.5 USDC"
    #[arg(long)]
    rate: Price,
    /// For how long: 1h to 30d
    #[arg(long = "for", value_name = "TIME", value_parser = values::duration)]
    time: u32,
}

impl Deal {
    fn quote(&self, session: &Session) -> Result<Charge, Failure> {
        let config: Config = session.genesis(&CONFIG.address)?;
        let hire = Hire { processors: self.processors, rate: self.rate.base_units };
        let terms = Terms { hire, duration: self.time, currency: self.rate.currency };
        let refused = |refusal| {
            let error = orders::OrdersError::from(refusal);
            Failure::new(Exit::Refused, format!("io_orders: {error}."))
        };
        terms.quote(&config.rules).map_err(refused)
    }
}

/// Runs one.
pub fn run(command: &OrderCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        OrderCommand::Quote(deal) => {
            let charge = deal.quote(session)?;
            print_charge(session, charge, deal.rate.currency);
            Ok(())
        }
        OrderCommand::Create { node, deal, id, note } => create(session, *node, *deal, *id, *note),
        OrderCommand::Accept { order, no_extensions } => {
            let (address, order) = session.order(*order)?;
            must_run_node(session, &order)?;
            session.send("accept", &[orders::accept(&session.me()?, &address, &order, !no_extensions)])
        }
        OrderCommand::Show { order } => {
            let (address, order) = session.order(*order)?;
            order_views::print(session, &address, &order)
        }
        OrderCommand::List { client, node, all } => {
            let whose = match (client, node, all) {
                (_, _, true) => Whose::All,
                (Some(client), ..) => Whose::Client(*client),
                (None, Some(node), _) => Whose::Node(session.node_at(*node)?),
                _ => Whose::Client(session.me()?),
            };
            order_views::list(session, &whose)
        }
        OrderCommand::Extend { order, time } => extend(session, *order, *time),
        OrderCommand::Settle { order } => settle(session, *order),
        OrderCommand::End { order } => {
            let (address, order) = session.order(*order)?;
            let unclaimed_balances = unclaimed_balances(session, &order, &[order.client])?;
            let call = orders::end(&session.me()?, &address, &order, unclaimed_balances.pass[0]);
            deliver(session, "end", (&address, &order), unclaimed_balances, call)
        }
        OrderCommand::Cancel { order } => {
            let (address, order) = session.order(*order)?;
            let unclaimed_balances = unclaimed_balances(session, &order, &[order.client])?;
            let call = orders::cancel(&session.me()?, &address, &order, unclaimed_balances.pass[0]);
            deliver(session, "cancel", (&address, &order), unclaimed_balances, call)
        }
        OrderCommand::Dispute { order } => {
            let (address, order) = session.order(*order)?;
            must_be_client(session, &order)?;
            session.send("dispute", &[orders::dispute(&session.me()?, &address, &order)])
        }
        OrderCommand::Resolve { order, provider_share } => {
            let (address, order) = session.order(*order)?;
            let unclaimed_balances = unclaimed_balances(session, &order, &payees(&order))?;
            let call =
                orders::resolve(&session.me()?, &address, &order, *provider_share, unclaimed_balances.pass);
            deliver(session, "resolve", (&address, &order), unclaimed_balances, call)
        }
        OrderCommand::Outage { order, from, to } => {
            let (address, order) = session.order(*order)?;
            session
                .send("outage", &[orders::report_outage(&session.me()?, &address, order.serial, *from, *to)])
        }
        OrderCommand::Close { order } => {
            let (address, order) = session.order(*order)?;
            session.send("close", &[orders::close(&order.client, &address)])
        }
        OrderCommand::TakeUnclaimed { currency, to } => take_unclaimed(session, *currency, *to),
    }
}

fn print_charge(session: &mut Session, charge: Charge, currency: Currency) {
    let total = charge.total().unwrap_or(u64::MAX);
    let output = &mut session.output;
    output.facts(&[
        ("cost", show(charge.cost, currency)),
        ("booking fee", show(charge.booking, currency)),
        ("payment fee", show(charge.payment, currency)),
        ("in all", show(total, currency)),
    ]);
    output.set("currency", name(currency));
    for (key, amount) in [
        ("cost", charge.cost),
        ("booking_fee", charge.booking),
        ("payment_fee", charge.payment),
        ("total", total),
    ] {
        output.set(key, amount.to_string());
    }
}

fn create(
    session: &mut Session,
    node: Reference,
    deal: Deal,
    id: Option<u64>,
    reference: [u8; 32],
) -> Result<(), Failure> {
    let (node_at, node) = session.node(node)?;
    let currency = deal.rate.currency;
    let charge = deal.quote(session)?;
    must_be_ready(session, &node_at, &node, deal.processors)?;
    let most = charge.total().unwrap_or(u64::MAX);
    session.must_have(most, currency)?;
    let me = session.me()?;
    let id = match id {
        Some(id) => id,
        None => free_number(session, &me)?,
    };
    let address = order_address(&me, id);
    if read::<Order>(session.chain, &address)?.is_some() {
        let message = format!("The signer has an order number {id} already: {address}.");
        return Err(Failure::new(Exit::Refused, message).hint("Choose another number with --id."));
    }
    let params = CreateParams {
        processors: deal.processors,
        rate: deal.rate.base_units,
        duration: deal.time,
        revision: node.revision,
        most,
        reference,
    };
    session.send("create", &[orders::create(&me, id, &node_at, currency, params)])?;
    let link = session.link(&address);
    session.output.facts(&[("order", link), ("number", id.to_string())]);
    session.output.set("order", address.to_string());
    session.output.set("id", id);
    print_charge(session, charge, currency);
    Ok(())
}

/// The Unix time, or the next number that the client has not used.
fn free_number(session: &Session, client: &Pubkey) -> Result<u64, Failure> {
    let now = session.now()?.max(0).unsigned_abs();
    let numbers: Vec<u64> = (now..now.saturating_add(16)).collect();
    let addresses: Vec<Pubkey> = numbers.iter().map(|id| order_address(client, *id)).collect();
    let accounts = session.chain.accounts(&addresses)?;
    let free = numbers.iter().zip(accounts).find(|(_, account)| account.is_none()).map(|(id, _)| *id);
    free.ok_or_else(|| Failure::new(Exit::Other, "No number is free: name one with --id."))
}

/// # Errors
/// If the operator could not accept it now.
fn must_be_ready(session: &Session, address: &Pubkey, node: &Node, processors: u32) -> Result<(), Failure> {
    let mut ledger = node.ledger;
    ledger.hire(processors, session.now()?).map_err(|refusal| {
        let error = io_client::staking::StakingError::from(refusal);
        Failure::new(Exit::Refused, format!("The node {address} cannot be hired now. {error}."))
            .hint("`io node list --ready` lists nodes that can.")
    })
}

fn must_be_client(session: &Session, order: &Order) -> Result<(), Failure> {
    let me = session.me()?;
    if me == order.client {
        return Ok(());
    }
    let message = format!("The order is {}'s, not {me}'s.", order.client);
    Err(Failure::new(Exit::Key, message).hint("Sign with the client's key: --keypair."))
}

fn must_run_node(session: &Session, order: &Order) -> Result<(), Failure> {
    let node: Node = session.must(&order.node, "node")?;
    let me = session.me()?;
    if me == node.operator {
        return Ok(());
    }
    let message = format!("The order's node is run by {}, not by {me}.", node.operator);
    Err(Failure::new(Exit::Key, message).hint("Sign with the operator's key: --keypair."))
}

fn extend(session: &mut Session, order: Reference, seconds: u32) -> Result<(), Failure> {
    let (address, order) = session.order(order)?;
    must_be_client(session, &order)?;
    let mut escrow = order.escrow;
    let quote = escrow.extend(session.now()?, seconds);
    let (charge, _) = quote.map_err(|refusal| {
        Failure::new(Exit::Refused, format!("io_orders: {}.", orders::OrdersError::from(refusal)))
    })?;
    session.must_have(charge.total().unwrap_or(u64::MAX), order.currency)?;
    session.send("extend", &[orders::extend(&session.me()?, &address, &order, seconds)])?;
    print_charge(session, charge, order.currency);
    Ok(())
}

fn settle(session: &mut Session, order: Reference) -> Result<(), Failure> {
    let (address, order) = session.order(order)?;
    let now = session.now()?;
    let mut escrow = order.escrow;
    let outcome = escrow.settle(now);
    if let Err(orders::OrderError::NothingDue | orders::OrderError::FirstHour) = outcome {
        let wait = order_views::next_pay(&order);
        let message = format!(
            "Nothing is due yet: pay follows the service by {}, from {} on.",
            time::span(order.escrow.holdback_seconds.into()),
            time::utc(wait)
        );
        return Err(Failure::new(Exit::TooEarly, message));
    }
    // The program says what else may be wrong.
    let outcome = outcome.unwrap_or_default();
    let mut paid = Vec::new();
    if outcome.provider > 0 {
        paid.push(order.provider);
    }
    if outcome.client > 0 {
        paid.push(order.client);
    }
    let unclaimed_balances = unclaimed_balances(session, &order, &paid)?;
    let call = orders::settle(&address, &order, unclaimed_balances.pass);
    deliver(session, "settle", (&address, &order), unclaimed_balances, call)
}

/// Who may be paid out of an order.
fn payees(order: &Order) -> [Pubkey; 2] {
    [order.provider, order.client]
}

/// Places for money that payees' accounts cannot take.
fn unclaimed_balances(
    session: &Session,
    order: &Order,
    payees: &[Pubkey],
) -> Result<UnclaimedBalances, Failure> {
    Ok(UnclaimedBalances::of(session.chain, &session.payer_address()?, order.currency, payees)?)
}

/// Sends a step that pays out of an order, and says who got what.
fn deliver(
    session: &mut Session,
    title: &str,
    (address, order): (&Pubkey, &Order),
    unclaimed_balances: UnclaimedBalances,
    call: Instruction,
) -> Result<(), Failure> {
    let mut calls = unclaimed_balances.open;
    if !calls.is_empty() {
        session
            .output
            .say("A payee's token account cannot take the money: it will wait in a place of its own.");
    }
    calls.push(call);
    session.send(title, &calls)?;
    order_moves::tell(session, address, order)
}

fn take_unclaimed(session: &mut Session, currency: Currency, to: Option<Pubkey>) -> Result<(), Failure> {
    let me = session.me()?;
    let place = orders::unclaimed_address(&me, currency);
    let due: Option<UnclaimedBalance> = read(session.chain, &place)?;
    let Some(due) = due else {
        return Err(Failure::new(Exit::TooEarly, format!("No {} waits for {me}.", name(currency))));
    };
    let own = associated_address(&me, &mint(currency));
    let destination = to.unwrap_or(own);
    let mut calls = Vec::new();
    if destination == own && session.chain.account(&own)?.is_none() {
        calls.push(create_associated(&session.payer_address()?, &me, &mint(currency)));
    }
    calls.push(orders::take_unclaimed(&me, &due.opener, currency, &destination));
    session.send("take-unclaimed", &calls)?;
    if !session.sends() {
        return Ok(());
    }
    session.output.say(format!("{} taken", show(due.amount, currency)));
    session.output.set("amount", due.amount.to_string());
    Ok(())
}

/// Sends the fees earned to buyback's vaults.
pub fn sweep(only: Option<Currency>, session: &mut Session) -> Result<(), Failure> {
    let currencies: Vec<Currency> = [Currency::Io, Currency::Usdc]
        .into_iter()
        .filter(|currency| only.is_none_or(|only| only == *currency))
        .collect();
    let balances: Vec<Pubkey> = currencies.iter().map(|currency| orders::ledger(*currency)).collect();
    let accounts = session.chain.accounts(&balances)?;
    let mut calls = Vec::new();
    let mut swept = Vec::new();
    for (currency, (address, account)) in currencies.iter().zip(balances.iter().zip(&accounts)) {
        let ledger: Option<Ledger> = decode(address, account.as_ref())?;
        let fees = ledger.map_or(0, |ledger| ledger.balances.fees);
        if fees > 0 {
            calls.push(orders::sweep_fees(*currency));
            swept.push((*currency, fees));
        }
    }
    if calls.is_empty() {
        return Err(Failure::new(Exit::TooEarly, "No fees have been earned since the last sweep."));
    }
    session.send("sweep", &calls)?;
    if !session.sends() {
        return Ok(());
    }
    for (currency, fees) in swept {
        session.output.say(format!("{} swept", show(fees, currency)));
        session.output.set(name(currency), fees.to_string());
    }
    Ok(())
}

/// How far an order is, in a word.
pub fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "open",
        Stage::Running => "running",
        Stage::Ended => "ended",
        Stage::Disputed => "disputed",
        Stage::Settled => "settled",
    }
}
