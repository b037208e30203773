//! What circulates. A season counts as not circulating only if a wallet of the treasury funds it:
//! otherwise anybody could lower the number by putting IO into a season that is never opened.

use {
    super::treasury,
    crate::{
        commands::{airdrop::every_season, emission::mint_supply},
        session::show,
        Failure, Session,
    },
    io_client::{
        addresses::{emission::MINT, vesting::VAULTS},
        airdrop::vault_address,
        economics::units::BASE_UNITS_PER_IO,
        orders::{mint, Currency},
        token::associated_address,
        vesting::CategoryKind,
    },
    io_rpc::token_amount,
    serde_json::json,
    solana_pubkey::Pubkey,
    std::path::Path,
};

/// Prints what circulates and what does not.
///
/// # Errors
/// If the treasury's file is wrong, or the cluster does not answer.
pub fn print(session: &mut Session, file: Option<&Path>, result_only: bool) -> Result<(), Failure> {
    let wallets = file.map(treasury::read).transpose()?.unwrap_or_default();
    let is_own = |funder: &Pubkey| wallets.iter().any(|(_, wallet)| wallet == funder);
    let (own, others): (Vec<_>, Vec<_>) =
        every_season(session)?.into_iter().partition(|(_, season)| is_own(&season.funder));
    // In one call, so that nothing is counted on both sides of a transfer.
    let mut addresses = vec![MINT.address];
    addresses.extend(VAULTS);
    addresses.extend(own.iter().map(|(season, _)| vault_address(season)));
    addresses.extend(wallets.iter().map(|(_, wallet)| associated_address(wallet, &mint(Currency::Io))));
    let accounts = session.chain.accounts(&addresses)?;
    let supply = mint_supply(accounts.first().and_then(Option::as_ref))?;
    let amounts: Vec<u64> =
        accounts.iter().skip(1).map(|account| token_amount(account.as_ref()).unwrap_or_default()).collect();
    let (locked, rest) = amounts.split_at(VAULTS.len().min(amounts.len()));
    let (in_own, held) = rest.split_at(own.len().min(rest.len()));
    let in_others: Vec<u64> = others.iter().map(|(_, season)| season.ledger.held()).collect();
    let sum = |amounts: &[u64]| amounts.iter().copied().fold(0, u64::saturating_add);
    let away = [sum(locked), sum(in_own), sum(held)].into_iter().fold(0, u64::saturating_add);
    let circulating = supply.saturating_sub(away);
    let number = format!("{}.{:08}", circulating / BASE_UNITS_PER_IO, circulating % BASE_UNITS_PER_IO);
    session.output.set("result", number.clone());
    if result_only {
        session.output.say(number);
        return Ok(());
    }

    let io = |amount| show(amount, Currency::Io);
    let mut rows = vec![vec!["supply".to_owned(), String::new(), io(supply)]];
    for (kind, amount) in CategoryKind::ALL.into_iter().zip(locked) {
        rows.push(vec!["locked".into(), kind.name().into(), io(*amount)]);
        session.output.push("locked", json!({ "category": kind.name(), "amount": amount.to_string() }));
    }
    for ((season, state), amount) in own.iter().zip(in_own) {
        rows.push(vec!["airdrop".into(), format!("season {} of {}", state.id, state.funder), io(*amount)]);
        let season = season.to_string();
        session.output.push("airdrops", json!({ "season": season, "amount": amount.to_string() }));
    }
    for ((name, wallet), amount) in wallets.iter().zip(held) {
        rows.push(vec!["treasury".into(), format!("{name}, {wallet}"), io(*amount)]);
        session.output.push(
            "treasury",
            json!({ "name": name, "wallet": wallet.to_string(), "amount": amount.to_string() }),
        );
    }
    rows.push(vec!["circulating".into(), String::new(), io(circulating)]);
    session.output.table(&["", "", "IO"], &[2], rows);
    if file.is_none() {
        session
            .output
            .say("No wallets of the treasury are named (--treasury): theirs and their airdrops circulate.");
    }
    if sum(&in_others) > 0 {
        session.output.say(format!(
            "{} in seasons that no wallet of the treasury funds circulate",
            io(sum(&in_others))
        ));
    }
    session.output.set("supply", supply.to_string());
    session.output.set("locked_total", sum(locked).to_string());
    session.output.set("airdrops_total", sum(in_own).to_string());
    session.output.set("airdrops_of_others", sum(&in_others).to_string());
    session.output.set("treasury_total", sum(held).to_string());
    session.output.set("circulating", circulating.to_string());
    Ok(())
}
