//! 6, for the locks and the airdrops: nothing reaches anyone but the beneficiary, the claimant and
//! the funder.

use {
    crate::{Receipt, World},
    anchor_lang::prelude::Pubkey,
    io_addresses::{airdrop, emission::MINT, vesting},
    io_client::{
        airdrop::{
            events::{Claimed, SeasonCancelled, SeasonFunded, SeasonSwept},
            Rest, Season,
        },
        vesting::{events::Released, Category},
    },
    solana_instruction::Instruction,
    solana_program_pack::Pack,
    spl_token_interface::state::Account as TokenAccount,
    std::collections::{BTreeMap, BTreeSet, HashMap},
};

/// Base units of IO in the token accounts that a transaction names, by wallet.
type Wallets = BTreeMap<Pubkey, i128>;

/// What a transaction of io_vesting and io_airdrop alone may move.
pub(crate) struct Payouts {
    named: BTreeSet<Pubkey>,
    before: Wallets,
    seasons: HashMap<Pubkey, Season>,
    /// Who pays into seasons.
    payers: Vec<Pubkey>,
}

impl Payouts {
    /// The balances before a transaction; none if it calls other programs too.
    pub(crate) fn before(world: &World, instructions: &[Instruction]) -> Option<Self> {
        let ours = |call: &Instruction| [vesting::ID, airdrop::ID].contains(&call.program_id);
        if !instructions.iter().all(ours) {
            return None;
        }
        let metas = instructions.iter().flat_map(|call| &call.accounts);
        let named: BTreeSet<_> =
            metas.clone().filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect();
        let of = |key: &Pubkey| {
            let account = world.svm.get_account(key).filter(|account| account.owner == airdrop::ID)?;
            let season = anchor_lang::AccountDeserialize::try_deserialize(&mut &account.data[..]).ok()?;
            Some((*key, season))
        };
        let seasons = named.iter().filter_map(of).collect();
        let payers = metas.filter(|meta| meta.is_signer).map(|meta| meta.pubkey).collect();
        Some(Self { before: balances(world, &named), named, seasons, payers })
    }

    /// Checks that each wallet has what its events say.
    ///
    /// # Panics
    /// If IO went elsewhere.
    pub(crate) fn check(mut self, world: &World, receipt: &Receipt) {
        let mut expected = std::mem::take(&mut self.before);
        let mut pay = |from: Pubkey, to: Option<Pubkey>, amount: u64| {
            *expected.entry(from).or_default() -= i128::from(amount);
            if let Some(to) = to {
                *expected.entry(to).or_default() += i128::from(amount);
            }
        };
        for event in receipt.events::<Released>() {
            pay(Category::address(event.kind), Some(event.beneficiary), event.amount);
        }
        for event in receipt.events::<Claimed>() {
            pay(event.season, Some(event.wallet), event.amount);
        }
        let funded = receipt.events::<SeasonFunded>();
        for event in &funded {
            // Tests fund with one payer a transaction.
            let payer = self.payers.first().expect("somebody pays");
            pay(*payer, Some(event.season), event.amount);
        }
        for event in receipt.events::<SeasonCancelled>() {
            pay(event.season, Some(self.seasons[&event.season].funder), event.amount);
        }
        for event in receipt.events::<SeasonSwept>() {
            let funder = self.seasons[&event.season].funder;
            pay(event.season, (event.rest == Rest::Return).then_some(funder), event.amount);
        }
        expected.retain(|_, amount| *amount != 0);
        assert_eq!(balances(world, &self.named), expected, "IO reached another wallet");
    }
}

fn balances(world: &World, named: &BTreeSet<Pubkey>) -> Wallets {
    let mut wallets = Wallets::new();
    for account in named.iter().filter_map(|key| world.svm.get_account(key)) {
        if let Ok(token) = TokenAccount::unpack(&account.data) {
            if token.mint == MINT.address {
                *wallets.entry(token.owner).or_default() += i128::from(token.amount);
            }
        }
    }
    wallets.retain(|_, amount| *amount != 0);
    wallets
}
