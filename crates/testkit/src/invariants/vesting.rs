//! 7, the locks: what is in the vaults, what was released by when, and the grants as events tell of
//! them.

use {
    super::staking::read,
    crate::{outcome::event, Receipt, World},
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_addresses::vesting::ID,
    io_client::vesting::{
        events::{BeneficiaryAccepted, Granted, Released, Revoked},
        Category, CategoryKind, Grant,
    },
    io_reference::vesting as reference,
    solana_program_pack::Pack,
    spl_token_interface::state::Account as TokenAccount,
    std::collections::HashMap,
};

/// The seal before `start`.
const NO_SEAL: [u8; 16] = [0; 16];

/// What events told of the grants, and of gifts.
#[derive(Clone, Default)]
pub(crate) struct Locks {
    grants: HashMap<Pubkey, Known>,
    /// Base units of IO sent to the vaults that genesis did not mint.
    pub(crate) donated: [u64; 3],
}

/// A grant as an indexer knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    kind: CategoryKind,
    index: u32,
    beneficiary: Pubkey,
    amount: u64,
    released: u64,
    first_tranche: u8,
    revoked: bool,
}

impl Known {
    fn of(grant: &Grant) -> Self {
        let Grant { index, beneficiary, ledger, .. } = *grant;
        Self {
            kind: ledger.kind,
            index,
            beneficiary,
            amount: ledger.amount,
            released: ledger.released,
            first_tranche: ledger.first_tranche,
            revoked: ledger.revoked,
        }
    }
}

impl Locks {
    /// Reads the events of a transaction, in order.
    ///
    /// # Panics
    /// If they contradict what is known.
    pub(crate) fn read(&mut self, receipt: &Receipt) {
        for logged in receipt.logged() {
            if let Some(event) = event::<Granted>(&logged) {
                let known = Known {
                    kind: event.kind,
                    index: event.index,
                    beneficiary: event.beneficiary,
                    amount: event.amount,
                    released: 0,
                    first_tranche: event.first_tranche,
                    revoked: false,
                };
                let earlier = self.grants.insert(event.grant, known);
                assert!(earlier.is_none(), "a grant was made over another");
            }
            if let Some(event) = event::<Released>(&logged) {
                let known = self.grants.get_mut(&event.grant).expect("a grant that was made");
                known.released += event.amount;
                assert_eq!((known.released, known.kind), (event.released, event.kind));
                assert_eq!(known.beneficiary, event.beneficiary, "released to another");
            }
            if let Some(event) = event::<Revoked>(&logged) {
                let known = self.grants.get_mut(&event.grant).expect("a grant that was made");
                assert_eq!(known.amount, event.amount + event.unvested);
                (known.amount, known.revoked) = (event.amount, true);
            }
            if let Some(event) = event::<BeneficiaryAccepted>(&logged) {
                let known = self.grants.get_mut(&event.grant).expect("a grant that was made");
                known.beneficiary = event.beneficiary;
            }
        }
    }
}

/// Checks the three categories; nothing before `initialize`.
pub(super) fn check(world: &World) {
    if read::<Category>(world, &Category::address(CategoryKind::Seed)).is_none() {
        return;
    }
    let categories = CategoryKind::ALL.map(|kind| world.category(kind));
    let accounts = world.svm.get_program_accounts(&ID);
    let grants: Vec<(Pubkey, Grant)> = accounts
        .into_iter()
        .filter_map(|(key, account)| Some((key, Grant::try_deserialize(&mut &account.data[..]).ok()?)))
        // What other code has left at the program's id bears no seal.
        .filter(|(_, grant)| grant.seal != NO_SEAL)
        .filter(|(_, grant)| categories[grant.ledger.kind as usize].seal == grant.seal)
        .collect();
    assert_eq!(grants.len(), world.locks.grants.len(), "as many grants as events tell of");
    for (address, grant) in &grants {
        let known = world.locks.grants.get(address).expect("a grant that an event told of");
        assert_eq!(Known::of(grant), *known, "a grant is not what its events say");
    }
    for (kind, category) in CategoryKind::ALL.into_iter().zip(&categories) {
        one(world, kind, category, &grants);
    }
}

/// Vault = total - released + donated; released <= floor(total * k / N) at the greatest clock seen;
/// granted and released are the sums of the grants.
fn one(world: &World, kind: CategoryKind, category: &Category, grants: &[(Pubkey, Grant)]) {
    let ledger = &category.ledger;
    assert_eq!(ledger.kind, kind);
    let own = || grants.iter().map(|(_, grant)| grant.ledger).filter(|grant| grant.kind == kind);
    assert_eq!(ledger.granted, own().map(|grant| grant.amount).sum::<u64>(), "{kind:?}: granted");
    assert_eq!(ledger.released, own().map(|grant| grant.released).sum::<u64>(), "{kind:?}: released");
    assert!(own().all(|grant| grant.released <= grant.amount), "{kind:?}: more than was granted");
    assert!(ledger.granted <= kind.total(), "{kind:?}: more granted than there is");

    // A clock without a seal was set by other code; genesis refuses it.
    let started = ledger.genesis != 0 && category.seal != NO_SEAL;
    let elapsed = world.greatest_clock.saturating_sub(ledger.genesis);
    let tranches = if started { reference::tranches(elapsed, kind.tranches()) } else { 0 };
    let unlocked = reference::part(kind.total(), &reference::share(tranches, kind.tranches()));
    assert!(ledger.released <= unlocked, "{kind:?}: released before its month");

    let Some(account) = world.svm.get_account(&Category::vault(kind)) else {
        return assert!(!started, "a vault is gone");
    };
    let Ok(vault) = TokenAccount::unpack(&account.data) else { return assert!(!started) };
    if started {
        let donated = world.locks.donated[kind as usize];
        assert_eq!(vault.amount, kind.total() - ledger.released + donated, "{kind:?}: vault");
        assert_eq!(vault.owner, Category::address(kind), "a vault changed hands");
        assert!(
            vault.delegate.is_none() && vault.close_authority.is_none(),
            "a vault has a delegate or a close authority"
        );
    }
}
