//! Whether the programs' vaults are there, and nobody else controls them.
//!
//! A token account's delegate can move what is in it, and its close authority can close it once it
//! is empty. No program of the suite gives either away; code that ran at its address before may
//! have.

use {
    super::airdrop::every_season,
    crate::{session::show, Failure, Session},
    io_client::{
        addresses::{buyback, orders, staking, vesting, PROGRAMS},
        airdrop::{vault_address, Season},
        orders::{mint, Currency},
    },
    io_rpc::token_account,
    serde_json::json,
    solana_account::Account,
    solana_pubkey::Pubkey,
};

/// A vault, and the account of its program that signs for it.
struct Vault {
    name: String,
    address: Pubkey,
    authority: Pubkey,
    /// An account of its program: once it is there, the vault must be there.
    with: Pubkey,
    currency: Currency,
}

/// The vaults that there is one of.
fn singletons() -> Vec<Vault> {
    let (io, usdc) = (Currency::Io, Currency::Usdc);
    let [seed, series_a, core] = vesting::CATEGORIES.map(|category| category.address);
    let [seed_vault, series_a_vault, core_vault] = vesting::VAULTS;
    let (stake, order) = (staking::CONFIG.address, orders::CONFIG.address);
    let (books, usdc_books) = (orders::IO_LEDGER.address, orders::USDC_LEDGER.address);
    let (fees, swapper) = (buyback::CONFIG.address, buyback::SWAPPER.address);
    [
        ("io_staking: rewards", staking::REWARD_VAULT, stake, stake, io),
        ("io_staking: stake", staking::STAKE_VAULT.address, stake, stake, io),
        ("io_orders: IO", orders::IO_VAULT.address, order, books, io),
        ("io_orders: USDC", orders::USDC_VAULT.address, order, usdc_books, usdc),
        ("io_buyback: IO", buyback::IO_VAULT, fees, fees, io),
        ("io_buyback: USDC", buyback::USDC_VAULT, fees, fees, usdc),
        ("io_buyback: IO of a swap", buyback::SWAPPER_IO, swapper, fees, io),
        ("io_buyback: USDC of a swap", buyback::SWAPPER_USDC, swapper, fees, usdc),
        ("io_vesting: seed", seed_vault, seed, seed, io),
        ("io_vesting: series-a", series_a_vault, series_a, series_a, io),
        ("io_vesting: core", core_vault, core, core, io),
    ]
    .map(|(name, address, authority, with, currency)| Vault {
        name: name.into(),
        address,
        authority,
        with,
        currency,
    })
    .into()
}

/// Prints every vault that exists, those of seasons as one; returns what is wrong with them.
///
/// # Errors
/// If the cluster does not answer.
pub fn check(session: &mut Session) -> Result<Vec<String>, Failure> {
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for (vault, held, faults) in read(session, singletons())? {
        let link = session.link(&vault.address);
        rows.push(vec![vault.name.clone(), link, show(held, vault.currency), verdict(&faults)]);
        tell(session, &vault, held, &faults);
        if !faults.is_empty() {
            wrong.push(format!("{}: {}", vault.name, faults.join(", ")));
        }
    }
    let seasons: Vec<Vault> = every_season(session)?.into_iter().filter_map(of_season).collect();
    let (mut sum, mut count) = (0u64, 0u32);
    for (vault, held, faults) in read(session, seasons)? {
        (sum, count) = (sum.saturating_add(held), count.saturating_add(1));
        if !faults.is_empty() {
            tell(session, &vault, held, &faults);
            wrong.push(format!("{}: {}", vault.name, faults.join(", ")));
        }
    }
    if count > 0 {
        let all = format!("io_airdrop: {count} seasons");
        rows.push(vec![all, String::new(), show(sum, Currency::Io), String::new()]);
    }
    session.output.set("seasons", count);
    if !rows.is_empty() {
        session.output.table(&["vault", "account", "holds", "who can move it"], &[2], rows);
    }
    Ok(wrong)
}

/// The vault of a season that is not over.
fn of_season((address, season): (Pubkey, Season)) -> Option<Vault> {
    let name = format!("io_airdrop: season {} of {}", season.id, season.funder);
    let (vault, authority) = (vault_address(&address), address);
    let currency = Currency::Io;
    (!season.ledger.over).then_some(Vault { name, address: vault, authority, with: address, currency })
}

fn verdict(faults: &[String]) -> String {
    if faults.is_empty() {
        return "the program alone".into();
    }
    faults.join(", ")
}

fn tell(session: &mut Session, vault: &Vault, held: u64, faults: &[String]) {
    session.output.push(
        "vaults",
        json!({
            "vault": vault.name,
            "account": vault.address.to_string(),
            "held": held.to_string(),
            "alone": faults.is_empty(),
            "faults": faults,
        }),
    );
}

/// Vaults that exist or must, each with what it holds and what is wrong with it.
fn read(session: &Session, vaults: Vec<Vault>) -> Result<Vec<(Vault, u64, Vec<String>)>, Failure> {
    let addresses: Vec<Pubkey> = vaults.iter().flat_map(|vault| [vault.address, vault.with]).collect();
    let accounts = session.chain.accounts(&addresses)?;
    // A cluster without USDC has no vault for it.
    let has_usdc = session.chain.account(&mint(Currency::Usdc))?.is_some();
    let read = vaults.into_iter().zip(accounts.chunks(2)).filter_map(|(vault, pair)| {
        let [account, with] = pair else { return None };
        let is_program = |account: &Account| PROGRAMS.iter().any(|program| program.id == account.owner);
        let is_of_io = vault.currency == Currency::Io && vault.authority != buyback::SWAPPER.address;
        let possible = has_usdc || is_of_io;
        match faults(&vault.authority, vault.currency, account.as_ref()) {
            Some((held, faults)) => Some((vault, held, faults)),
            None if possible && with.as_ref().is_some_and(is_program) => {
                Some((vault, 0, vec!["it is missing".to_owned()]))
            }
            None => None,
        }
    });
    Ok(read.collect())
}

/// What a vault holds, and what is wrong with it: who besides its program controls it, or what
/// keeps the program from moving it. None if there is no token account.
pub fn faults(
    authority: &Pubkey,
    currency: Currency,
    account: Option<&Account>,
) -> Option<(u64, Vec<String>)> {
    let token = token_account(account)?;
    let mut faults = Vec::new();
    if token.owner != *authority {
        faults.push(format!("it belongs to {}", token.owner));
    }
    if token.mint != mint(currency) {
        faults.push("it is of another mint".to_owned());
    }
    if token.is_frozen() {
        faults.push("it is frozen".to_owned());
    }
    if let Some(delegate) = Option::<Pubkey>::from(token.delegate) {
        faults.push(format!("the delegate {delegate}"));
    }
    if let Some(closer) = Option::<Pubkey>::from(token.close_authority) {
        faults.push(format!("the close authority {closer}"));
    }
    Some((token.amount, faults))
}
