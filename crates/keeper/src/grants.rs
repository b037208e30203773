//! Grants of the locked allocations, of which a keeper releases what has vested if it is told to.

use {
    io_client::vesting::{self, Category, CategoryKind, CategoryLedger, Grant, GrantLedger},
    io_rpc::{decode, every, Chain, Fault, Filter},
    solana_instruction::Instruction,
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

/// The calls of a transaction, in which releases of one category are a single call.
pub fn joined(calls: impl IntoIterator<Item = Instruction>) -> Vec<Instruction> {
    let mut all: Vec<Instruction> = Vec::new();
    for call in calls {
        let joins = |last: &&mut Instruction| {
            let own = |head: Instruction| {
                let own =
                    |call: &Instruction| call.data == head.data && call.accounts.starts_with(&head.accounts);
                call.program_id == head.program_id && own(last) && own(&call)
            };
            CategoryKind::ALL.into_iter().any(|kind| own(vesting::release(kind, &[])))
        };
        match all.last_mut().filter(joins) {
            Some(last) => {
                let head = vesting::release(CategoryKind::Seed, &[]).accounts.len();
                last.accounts.extend(call.accounts.into_iter().skip(head));
            }
            None => all.push(call),
        }
    }
    all
}
