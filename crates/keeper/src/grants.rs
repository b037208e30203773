//! Grants of the locked allocations, of which a keeper releases what has vested if it is told to.

use {
    io_client::vesting::{Category, CategoryKind, CategoryLedger, Grant, GrantLedger},
    io_rpc::{decode, every, Chain, Fault, Filter},
    solana_pubkey::Pubkey,
};

/// A grant with its category, as far as a release asks.
#[derive(Clone, Copy, Debug)]
pub struct LockedGrant {
    /// Where it is.
    pub address: Pubkey,
    /// Who gets the IO.
    pub beneficiary: Pubkey,
    /// Its amounts.
    pub ledger: GrantLedger,
    /// Its category's amounts and clock.
    pub category: CategoryLedger,
}

impl LockedGrant {
    /// Whether a release at `now` pays something.
    pub fn is_due(&self, now: i64) -> bool {
        let (mut category, mut grant) = (self.category, self.ledger);
        category.release(&mut grant, now).is_ok()
    }
}

/// Every grant that the code which started the locks has written.
///
/// # Errors
/// If the cluster does not answer.
pub fn fetch(chain: &dyn Chain) -> Result<Vec<LockedGrant>, Fault> {
    let addresses = CategoryKind::ALL.map(Category::address);
    let accounts = chain.accounts(&addresses)?;
    let mut categories: Vec<Category> = Vec::new();
    for (address, account) in addresses.iter().zip(&accounts) {
        categories.extend(decode::<Category>(address, account.as_ref())?);
    }
    let grants: Vec<(Pubkey, Grant)> = every(chain, &[Filter::Size(8 + size_of::<Grant>())])?;
    let own = |(address, grant): &(Pubkey, Grant)| {
        let same =
            |category: &&Category| category.ledger.kind == grant.ledger.kind && category.seal == grant.seal;
        let category = categories.iter().find(same)?.ledger;
        let (address, beneficiary, ledger) = (*address, grant.beneficiary, grant.ledger);
        Some(LockedGrant { address, beneficiary, ledger, category })
    };
    Ok(grants.iter().filter_map(own).collect())
}
