//! Stake and rewards.

use {
    super::emission::send_with_crank,
    crate::{
        session::show,
        time,
        values::{self, IoAmount, Reference},
        Exit, Failure, Session,
    },
    clap::Args,
    io_client::{
        addresses::{emission::MINT, staking::CONFIG},
        amount::io,
        economics::staking::Position,
        orders::Currency,
        staking::{self, stake_address, Config, Node, Stake as StakeAccount},
        token::{associated_address, create_associated},
    },
    io_rpc::{decode, every, read, Filter},
    serde_json::{json, Value},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    std::mem::offset_of,
};

/// Claims that fit in one transaction of 1,232 bytes beside a crank, a new token account and a fee
/// payer of its own.
const CLAIMS: usize = 6;

/// Stakes IO.
#[derive(Args, Debug)]
pub struct Stake {
    /// The node: its address, or your number for it
    node: Reference,
    /// How much IO
    #[arg(value_parser = values::io)]
    amount: u64,
}

/// Takes IO out of a node.
#[derive(Args, Debug)]
pub struct Unstake {
    /// The node: its address, or your number for it
    node: Reference,
    /// How much IO, or `all`
    amount: IoAmount,
}

/// A node in which the signer has a stake.
#[derive(Args, Debug)]
pub struct OneNode {
    /// The node: its address, or your number for it
    node: Reference,
}

/// Pays out rewards.
#[derive(Args, Debug)]
pub struct Claim {
    /// The nodes; all in which the signer has a stake if left out
    nodes: Vec<Reference>,
}

/// Lists stakes.
#[derive(Args, Debug)]
pub struct Stakes {
    /// The owner of the stakes; the signer if left out
    #[arg(long, value_parser = values::address)]
    owner: Option<Pubkey>,
}

/// A stake with its node, brought to now.
struct View {
    address: Pubkey,
    node: Pubkey,
    position: Position,
    ledger: io_client::economics::staking::NodeLedger,
    rewards: u64,
}

impl View {
    fn new(config: &Config, node: (Pubkey, Node), stake: (Pubkey, &StakeAccount), now: i64) -> Self {
        let ((address, node), (stake_at, stake)) = (node, stake);
        let (mut config, mut ledger, mut position) = (*config, node.ledger, stake.position);
        // What cannot be computed is shown as it is stored.
        let _ = ledger.sync(config.pool(node.pool), now).and_then(|_| position.settle(&ledger));
        let rewards = u64::try_from(position.owed >> 64).unwrap_or(u64::MAX);
        Self { address: stake_at, node: address, position, ledger, rewards }
    }

    fn worth(&self) -> u64 {
        self.position.worth(&self.ledger)
    }
}

impl Stake {
    /// Stakes, opening the stake if need be.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let (node, _) = session.node(self.node)?;
        let me = session.me()?;
        session.must_have(self.amount, Currency::Io)?;
        let address = stake_address(&node, &me);
        let calls = match read::<StakeAccount>(session.chain, &address)? {
            Some(_) => vec![staking::stake(&me, &node, self.amount)],
            None => staking::first_stake(&me, &node, self.amount).to_vec(),
        };
        session.send("stake", &calls)?;
        session.output.set("stake", address.to_string());
        session.output.set("amount", self.amount.to_string());
        Ok(())
    }
}

impl Unstake {
    /// Opens a ticket.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let view = one(session, self.node)?;
        let amount = match self.amount {
            IoAmount::All => view.worth(),
            IoAmount::Exactly(amount) => amount,
        };
        if amount > view.worth() {
            let message = format!(
                "The stake is worth {}, less than {}.",
                show(view.worth(), Currency::Io),
                show(amount, Currency::Io)
            );
            return Err(Failure::new(Exit::Funds, message));
        }
        session.send("unstake", &[staking::unstake(&session.me()?, &view.node, amount)])?;
        if !session.sends() {
            return Ok(());
        }
        let unlocks_at = session.now()?.saturating_add(io_client::economics::staking::COOLDOWN_SECONDS);
        session.output.say(format!(
            "{} cools down until {}",
            show(amount, Currency::Io),
            time::utc(unlocks_at)
        ));
        session.output.set("amount", amount.to_string());
        session.output.set("unlocks_at", unlocks_at);
        Ok(())
    }
}

/// Pays out stake that has cooled down.
pub fn withdraw(which: &OneNode, session: &mut Session) -> Result<(), Failure> {
    let view = one(session, which.node)?;
    let now = session.now()?;
    let unlocked = view.position.tickets.iter().any(|ticket| ticket.is_unlocked(now));
    if !unlocked && view.position.held == 0 {
        let next = view
            .position
            .tickets
            .iter()
            .filter(|ticket| !ticket.is_free())
            .map(|ticket| ticket.unlocks_at)
            .min();
        let message = match next {
            Some(at) => format!("Nothing has cooled down yet: the next is unlocked at {}.", time::utc(at)),
            None => "Nothing cools down in this stake: unstake first.".into(),
        };
        return Err(Failure::new(Exit::TooEarly, message));
    }
    let mut calls = own_account(session)?;
    calls.push(staking::withdraw(&session.me()?, &view.node));
    session.send("withdraw", &calls)
}

