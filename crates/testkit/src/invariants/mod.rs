//! What must always hold, checked after every transaction. `docs/invariants.md` numbers them.

mod airdrop;
mod asks;
mod booked;
mod buyback;
mod flows;
mod indexer;
mod known;
mod list;
mod order_state;
mod orders;
mod payouts;
mod records;
mod staking;
mod tenders;
mod vesting;

pub use known::{Known, KnownOrder};
use {
    crate::World,
    anchor_lang::prelude::Pubkey,
    io_addresses::emission::{EMISSION, MINT},
    io_client::emission,
    io_economics::{emission::cumulative, genesis, units::HARD_CAP},
    solana_program_pack::Pack,
    spl_token_interface::state::{Account as TokenAccount, Mint},
};
pub(crate) use {
    airdrop::Seasons,
    asks::Asks,
    booked::booked_at_asks,
    buyback::{Bought, Trades},
    flows::Flows,
    indexer::Indexer,
    list::Lists,
    payouts::Payouts,
    staking::{earned, read, Of},
    vesting::Locks,
};

/// Checks the supply, and with `balances` what takes time by the account.
///
/// # Panics
/// If an invariant does not hold.
pub fn check(world: &mut World, balances: bool) {
    supply(world);
    buyback::check(world);
    if balances {
        staking::check(world);
        orders::check(world);
        vesting::check(world);
        airdrop::check(world);
    }
}

/// 1: supply = genesis + minted by the schedule - burned; minted <= C(greatest clock seen);
/// supply <= 800M.
fn supply(world: &World) {
    let Some(mint) = mint(world) else { return };
    let emission = world.svm.get_account(&EMISSION.address).expect("the mint exists, so the state does");
    let emission = emission::decode(&emission.data).expect("the state of the emission");

    let started = emission.genesis_ts != 0;
    let genesis = if started { genesis::TOTAL } else { 0 };
    assert_eq!(
        u128::from(mint.supply) + u128::from(world.burned_by_holders) + u128::from(world.burned_by_programs),
        u128::from(genesis) + u128::from(emission.minted),
        "supply + burned = genesis + minted"
    );
    let reached = cumulative(world.greatest_clock.saturating_sub(emission.genesis_ts));
    assert!(emission.minted <= if started { reached } else { 0 }, "minted ahead of the schedule");
    assert!(mint.supply <= HARD_CAP, "above the hard cap");
    assert_eq!(mint.mint_authority.unwrap_or_default(), EMISSION.address, "the mint authority moved");
    assert!(mint.freeze_authority.is_none(), "somebody can freeze IO");
}

fn mint(world: &World) -> Option<Mint> {
    let account = world.svm.get_account(&MINT.address)?;
    Mint::unpack(&account.data).ok()
}

impl World {
    /// Base units of IO that exist.
    pub fn supply(&self) -> u64 {
        mint(self).map_or(0, |mint| mint.supply)
    }

    /// Base units that a token account holds; 0 if it does not exist.
    pub fn balance(&self, token_account: &Pubkey) -> u64 {
        let account = self.svm.get_account(token_account);
        account.and_then(|account| TokenAccount::unpack(&account.data).ok()).map_or(0, |token| token.amount)
    }

    /// The state of the emission.
    ///
    /// # Panics
    /// Before `initialize`.
    pub fn emission(&self) -> emission::Emission {
        let account = self.svm.get_account(&EMISSION.address).expect("initialize comes first");
        emission::decode(&account.data).expect("the state of the emission")
    }
}
