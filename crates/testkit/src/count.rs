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
    /// Sends IO to a vault of staking or orders, for nothing.
    ///
    /// # Panics
    /// If `from` has less, or the vault is another account.
    pub fn donate(&mut self, from: &Keypair, vault: &Pubkey, amount: u64) -> Receipt {
        let counted = match *vault {
            _ if *vault == STAKE_VAULT.address => &mut self.donated_to_stake,
            _ if *vault == REWARD_VAULT => &mut self.donated_to_rewards,
            _ if *vault == IO_VAULT.address => &mut self.donated_to_orders[Currency::Io as usize],
            _ => panic!("{vault} is no vault of staking or orders"),
        };
        *counted += amount;
        self.transfer_io(from, vault, amount)
    }

    /// Counts what a transaction has paid and burned.
    pub(crate) fn count(&mut self, receipt: &Receipt) {
        for slash in receipt.events::<SlashExecuted>() {
            self.burned_by_programs += slash.bonded + slash.cooling + slash.held;
        }
        self.paid += receipt.events::<Claimed>().iter().map(|event| event.amount).sum::<u64>();
        self.paid += receipt.events::<Restaked>().iter().map(|event| event.amount).sum::<u64>();
        for claimed in receipt.events::<CommissionClaimed>() {
            self.paid += claimed.amount;
            if claimed.payout == CONFIG.address {
                // A payout wallet that is the config gives its commission back to the reward vault.
                self.donated_to_rewards += claimed.amount;
            }
        }
    }

    /// Fractions of a base unit that go with the stakes which `instructions` close.
    pub(crate) fn to_be_given_up(&self, instructions: &[Instruction]) -> u128 {
        let closes = instructions.iter().filter(|call| call.program_id == ID && is_close(&call.data));
        closes.map(|call| self.fraction(&call.accounts[1].pubkey, &call.accounts[2].pubkey)).sum()
    }

    fn fraction(&self, node: &Pubkey, stake: &Pubkey) -> u128 {
        let (Some(node), Some(stake)) = (self.of_staking::<Node>(node), self.of_staking::<Stake>(stake))
        else {
            return 0;
        };
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
