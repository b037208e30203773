//! What operators do with their nodes.

use {
    super::{call, class_address, io_account, node_address},
    anchor_lang::{prelude::*, system_program},
    io_addresses::{
        external::TOKEN_PROGRAM,
        staking::{CONFIG, REWARD_VAULT},
    },
    io_staking::{accounts, instruction},
    solana_instruction::Instruction,
};

/// What an operator decides for a new node.
#[derive(Clone, Copy, Debug)]
pub struct RegisterParams {
    /// Processors that the node has.
    pub processors: u32,
    /// The operator's part of what its delegators earn, in bps.
    pub commission_bps: u16,
    /// The wallet that commission and pay go to.
    pub payout: Pubkey,
}

/// Registers the operator's node number `id`.
pub fn register_node(operator: &Pubkey, id: u32, class: u16, params: RegisterParams) -> Instruction {
    let RegisterParams { processors, commission_bps, payout } = params;
    let accounts = accounts::RegisterNode {
        operator: *operator,
        config: CONFIG.address,
        class: class_address(class),
        node: node_address(operator, id),
        payout,
        system_program: system_program::ID,
    };
    call(accounts, instruction::RegisterNode { id, processors, commission_bps })
}

/// Changes a node's class or processors.
pub fn update_hardware(operator: &Pubkey, node: &Pubkey, class: u16, processors: u32) -> Instruction {
    let accounts = accounts::UpdateHardware {
        operator: *operator,
        config: CONFIG.address,
        node: *node,
        class: class_address(class),
    };
    call(accounts, instruction::UpdateHardware { processors })
}

/// Announces a node's commission, in bps.
pub fn announce_commission(operator: &Pubkey, node: &Pubkey, bps: u16) -> Instruction {
    let accounts = accounts::AnnounceCommission { operator: *operator, config: CONFIG.address, node: *node };
    call(accounts, instruction::AnnounceCommission { bps })
}

/// Sets the wallet that a node's commission and pay go to.
pub fn set_payout(operator: &Pubkey, node: &Pubkey, payout: Pubkey) -> Instruction {
    let accounts = accounts::SetPayout { operator: *operator, node: *node, payout };
    call(accounts, instruction::SetPayout {})
}

/// Sets how many base units of IO others may fill of a node's minimum; at most half of that counts.
pub fn set_offer(operator: &Pubkey, node: &Pubkey, amount: u64) -> Instruction {
    call(accounts::SetOffer { operator: *operator, node: *node }, instruction::SetOffer { amount })
}

/// Ends a node's work for good.
pub fn retire_node(operator: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::RetireNode { operator: *operator, config: CONFIG.address, node: *node };
    call(accounts, instruction::RetireNode {})
}

/// Pays a node's commission to its payout wallet's associated token account.
pub fn claim_commission(node: &Pubkey, payout: &Pubkey) -> Instruction {
    let accounts = accounts::ClaimCommission {
        config: CONFIG.address,
        node: *node,
        reward_vault: REWARD_VAULT,
        destination: io_account(payout),
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::ClaimCommission {})
}
