//! 6: of stake and rewards nothing reaches anyone but the owner and the node's payout wallet.

use {
    crate::{Receipt, World},
    anchor_lang::prelude::Pubkey,
    io_addresses::staking::{CONFIG, ID},
    io_client::staking::events::{Claimed, CommissionClaimed, Staked, Withdrawn},
    solana_instruction::Instruction,
    solana_program_pack::Pack,
    spl_token_interface::state::Account as TokenAccount,
    std::collections::{BTreeMap, BTreeSet},
};

/// Base units of IO in the token accounts that a transaction names, by wallet.
type Wallets = BTreeMap<Pubkey, i128>;

/// What a transaction of io_staking alone may move.
pub(crate) struct Flows {
    named: BTreeSet<Pubkey>,
    before: Wallets,
}

impl Flows {
    /// The balances before a transaction; none if it calls other programs too.
    pub(crate) fn before(world: &World, instructions: &[Instruction]) -> Option<Self> {
        if instructions.iter().any(|instruction| instruction.program_id != ID) {
            return None;
        }
        let metas = instructions.iter().flat_map(|instruction| &instruction.accounts);
        let named = metas.filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect();
        let before = balances(world, &named);
        Some(Self { named, before })
    }

    /// Checks that each wallet has what its events say.
    ///
    /// # Panics
    /// If IO went elsewhere.
    pub(crate) fn check(self, world: &World, receipt: &Receipt) {
        let mut expected = self.before;
        let mut pay = |wallet: Pubkey, amount: i128| *expected.entry(wallet).or_default() += amount;
        receipt.events::<Staked>().iter().for_each(|event| pay(event.owner, -i128::from(event.amount)));
        receipt.events::<Claimed>().iter().for_each(|event| pay(event.owner, event.amount.into()));
        receipt.events::<Withdrawn>().iter().for_each(|event| pay(event.owner, event.paid.into()));
        receipt.events::<CommissionClaimed>().iter().for_each(|event| pay(event.payout, event.amount.into()));
        expected.remove(&CONFIG.address);
        expected.retain(|_, amount| *amount != 0);
        assert_eq!(balances(world, &self.named), expected, "IO reached another wallet");
    }
}

/// The vaults, whose wallet is the config, are not in it.
fn balances(world: &World, named: &BTreeSet<Pubkey>) -> Wallets {
    let mut wallets = Wallets::new();
    for account in named.iter().filter_map(|key| world.svm.get_account(key)) {
        if let Ok(token) = TokenAccount::unpack(&account.data) {
            *wallets.entry(token.owner).or_default() += i128::from(token.amount);
        }
    }
    wallets.remove(&CONFIG.address);
    wallets.retain(|_, amount| *amount != 0);
    wallets
}
