//! What the world counts, so that the invariants are equalities.

use {
    crate::{
        invariants::{earned, read},
        Receipt, World,
    },
    anchor_lang::{prelude::Pubkey, Discriminator},
    io_addresses::{
        orders::IO_VAULT,
        staking::{CONFIG, ID, REWARD_VAULT, STAKE_VAULT},
        vesting::VAULTS,
    },
    io_client::{
        orders::Currency,
        staking::{
            close_stake,
            events::{Claimed, CommissionClaimed, Restaked, SlashExecuted},
            Node, Stake,
        },
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
};

impl World {
    /// Sends IO to a vault of staking, orders, the locks or a season of airdrops, for nothing.
    ///
    /// # Panics
    /// If `from` has less.
    pub fn donate(&mut self, from: &Keypair, vault: &Pubkey, amount: u64) -> Receipt {
        let counted = match *vault {
            _ if *vault == STAKE_VAULT.address => &mut self.donated_to_stake,
            _ if *vault == REWARD_VAULT => &mut self.donated_to_rewards,
            _ if *vault == IO_VAULT.address => &mut self.donated_to_orders[Currency::Io as usize],
            _ => match VAULTS.iter().position(|lock| lock == vault) {
                Some(lock) => &mut self.locks.donated[lock],
                None => self.seasons.donated.entry(*vault).or_default(),
            },
        };
        *counted += amount;
        self.transfer_io(from, vault, amount)
    }

    /// Counts what a transaction has paid and burned.
    pub(crate) fn count(&mut self, receipt: &Receipt) {
        for slash in receipt.events::<SlashExecuted>() {
            self.burned_by_programs += slash.bonded + slash.cooling + slash.held;
        }
        for claimed in receipt.events::<Claimed>() {
            self.pay(&claimed.node, claimed.amount);
        }
        for restaked in receipt.events::<Restaked>() {
            self.pay(&restaked.node, restaked.amount);
        }
        for claimed in receipt.events::<CommissionClaimed>() {
            self.pay(&claimed.node, claimed.amount);
            if claimed.payout == CONFIG.address {
                // A payout wallet that is the config gives its commission back to the reward vault.
                self.donated_to_rewards += claimed.amount;
            }
        }
    }

    fn pay(&mut self, node: &Pubkey, amount: u64) {
        self.paid += amount;
        self.lists.paid(node, amount);
    }

    /// Fractions of a base unit that go with the stakes which `instructions` close.
    pub(crate) fn to_be_given_up(&self, instructions: &[Instruction]) -> u128 {
        let closes = instructions.iter().filter(|call| call.program_id == ID && is_close(&call.data));
        closes.map(|call| self.fraction(&call.accounts[1].pubkey, &call.accounts[2].pubkey)).sum()
    }

    /// None of a stake in another node: the program refuses that.
    fn fraction(&self, address: &Pubkey, stake: &Pubkey) -> u128 {
        let (Some(node), Some(stake)) = (self.of_staking::<Node>(address), self.of_staking::<Stake>(stake))
        else {
            return 0;
        };
        if stake.node != *address {
            return 0;
        }
        earned(&node, &stake) & u128::from(u64::MAX)
    }

    fn of_staking<T: anchor_lang::AccountDeserialize + Discriminator>(&self, address: &Pubkey) -> Option<T> {
        let account = self.svm.get_account(address)?;
        (account.owner == ID && account.data.starts_with(T::DISCRIMINATOR)).then(|| read(self, address))?
    }
}

fn is_close(data: &[u8]) -> bool {
    let any = Pubkey::default();
    data == close_stake(&any, &any).data
}
