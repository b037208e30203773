//! What a keeper may draw to extend an order, by the Solana Foundation's subscriptions program.

use {
    super::must_be_client,
    crate::{
        session::{name, show},
        time,
        values::{self, Price, Reference},
        Exit, Failure, Session,
    },
    clap::Args,
    io_client::{
        orders::{mint, Order, Stage},
        subscriptions::{
            self, allowance_address, authority_address, init_authority, init_id, AllowanceTerms, FROM_OFFSET,
            RECURRING, TO_OFFSET,
        },
        token::associated_address,
    },
    io_rpc::{token_account, Filter},
    solana_pubkey::Pubkey,
};

/// So many allowances are taken back in one transaction.
const AT_ONCE: usize = 10;

/// Arguments of `io order allow`.
#[derive(Args, Debug)]
pub struct Allow {
    /// The order: its address, or your number for it
    order: Reference,
    /// The keeper's address; it can take the money, so name your own or one that you trust
    #[arg(long, value_parser = values::address)]
    keeper: Pubkey,
    /// How much it may draw in a period, with its currency: "30 USDC"
    #[arg(long)]
    most: Price,
    /// How long a period is
    #[arg(long, value_name = "TIME", value_parser = values::duration, default_value = "1d")]
    every: u32,
    /// For how long it may
    #[arg(long = "for", value_name = "TIME", value_parser = values::duration, default_value = "30d")]
    time: u32,
}

/// Lets a keeper draw.
pub fn allow(session: &mut Session, wish: &Allow) -> Result<(), Failure> {
    let (_, order) = session.order(wish.order)?;
    must_be_client(session, &order)?;
    if wish.most.currency != order.currency {
        let message =
            format!("This order is paid in {}, not in {}.", name(order.currency), name(wish.most.currency));
        return Err(Failure::new(Exit::Usage, message));
    }
    if wish.most.base_units == 0 {
        return Err(Failure::new(Exit::Usage, "Let it draw something: --most 0 allows nothing."));
    }
    must_be_extensible(&order)?;
    let program = session.chain.account(&subscriptions::ID)?;
    if !program.is_some_and(|account| account.executable) {
        let message = format!("The subscriptions program ({}) is not on this cluster.", subscriptions::ID);
        return Err(
            Failure::new(Exit::NotThere, message).hint("Extend the order by hand: `io order extend`.")
        );
    }
    let (me, mint) = (session.me()?, mint(order.currency));
    let authority = authority_address(&me, &mint);
    no_other_delegate(session, &me, &mint, &authority)?;
    let address = allowance_address(&me, &mint, &wish.keeper, order.serial);
    if session.chain.account(&address)?.is_some_and(|account| !account.data.is_empty()) {
        let message = "This keeper has an allowance for this order.";
        return Err(Failure::new(Exit::Refused, message).hint("`io order disallow` takes it back."));
    }
    let mut calls = session.open_token_account(&me, order.currency)?;
    calls.push(init_authority(&me, &mint));
    session.send("approve", &calls)?;
    let known = session.chain.account(&authority)?;
    let Some(init_id) = known.and_then(|account| init_id(&account.data)) else {
        session.output.say("The allowance itself can be tried once that is done.");
        return Ok(());
    };
    let terms = AllowanceTerms {
        each_period: wish.most.base_units,
        period_seconds: wish.every.into(),
        expires_at: session.now()?.saturating_add(wish.time.into()),
    };
    let call = subscriptions::allow(&me, &mint, &wish.keeper, order.serial, terms, init_id);
    session.send("allow", &[call])?;
    if !session.sends() {
        return Ok(());
    }
    let most = show(terms.each_period, order.currency);
    let facts = [
        ("allowance", session.link(&address)),
        ("keeper", session.link(&wish.keeper)),
        ("may draw", format!("{most} every {}", time::span(wish.every.into()))),
        ("for", time::span(wish.time.into())),
    ];
    session.output.facts(&facts);
    session.output.set("allowance", address.to_string());
    Ok(())
}

/// Takes back what a keeper may draw: for one order, or for all orders of the signer's, those that
/// are closed among them.
pub fn disallow(session: &mut Session, order: Option<Reference>, keeper: &Pubkey) -> Result<(), Failure> {
    let me = session.me()?;
    let found = match order {
        None => all_of(session, &me, keeper)?,
        Some(order) => {
            let (_, order) = session.order(order).map_err(|failure| match failure.exit {
                Exit::NotThere => failure.hint(
                    "If it is closed: `io order disallow --keeper KEEPER`, without an order, takes back all \
                     that this keeper may draw.",
                ),
                _ => failure,
            })?;
            must_be_client(session, &order)?;
            let address = allowance_address(&me, &mint(order.currency), keeper, order.serial);
            let account = session.chain.account(&address)?;
            account.filter(|account| !account.data.is_empty()).map(|_| address).into_iter().collect()
        }
    };
    if found.is_empty() {
        let what = if order.is_some() { "this order" } else { "any order of yours" };
        let message = format!("{keeper} has no allowance for {what}: there is nothing to take back.");
        return Err(Failure::new(Exit::NotThere, message));
    }
    for some in found.chunks(AT_ONCE) {
        let calls: Vec<_> = some.iter().map(|address| subscriptions::revoke(&me, address)).collect();
        session.send("disallow", &calls)?;
    }
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    session.output.set("allowances", found);
    Ok(())
}

/// Every allowance that a wallet gives to a keeper.
fn all_of(session: &Session, me: &Pubkey, keeper: &Pubkey) -> Result<Vec<Pubkey>, Failure> {
    let names = |at: usize, key: &Pubkey| Filter::Bytes(at, key.to_bytes().to_vec());
    let filters = [Filter::Bytes(0, vec![RECURRING]), names(FROM_OFFSET, me), names(TO_OFFSET, keeper)];
    let found = session.chain.program_accounts(&subscriptions::ID, &filters)?;
    let mut found: Vec<Pubkey> = found.into_iter().map(|(address, _)| address).collect();
    found.sort_unstable();
    Ok(found)
}

/// # Errors
/// If an order can never be extended: an allowance for it would be for the keeper alone.
fn must_be_extensible(order: &Order) -> Result<(), Failure> {
    let escrow = &order.escrow;
    let why = match escrow.stage {
        Stage::Open => return Ok(()),
        Stage::Running if escrow.longest > escrow.duration => return Ok(()),
        Stage::Running => "takes no extensions, or no more",
        Stage::Ended | Stage::Disputed | Stage::Settled => "is over",
    };
    Err(Failure::new(Exit::Refused, format!("This order {why}: book another one with `io order create`.")))
}

/// A token account has one delegate: another's would lose what it may do.
fn no_other_delegate(session: &Session, me: &Pubkey, mint: &Pubkey, own: &Pubkey) -> Result<(), Failure> {
    let account = associated_address(me, mint);
    let token = token_account(session.chain.account(&account)?.as_ref());
    let delegate = token.and_then(|token| Option::<Pubkey>::from(token.delegate));
    match delegate {
        Some(delegate) if delegate != *own => {
            let message = format!("Your token account {account} has another delegate, {delegate}.");
            Err(Failure::new(Exit::Refused, message).hint(
                "It has room for one: revoke that with `spl-token revoke`, or pay from another wallet.",
            ))
        }
        _ => Ok(()),
    }
}
