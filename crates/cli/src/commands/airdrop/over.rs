//! How a season ends: called off before it opens, or swept once it is closed.

use {
    super::season,
    crate::{session::show, time, values::Reference, Exit, Failure, Session},
    io_client::{
        airdrop::{self, vault_address, Rest, Season, MAX_LEAVES},
        orders::{mint, Currency},
        token::create_associated,
    },
    io_rpc::{is_token_account, token_amount},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// Pages that are closed in one transaction.
const PAGES: usize = 8;

/// Calls a season off, then returns the rents.
///
/// # Errors
/// If it is open, or the signer may not.
pub fn cancel(session: &mut Session, season: Reference) -> Result<(), Failure> {
    let (address, season) = season::must(session, season)?;
    if !season.ledger.over {
        let me = session.me()?;
        let mut calls = opened(session, &season.funder)?;
        calls.push(airdrop::cancel_season(&me, &address, &season.funder));
        session.send("cancel", &calls)?;
        tell(session, &season, "returned to the funder");
    }
    close(session, &address, &season)
}

/// Ends a season that is closed, then returns the rents: whatever of it is left to do.
///
/// # Errors
/// If it is not closed.
pub fn sweep(session: &mut Session, season: Reference) -> Result<(), Failure> {
    let (address, season) = season::must(session, season)?;
    let ledger = &season.ledger;
    if !ledger.over {
        if ledger.is_funded() && session.now()? < ledger.closes_at {
            let message = format!("The season is open for claims until {}.", time::utc(ledger.closes_at));
            return Err(Failure::new(Exit::TooEarly, message));
        }
        let held = session.chain.account(&vault_address(&address))?;
        let mut calls = match ledger.rest {
            Rest::Burn => Vec::new(),
            Rest::Return => opened(session, &season.funder)?,
        };
        calls.push(airdrop::sweep(&address, &season.funder));
        if let Err(failure) = session.send("sweep", &calls) {
            // A rest that its funder cannot take holds up no rent of others.
            if failure.exit == Exit::Refused && session.sends() && session.now()? >= ledger.closes_at {
                close_pages(session, &address)?;
            }
            return Err(failure);
        }
        let words = if ledger.rest == Rest::Burn { "burned" } else { "returned to the funder" };
        let held = token_amount(held.as_ref()).unwrap_or_default();
        session.output.set("rest", held.to_string());
        session.output.set("burned", ledger.rest == Rest::Burn);
        if session.sends() {
            session.output.say(format!("{} that nobody claimed {words}", show(held, Currency::Io)));
        }
    }
    close(session, &address, &season)
}

fn tell(session: &mut Session, season: &Season, words: &str) {
    let held = season.ledger.held();
    session.output.set("rest", held.to_string());
    if session.sends() {
        session.output.say(format!("{} {words}", show(held, Currency::Io)));
    }
}

/// The call that opens the funder's IO account, if it has none.
fn opened(session: &Session, funder: &Pubkey) -> Result<Vec<Instruction>, Failure> {
    let io_mint = mint(Currency::Io);
    let account = session.chain.account(&io_client::token::associated_address(funder, &io_mint))?;
    if is_token_account(account.as_ref(), &io_mint) {
        return Ok(Vec::new());
    }
    Ok(vec![create_associated(&session.payer_address()?, funder, &io_mint)])
}

/// Closes the pages and the season: their rents return to whoever paid them.
fn close(session: &mut Session, address: &Pubkey, season: &Season) -> Result<(), Failure> {
    if !season.ledger.over && !session.sends() {
        session.output.say("Its pages and the season can be closed then.");
        return Ok(());
    }
    let (mut calls, is_last) = pages_left(session, address)?;
    let pages = calls.len();
    if is_last {
        calls.push(airdrop::close_season(address, &season.funder));
    }
    send(session, &calls)?;
    if !is_last {
        session.output.say("Pages were opened or closed meanwhile: run it again for the rest.");
    }
    session.output.set("pages_closed", pages);
    session.output.set("season_closed", is_last);
    Ok(())
}

/// Closes the pages alone.
fn close_pages(session: &mut Session, address: &Pubkey) -> Result<(), Failure> {
    let (calls, _) = pages_left(session, address)?;
    send(session, &calls)?;
    session.output.set("pages_closed", calls.len());
    Ok(())
}

/// The calls that close every page, and whether no page is left then.
fn pages_left(session: &Session, address: &Pubkey) -> Result<(Vec<Instruction>, bool), Failure> {
    // An update to fewer leaves has left the later pages.
    let open = season::open_pages(session, address, MAX_LEAVES)?;
    let (_, season) = season::must(session, Reference::Address(*address))?;
    let calls: Vec<Instruction> =
        open.iter().map(|(number, page)| airdrop::close_page(address, *number, &page.opener)).collect();
    let is_last = season.pages as usize == calls.len();
    Ok((calls, is_last))
}

fn send(session: &mut Session, calls: &[Instruction]) -> Result<(), Failure> {
    let bar = session.progress("rents", calls.len() as u64);
    for calls in calls.chunks(PAGES) {
        session.send_under("rents return", calls, &[], &bar)?;
        bar.inc(calls.len() as u64);
    }
    bar.finish_and_clear();
    Ok(())
}