/// Stakes the rewards of a stake to the same node.
pub fn restake(which: &OneNode, session: &mut Session) -> Result<(), Failure> {
    let view = one(session, which.node)?;
    send_with_crank(session, "restake", &[staking::restake(&session.me()?, &view.node)])
}

/// Closes an empty stake.
pub fn close(which: &OneNode, session: &mut Session) -> Result<(), Failure> {
    let view = one(session, which.node)?;
    session.send("close", &[staking::close_stake(&session.me()?, &view.node)])
}

impl Claim {
    /// Claims, many in a transaction, with a crank before the first where one is due.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let me = session.me()?;
        let nodes: Vec<Pubkey> = if self.nodes.is_empty() {
            let mut views = of_owner(session, &me)?;
            views.retain(|view| view.rewards > 0);
            views.iter().map(|view| view.node).collect()
        } else {
            let nodes: Result<Vec<Pubkey>, Failure> =
                self.nodes.iter().map(|node| one(session, *node).map(|view| view.node)).collect();
            nodes?
        };
        if nodes.is_empty() {
            return Err(Failure::new(Exit::TooEarly, "Nothing is owed to this wallet yet: claim later."));
        }
        let before = session.balance(&me, Currency::Io)?;
        let account = own_account(session)?;
        for chunk in nodes.chunks(CLAIMS) {
            let mut calls = account.clone();
            calls.extend(chunk.iter().map(|node| staking::claim(&me, node)));
            send_with_crank(session, "claim", &calls)?;
        }
        if session.sends() {
            let claimed = session.balance(&me, Currency::Io)?.saturating_sub(before);
            session.output.say(format!("{} claimed", show(claimed, Currency::Io)));
            session.output.set("claimed", claimed.to_string());
        }
        Ok(())
    }
}

impl Stakes {
    /// Prints them.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let owner = match self.owner {
            Some(owner) => owner,
            None => session.me()?,
        };
        let now = session.now()?;
        let mut rows = Vec::new();
        session.output.set("stakes", Value::Array(Vec::new()));
        for view in of_owner(session, &owner)? {
            let tickets: Vec<_> = view.position.tickets.iter().filter(|ticket| !ticket.is_free()).collect();
            let cooling = tickets.iter().map(|ticket| {
                let when =
                    if ticket.is_unlocked(now) { "unlocked".into() } else { time::utc(ticket.unlocks_at) };
                format!("{} ({when})", io(ticket.worth(&view.ledger.cooling)))
            });
            rows.push(vec![
                session.link(&view.node),
                io(view.worth()),
                io(view.rewards),
                cooling.collect::<Vec<_>>().join("\n"),
            ]);
            let cooling = tickets.iter().map(|ticket| {
                json!({ "worth": ticket.worth(&view.ledger.cooling).to_string(), "unlocks_at": ticket.unlocks_at })
            });
            session.output.push(
                "stakes",
                json!({
                    "address": view.address.to_string(),
                    "node": view.node.to_string(),
                    "worth": view.worth().to_string(),
                    "rewards": view.rewards.to_string(),
                    "held_for_slash": view.position.held.to_string(),
                    "cooling": cooling.collect::<Vec<_>>(),
                }),
            );
        }
        session.output.table(&["node", "stake, IO", "rewards, IO", "cools down, IO"], &[1, 2], rows);
        Ok(())
    }
}

/// The signer's stake in a node.
fn one(session: &Session, reference: Reference) -> Result<View, Failure> {
    let (node_at, node) = session.node(reference)?;
    let address = stake_address(&node_at, &session.me()?);
    let stake: Option<StakeAccount> = read(session.chain, &address)?;
    let Some(stake) = stake else {
        let message = format!("The wallet {} has no stake in the node {node_at}.", session.me()?);
        return Err(Failure::new(Exit::NotThere, message).hint("`io stakes` lists those it has."));
    };
    let config: Config = session.genesis(&CONFIG.address)?;
    Ok(View::new(&config, (node_at, node), (address, &stake), session.now()?))
}

/// Every stake of an owner, by node.
fn of_owner(session: &Session, owner: &Pubkey) -> Result<Vec<View>, Failure> {
    let filter = Filter::Bytes(8 + offset_of!(StakeAccount, owner), owner.to_bytes().to_vec());
    let mut stakes: Vec<(Pubkey, StakeAccount)> = every(session.chain, &[filter])?;
    stakes.sort_by_key(|(_, stake)| stake.node.to_bytes());
    let addresses: Vec<Pubkey> = stakes.iter().map(|(_, stake)| stake.node).collect();
    let accounts = session.chain.accounts(&addresses)?;
    let config: Config = session.genesis(&CONFIG.address)?;
    let now = session.now()?;
    let mut views = Vec::with_capacity(stakes.len());
    for ((address, stake), account) in stakes.iter().zip(&accounts) {
        if let Some(node) = decode::<Node>(&stake.node, account.as_ref())? {
            views.push(View::new(&config, (stake.node, node), (*address, stake), now));
        }
    }
    Ok(views)
}

/// Creates the signer's token account for IO, if it has none.
fn own_account(session: &Session) -> Result<Vec<Instruction>, Failure> {
    let me = session.me()?;
    let there = session.chain.account(&associated_address(&me, &MINT.address))?.is_some();
    if there {
        return Ok(Vec::new());
    }
    Ok(vec![create_associated(&session.payer_address()?, &me, &MINT.address)])
}
