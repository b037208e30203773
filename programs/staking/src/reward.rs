//! What of a reward can be paid.

use {crate::StakingError, anchor_lang::prelude::*, io_onchain::token_view};

/// How much of `owed` base units the reward vault can pay at `now`: all of it, once the emission
/// was cranked. After a clock that went back a crank mints no more until it is late again; then
/// what there is, and the rest stays owed.
///
/// # Errors
/// `NothingToClaim`, `CrankFirst`.
pub fn payable(owed: u64, reward_vault: &AccountInfo, now: i64) -> Result<u64> {
    let held = token_view::amount(reward_vault);
    if owed > held {
        require!(Clock::get()?.unix_timestamp < now, StakingError::CrankFirst);
    }
    let amount = owed.min(held);
    require!(amount > 0, StakingError::NothingToClaim);
    Ok(amount)
}
