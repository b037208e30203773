//! Moves the clock of a running network, with what would happen on the way.

use {
    crate::{oracle, prices, Rpc, Span},
    anyhow::Result,
    indicatif::{ProgressBar, ProgressStyle},
    io_client::economics::time::HOUR,
    solana_keypair::Keypair,
};

/// Travel goes in steps of so many seconds, so that reports of availability, which hold for 24
/// hours, never lapse on the way: 20 hours.
const STEP: i64 = 20 * HOUR;

/// Moves the clock ahead by `span`, attesting the nodes on the way; then posts prices.
///
/// # Errors
/// If the chain does not answer.
pub fn travel(rpc: &Rpc, oracle: &Keypair, span: Span) -> Result<()> {
    let mut now = rpc.now()?;
    let end = now + span.0;
    let bar = ProgressBar::new(span.0.unsigned_abs())
        .with_style(ProgressStyle::with_template("{wide_bar} {percent} % {eta}")?);
    while now < end {
        now = (now + STEP).min(end);
        rpc.move_clock(now)?;
        oracle::attest(rpc, oracle)?;
        bar.set_position((span.0 - (end - now)).unsigned_abs());
    }
    bar.finish_and_clear();
    prices::post(rpc, oracle)
}
