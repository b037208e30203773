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
        airdrop::vault_address,
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

/// Prints every vault that exists; returns what is wrong with them.
///
/// # Errors
/// If the cluster does not answer.
pub fn check(session: &mut Session) -> Result<Vec<String>, Failure> {
    let mut vaults = singletons();
    vaults.extend(every_season(session)?.into_iter().filter(|(_, season)| !season.ledger.over).map(
        |(address, season)| Vault {
            name: format!("io_airdrop: season {} of {}", season.id, season.funder),
            address: vault_address(&address),
            authority: address,
            currency: Currency::Io,
        },
    ));
    let addresses: Vec<Pubkey> = vaults.iter().map(|vault| vault.address).collect();
    let accounts = session.chain.accounts(&addresses)?;
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for (vault, account) in vaults.iter().zip(&accounts) {
        let Some((held, hands)) = hands(vault, account.as_ref()) else { continue };
        let verdict = if hands.is_empty() { "the program alone".to_owned() } else { hands.join(", ") };
        rows.push(vec![
            vault.name.clone(),
            session.link(&vault.address),
            show(held, vault.currency),
            verdict,
        ]);
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
        if !hands.is_empty() {
            wrong.push(format!("{}: {}", vault.name, hands.join(", ")));
        }
    }
    if !rows.is_empty() {
        session.output.table(&["vault", "account", "holds", "who can move it"], &[2], rows);
    }
    Ok(wrong)
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
