//! Whether anybody but the programs has a hand on their vaults.
//!
//! A token account's delegate can move what is in it, and its close authority can close it once it
//! is empty. No program of the suite gives either away; code that ran at its address before may
//! have.

use {
    super::airdrop::every_season,
    crate::{session::show, Failure, Session},
    io_client::{
        addresses::{buyback, orders, staking, vesting},
        airdrop::{vault_address, Season},
        orders::Currency,
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
    currency: Currency,
}

/// The vaults that there is one of.
fn singletons() -> Vec<Vault> {
    let (io, usdc) = (Currency::Io, Currency::Usdc);
    let [seed, series_a, core] = vesting::CATEGORIES.map(|category| category.address);
    let [seed_vault, series_a_vault, core_vault] = vesting::VAULTS;
    [
        ("io_staking: rewards", staking::REWARD_VAULT, staking::CONFIG.address, io),
        ("io_staking: stake", staking::STAKE_VAULT.address, staking::CONFIG.address, io),
        ("io_orders: IO", orders::IO_VAULT.address, orders::CONFIG.address, io),
        ("io_orders: USDC", orders::USDC_VAULT.address, orders::CONFIG.address, usdc),
        ("io_buyback: IO", buyback::IO_VAULT, buyback::CONFIG.address, io),
        ("io_buyback: USDC", buyback::USDC_VAULT, buyback::CONFIG.address, usdc),
        ("io_buyback: IO of a swap", buyback::SWAPPER_IO, buyback::SWAPPER.address, io),
        ("io_buyback: USDC of a swap", buyback::SWAPPER_USDC, buyback::SWAPPER.address, usdc),
        ("io_vesting: seed", seed_vault, seed, io),
        ("io_vesting: series-a", series_a_vault, series_a, io),
        ("io_vesting: core", core_vault, core, io),
    ]
    .map(|(name, address, authority, currency)| Vault { name: name.into(), address, authority, currency })
    .into()
}

/// Prints every vault that exists, those of seasons as one; returns what is wrong with them.
///
/// # Errors
/// If the cluster does not answer.
pub fn check(session: &mut Session) -> Result<Vec<String>, Failure> {
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for (vault, held, hands) in read(session, singletons())? {
        let link = session.link(&vault.address);
        rows.push(vec![vault.name.clone(), link, show(held, vault.currency), verdict(&hands)]);
        tell(session, &vault, held, &hands);
        if !hands.is_empty() {
            wrong.push(format!("{}: {}", vault.name, hands.join(", ")));
        }
    }
    let seasons: Vec<Vault> = every_season(session)?.into_iter().filter_map(of_season).collect();
    let (mut sum, mut count) = (0u64, 0u32);
    for (vault, held, hands) in read(session, seasons)? {
        (sum, count) = (sum.saturating_add(held), count.saturating_add(1));
        if !hands.is_empty() {
            tell(session, &vault, held, &hands);
            wrong.push(format!("{}: {}", vault.name, hands.join(", ")));
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
    (!season.ledger.over).then_some(Vault { name, address: vault, authority, currency: Currency::Io })
}

fn verdict(hands: &[String]) -> String {
    if hands.is_empty() {
        return "the program alone".into();
    }
    hands.join(", ")
}

fn tell(session: &mut Session, vault: &Vault, held: u64, hands: &[String]) {
    session.output.push(
        "vaults",
        json!({
            "vault": vault.name,
            "account": vault.address.to_string(),
            "held": held.to_string(),
            "alone": hands.is_empty(),
            "hands": hands,
        }),
    );
}

/// Vaults that exist, each with what it holds and who but its program has a hand on it.
fn read(session: &Session, vaults: Vec<Vault>) -> Result<Vec<(Vault, u64, Vec<String>)>, Failure> {
    let addresses: Vec<Pubkey> = vaults.iter().map(|vault| vault.address).collect();
    let accounts = session.chain.accounts(&addresses)?;
    let read = vaults.into_iter().zip(&accounts).filter_map(|(vault, account)| {
        let (held, hands) = hands(&vault, account.as_ref())?;
        Some((vault, held, hands))
    });
    Ok(read.collect())
}

/// What a vault holds, and who but its program has a hand on it; none if it does not exist.
fn hands(vault: &Vault, account: Option<&Account>) -> Option<(u64, Vec<String>)> {
    let token = token_account(account)?;
    let mut hands = Vec::new();
    if token.owner != vault.authority {
        hands.push(format!("it belongs to {}", token.owner));
    }
    if let Some(delegate) = Option::<Pubkey>::from(token.delegate) {
        hands.push(format!("the delegate {delegate}"));
    }
    if let Some(closer) = Option::<Pubkey>::from(token.close_authority) {
        hands.push(format!("the close authority {closer}"));
    }
    Some((token.amount, hands))
}
