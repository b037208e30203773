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
        orders::{mint, Order},
        subscriptions::{
            self, allowance_address, authority_address, init_authority, init_id, AllowanceTerms,
        },
        token::associated_address,
    },
    io_rpc::token_account,
    solana_pubkey::Pubkey,
};

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
    let program = session.chain.account(&subscriptions::ID)?;
    if !program.is_some_and(|account| account.executable) {
        let message = format!("The subscriptions program ({}) is not on this cluster.", subscriptions::ID);
        return Err(Failure::new(Exit::NotThere, message));
    }
    let (me, mint) = (session.me()?, mint(order.currency));
    let authority = authority_address(&me, &mint);
    no_other_delegate(session, &me, &mint, &authority)?;
    let address = allowance_address(&me, &mint, &wish.keeper, order.serial);
    if session.chain.account(&address)?.is_some_and(|account| !account.data.is_empty()) {
        let message = "This keeper has an allowance for this order.";
        return Err(Failure::new(Exit::Refused, message).hint("`io order disallow` takes it back."));
    }
    session.send("approve", &[init_authority(&me, &mint)])?;
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

/// Takes an allowance back.
pub fn disallow(session: &mut Session, order: Reference, keeper: &Pubkey) -> Result<(), Failure> {
    let (_, order): (Pubkey, Order) = session.order(order)?;
    must_be_client(session, &order)?;
    let me = session.me()?;
    let address = allowance_address(&me, &mint(order.currency), keeper, order.serial);
    if session.chain.account(&address)?.is_none_or(|account| account.data.is_empty()) {
        let message = format!("{keeper} has no allowance for this order.");
        return Err(Failure::new(Exit::NotThere, message));
    }
    session.send("disallow", &[subscriptions::revoke(&me, &address)])
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
