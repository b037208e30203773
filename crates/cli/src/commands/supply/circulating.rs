//! What circulates. A season counts as not circulating only if a wallet of the treasury funds it.

use {
    crate::{commands::airdrop::every_season, session::show, Exit, Failure, Session},
    io_client::{orders::Currency, vesting::CategoryKind},
    io_rpc::supply::{listed, sum, treasury, Circulation},
    serde_json::json,
    solana_pubkey::Pubkey,
    std::path::Path,
};

/// Prints what circulates and what does not.
///
/// # Errors
/// If the treasury's file is wrong, or the cluster does not answer.
pub fn print(session: &mut Session, file: Option<&Path>, result_only: bool) -> Result<(), Failure> {
    let wallets = file.map(treasury).transpose().map_err(|wrong| Failure::new(Exit::Usage, wrong))?;
    let wallets = wallets.unwrap_or_default();
    let is_own = |funder: &Pubkey| wallets.iter().any(|(_, wallet)| wallet == funder);
    let (own, others): (Vec<_>, Vec<_>) =
        every_season(session)?.into_iter().partition(|(_, season)| is_own(&season.funder));
    let seasons: Vec<Pubkey> = own.iter().map(|(season, _)| *season).collect();
    let found = Circulation::read(session.chain, &seasons, &wallets)?;
    let in_others: Vec<u64> = others.iter().map(|(_, season)| season.ledger.held()).collect();
    let (supply, circulating) = (found.supply, found.circulating());
    let (locked, in_own, held) = (&found.locked, &found.airdrops, &found.treasury);
    let number = listed(circulating);
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
