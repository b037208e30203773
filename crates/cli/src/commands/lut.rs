//! A lookup table of the suite's constants, by which a long transaction becomes short enough.

use {
    crate::{values, Exit, Failure, Session},
    clap::Subcommand,
    io_client::addresses::{
        buyback, emission,
        external::{ASSOCIATED_TOKEN_PROGRAM, PYTH_RECEIVER, TOKEN_PROGRAM, USDC_MINT},
        orders, staking,
    },
    io_rpc::{lookup, read},
    serde_json::{json, Value},
    solana_address_lookup_table_interface::instruction::{
        close_lookup_table, create_lookup_table, deactivate_lookup_table, extend_lookup_table,
    },
    solana_message::AddressLookupTableAccount,
    solana_pubkey::Pubkey,
    solana_system_interface::program::ID as SYSTEM_PROGRAM,
};

/// Addresses in one transaction that extends a table.
const PIECE: usize = 20;
/// A table can be closed so many slots after it was deactivated.
const COOLDOWN: u64 = 513;

/// Commands of lookup tables.
#[derive(Subcommand, Debug)]
pub enum LutCommand {
    /// Create a table of the suite's accounts, and of others; the signer owns it
    Create {
        /// More addresses, such as the accounts of a pool
        #[arg(value_parser = values::address)]
        more: Vec<Pubkey>,
    },
    /// The addresses in a table
    Show {
        /// The table
        #[arg(value_parser = values::address)]
        table: Pubkey,
    },
    /// Deactivate a table; some 4 minutes later, close it: its rent comes back
    Close {
        /// The table
        #[arg(value_parser = values::address)]
        table: Pubkey,
    },
}

/// Runs a command of lookup tables.
///
/// # Errors
/// If it cannot be done.
pub fn run(command: &LutCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        LutCommand::Create { more } => create(session, more),
        LutCommand::Show { table } => show(session, table),
        LutCommand::Close { table } => close(session, table),
    }
}

/// The suite's constants that trades name, and where Pyth keeps its prices.
fn constants(session: &Session) -> Result<Vec<Pubkey>, Failure> {
    let mut all = vec![
        buyback::CONFIG.address,
        buyback::USDC_VAULT,
        buyback::IO_VAULT,
        buyback::SWAPPER.address,
        buyback::SWAPPER_USDC,
        buyback::SWAPPER_IO,
        emission::MINT.address,
        emission::EMISSION.address,
        orders::CONFIG.address,
        orders::IO_LEDGER.address,
        orders::USDC_LEDGER.address,
        orders::IO_VAULT.address,
        orders::USDC_VAULT.address,
        staking::CONFIG.address,
        staking::STAKE_VAULT.address,
        staking::REWARD_VAULT,
        staking::ID,
        TOKEN_PROGRAM,
        ASSOCIATED_TOKEN_PROGRAM,
        SYSTEM_PROGRAM,
        USDC_MINT,
        PYTH_RECEIVER,
    ];
    let config: Option<io_client::buyback::Config> = read(session.chain, &buyback::CONFIG.address)?;
    if let Some(config) = config {
        let prices = io_rpc::price_accounts(&config, io_rpc::SHARD);
        all.extend([prices.io, prices.usdc]);
    }
    Ok(all)
}

fn create(session: &mut Session, more: &[Pubkey]) -> Result<(), Failure> {
    let mut addresses = constants(session)?;
    addresses.extend(more.iter().filter(|address| !addresses.contains(address)).copied().collect::<Vec<_>>());
    let table = fill(session, &addresses)?;
    let link = session.link(&table);
    session.output.facts(&[("table", link), ("addresses", addresses.len().to_string())]);
    session.output.set("table", table.to_string());
    session.output.set("addresses", addresses.len());
    Ok(())
}

/// Creates a table and adds `addresses`, as many at once as fit. Its address.
fn fill(session: &mut Session, addresses: &[Pubkey]) -> Result<Pubkey, Failure> {
    let (me, payer) = (session.me()?, session.payer_address()?);
    // A table is named by a slot that the cluster still remembers.
    let slot = session.chain.height()?.slot.saturating_sub(1);
    let (create, table) = create_lookup_table(me, payer, slot);
    let mut calls = vec![create];
    for (i, piece) in addresses.chunks(PIECE).enumerate() {
        if i > 0 && !session.sends() {
            session.output.say("The rest of the addresses can be added once the table is there.");
            break;
        }
        calls.push(extend_lookup_table(table, me, Some(payer), piece.to_vec()));
        session.send("lookup table", &calls)?;
        calls.clear();
    }
    Ok(table)
}

