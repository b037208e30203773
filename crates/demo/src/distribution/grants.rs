//! Grants of all that is locked, released by the month.

use {
    anyhow::{ensure, Result},
    io_client::vesting::{self, CategoryKind, RELEASES_PER_TRANSACTION},
    io_economics::vesting::CLIFF_MONTHS,
    io_reference::vesting as reference,
    io_testkit::{Receipt, World},
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

/// Grants of each category: of seed investors, series A investors and core contributors.
const COUNTS: [(CategoryKind, u32); 3] =
    [(CategoryKind::Seed, 12), (CategoryKind::SeriesA, 9), (CategoryKind::Core, 25)];

struct Grant {
    kind: CategoryKind,
    address: Pubkey,
    beneficiary: Pubkey,
    account: Pubkey,
    amount: u64,
}

/// The grants at work.
pub struct Grants(Vec<Grant>);

impl Grants {
    /// Shares out all of each category; what does not divide goes to the last grant.
    pub fn new(world: &mut World, managers: [&Keypair; 3]) -> Self {
        let mut grants = Vec::new();
        for ((kind, count), manager) in COUNTS.into_iter().zip(managers) {
            let each = kind.total() / u64::from(count);
            for index in 0..count {
                let rest = if index + 1 == count { kind.total() % u64::from(count) } else { 0 };
                let (beneficiary, amount) = (world.key().pubkey(), each + rest);
                world.grant(manager, kind, index, &beneficiary, amount);
                let (address, account) =
                    (vesting::grant_address(kind, index), world.io_account(&beneficiary));
                grants.push(Grant { kind, address, beneficiary, account, amount });
            }
        }
        Self(grants)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Releases what has vested by the end of a month; compares every balance with the exact
    /// reference.
    pub fn release(&self, world: &mut World, month: i64) -> Result<Vec<Receipt>> {
        let tranches = month.unsigned_abs().saturating_sub(CLIFF_MONTHS);
        let mut receipts = Vec::new();
        for of_kind in self.0.chunk_by(|one, other| one.kind == other.kind) {
            let Some(kind) = of_kind.first().map(|grant| grant.kind) else { continue };
            if tranches == 0 || tranches > u64::from(kind.tranches()) {
                continue;
            }
            for batch in of_kind.chunks(RELEASES_PER_TRANSACTION) {
                let pairs: Vec<_> = batch.iter().map(|grant| (grant.address, grant.beneficiary)).collect();
                receipts.push(world.accepted(&[vesting::release(kind, &pairs)], &[]));
            }
            let share = reference::share(u8::try_from(tranches)?, kind.tranches());
            for grant in of_kind {
                let (has, exact) = (world.balance(&grant.account), reference::part(grant.amount, &share));
                ensure!(has == exact, "{:?}: released {has}, the reference says {exact}", grant.kind);
            }
        }
        Ok(receipts)
    }
}