/// Creates a table of `addresses`, for one transaction.
///
/// # Errors
/// If it cannot be created.
pub fn make(session: &mut Session, addresses: &[Pubkey]) -> Result<AddressLookupTableAccount, Failure> {
    let table = fill(session, addresses)?;
    if let Err(failure) = next_slot(session) {
        tell_how_to_close(session, &table);
        return Err(failure);
    }
    Ok(AddressLookupTableAccount { key: table, addresses: addresses.to_vec() })
}

/// Waits for the next slot: what was added to a table counts from then on.
fn next_slot(session: &Session) -> Result<(), Failure> {
    let added = session.chain.height()?.slot;
    for _ in 0..session.patience().looks {
        if session.chain.height()?.slot > added {
            return Ok(());
        }
        session.wait();
    }
    Err(Failure::new(Exit::Unreachable, "The cluster makes no slots: nothing was booked. Try again later."))
}

/// Says how the rent of a table comes back that is still in use.
pub fn tell_how_to_close(session: &mut Session, table: &Pubkey) {
    session.output.say(format!(
        "The rent of the lookup table {table} comes back by `io lut close {table}`, and the same again 4 \
         minutes later."
    ));
    session.output.set("table", table.to_string());
}

/// Deactivates a table that has served its transaction, and says how its rent comes back.
///
/// # Errors
/// If it cannot be deactivated.
pub fn give_up(session: &mut Session, table: &Pubkey) -> Result<(), Failure> {
    let me = session.me()?;
    session.send("deactivate", &[deactivate_lookup_table(*table, me)])?;
    session.output.say(format!("In 4 minutes `io lut close {table}` returns the rent of its lookup table."));
    session.output.set("table", table.to_string());
    Ok(())
}

fn show(session: &mut Session, address: &Pubkey) -> Result<(), Failure> {
    let account = session.chain.account(address)?;
    let table = lookup::table(address, account.as_ref()).ok_or_else(|| missing(address))?;
    let owner = account.as_ref().and_then(lookup::authority);
    let owner_text = owner.map_or_else(|| "nobody".to_owned(), |owner| session.link(&owner));
    session.output.facts(&[("owner", owner_text), ("addresses", table.addresses.len().to_string())]);
    session.output.set("owner", owner.map(|owner| owner.to_string()));
    session.output.set("addresses", Value::Array(Vec::new()));
    for address in &table.addresses {
        session.output.say(format!("  {}", session.link(address)));
        session.output.push("addresses", json!(address.to_string()));
    }
    Ok(())
}

fn close(session: &mut Session, address: &Pubkey) -> Result<(), Failure> {
    let account = session.chain.account(address)?.filter(|account| account.owner == lookup::PROGRAM);
    let account = account.ok_or_else(|| missing(address))?;
    let me = session.me()?;
    match lookup::authority(&account) {
        Some(owner) if owner == me => {}
        Some(owner) => {
            let message = format!("The table is {owner}'s, not {me}'s.");
            return Err(Failure::new(Exit::Key, message).hint("Sign with its owner's key: --keypair."));
        }
        None => return Err(Failure::new(Exit::Refused, "The table is frozen: nobody can close it.")),
    }
    let deactivated = lookup::deactivated(&account.data).unwrap_or(u64::MAX);
    if deactivated == u64::MAX {
        session.send("deactivate", &[deactivate_lookup_table(*address, me)])?;
        session.output.say("Close it again in 4 minutes: its rent comes back then.");
        session.output.set("closed", false);
        return Ok(());
    }
    let slot = session.chain.height()?.slot;
    if slot <= deactivated.saturating_add(COOLDOWN) {
        let left = deactivated.saturating_add(COOLDOWN).saturating_sub(slot);
        let message = format!(
            "The table was deactivated {} slots ago: close it in {left} more.",
            slot.saturating_sub(deactivated)
        );
        return Err(Failure::new(Exit::TooEarly, message));
    }
    session.send("close", &[close_lookup_table(*address, me, me)])?;
    session.output.set("closed", true);
    Ok(())
}

fn missing(address: &Pubkey) -> Failure {
    Failure::new(Exit::NotThere, format!("There is no lookup table in use at {address}."))
        .hint("`io lut create` makes one.")
}
