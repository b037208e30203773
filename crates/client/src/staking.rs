//! Nodes, stake, rewards, slashes.
//!
//! A holder stakes with [`first_stake`] once and [`stake`] later; unstakes, waits 14 days and
//! withdraws; claims with [`crank_and_claim`], which brings the reward vault up to date first.

pub use io_staking::{
    events, Announced, Config, HardwareClass, InitializeParams, Node, RegisterParams, Report, Role, Stake,
    StakingError,
};
use {
    crate::{emission, token::associated_address},
    anchor_lang::{prelude::*, system_program, InstructionData},
    io_addresses::{
        emission::{EMISSION, MINT},
        external::TOKEN_PROGRAM,
        orders,
        staking::{CLASS_SEED, CONFIG, ID, NODE_SEED, PROGRAM_DATA, REWARD_VAULT, STAKE_SEED, STAKE_VAULT},
    },
    io_economics::staking::PoolKind,
    io_staking::{accounts, instruction},
    solana_instruction::Instruction,
};

/// The address of a hardware class.
pub fn class_address(id: u16) -> Pubkey {
    Pubkey::find_program_address(&[CLASS_SEED, &id.to_le_bytes()], &ID).0
}

/// The address of an operator's node.
pub fn node_address(operator: &Pubkey, id: u32) -> Pubkey {
    Pubkey::find_program_address(&[NODE_SEED, operator.as_ref(), &id.to_le_bytes()], &ID).0
}

/// The address of an owner's stake in a node.
pub fn stake_address(node: &Pubkey, owner: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[STAKE_SEED, node.as_ref(), owner.as_ref()], &ID).0
}

fn io_account(owner: &Pubkey) -> Pubkey {
    associated_address(owner, &MINT.address)
}

fn call(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: ID, accounts: accounts.to_account_metas(None), data: data.data() }
}

/// Creates the config and the stake vault. `deployer` is the upgrade authority; signs and pays.
pub fn initialize(deployer: &Pubkey, params: InitializeParams) -> Instruction {
    let accounts = accounts::Initialize {
        deployer: *deployer,
        program_data: PROGRAM_DATA,
        emission: EMISSION.address,
        mint: MINT.address,
        config: CONFIG.address,
        stake_vault: STAKE_VAULT.address,
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    };
    call(accounts, instruction::Initialize { params })
}

/// Proposes the next admin; the default key takes the proposal back.
pub fn propose_admin(admin: &Pubkey, next_admin: Pubkey) -> Instruction {
    let accounts = accounts::ProposeAdmin { admin: *admin, config: CONFIG.address };
    call(accounts, instruction::ProposeAdmin { next_admin })
}

/// Takes over as admin.
pub fn accept_admin(next_admin: &Pubkey) -> Instruction {
    let accounts = accounts::AcceptAdmin { next_admin: *next_admin, config: CONFIG.address };
    call(accounts, instruction::AcceptAdmin {})
}

/// Pauses or resumes entries.
pub fn set_paused(admin: &Pubkey, paused: bool) -> Instruction {
    call(accounts::SetPaused { admin: *admin, config: CONFIG.address }, instruction::SetPaused { paused })
}

/// Sets the weight below which a pool does not pay in full.
pub fn set_floor_weight(admin: &Pubkey, pool: PoolKind, floor_weight: u64) -> Instruction {
    let accounts = accounts::SetFloorWeight { admin: *admin, config: CONFIG.address };
    call(accounts, instruction::SetFloorWeight { pool, floor_weight })
}

/// Announces who holds a role: an oracle in 7 days, a slasher in 21.
pub fn announce_role(admin: &Pubkey, role: Role, key: Pubkey) -> Instruction {
    let accounts = accounts::AnnounceRole { admin: *admin, config: CONFIG.address };
    call(accounts, instruction::AnnounceRole { role, key })
}

/// Creates a hardware class; `multiplier` in hundredths.
pub fn create_class(admin: &Pubkey, id: u16, pool: PoolKind, multiplier: u16) -> Instruction {
    let accounts = accounts::CreateClass {
        admin: *admin,
        config: CONFIG.address,
        class: class_address(id),
        system_program: system_program::ID,
    };
    call(accounts, instruction::CreateClass { id, pool, multiplier })
}

/// Announces a class's multiplier (hundredths), 7 days ahead.
pub fn update_class(admin: &Pubkey, id: u16, multiplier: u16) -> Instruction {
    let accounts = accounts::UpdateClass { admin: *admin, config: CONFIG.address, class: class_address(id) };
    call(accounts, instruction::UpdateClass { multiplier })
}

/// Registers the operator's node number `id`.
pub fn register_node(operator: &Pubkey, id: u32, class: u16, params: RegisterParams) -> Instruction {
    let accounts = accounts::RegisterNode {
        operator: *operator,
        config: CONFIG.address,
        class: class_address(class),
        node: node_address(operator, id),
        system_program: system_program::ID,
    };
    call(accounts, instruction::RegisterNode { id, params })
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
    let accounts = accounts::SetPayout { operator: *operator, node: *node };
    call(accounts, instruction::SetPayout { payout })
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

/// Reports on nodes: one report for each, in the same order. [`MAX_REPORTS`] fit in a transaction.
pub fn report_availability(oracle: &Pubkey, reports: &[(Pubkey, Report)]) -> Instruction {
    let accounts = accounts::ReportAvailability { oracle: *oracle, config: CONFIG.address };
    let data =
        instruction::ReportAvailability { reports: reports.iter().map(|(_, report)| *report).collect() };
    let mut instruction = call(accounts, data);
    instruction.accounts.extend(reports.iter().map(|(node, _)| AccountMeta::new(*node, false)));
    instruction
}

/// Reports that fit in one transaction of 1,232 bytes, beside its fee payer; measured by
/// `tests/tests/staking_nodes.rs`.
pub const MAX_REPORTS: usize = 19;

/// Brings a node to now.
pub fn sync_node(node: &Pubkey, class: &Pubkey) -> Instruction {
    let accounts = accounts::SyncNode { config: CONFIG.address, node: *node, class: *class };
    call(accounts, instruction::SyncNode {})
}

/// Creates an owner's empty stake in a node.
pub fn open_stake(owner: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::OpenStake {
        owner: *owner,
        node: *node,
        stake: stake_address(node, owner),
        system_program: system_program::ID,
    };
    call(accounts, instruction::OpenStake {})
}

/// Stakes base units of IO from the owner's associated token account.
pub fn stake(owner: &Pubkey, node: &Pubkey, amount: u64) -> Instruction {
    let accounts = accounts::StakeIo {
        owner: *owner,
        config: CONFIG.address,
        node: *node,
        stake: stake_address(node, owner),
        source: io_account(owner),
        stake_vault: STAKE_VAULT.address,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Stake { amount })
}

/// Opens a stake and stakes to it, for one transaction.
pub fn first_stake(owner: &Pubkey, node: &Pubkey, amount: u64) -> [Instruction; 2] {
    [open_stake(owner, node), stake(owner, node, amount)]
}

/// Moves base units of IO to a ticket that is unlocked in 14 days.
pub fn unstake(owner: &Pubkey, node: &Pubkey, amount: u64) -> Instruction {
    let accounts = accounts::Unstake {
        owner: *owner,
        config: CONFIG.address,
        node: *node,
        stake: stake_address(node, owner),
    };
    call(accounts, instruction::Unstake { amount })
}

/// Pays out every unlocked ticket to the owner's associated token account.
pub fn withdraw(owner: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::Withdraw {
        owner: *owner,
        config: CONFIG.address,
        node: *node,
        stake: stake_address(node, owner),
        destination: io_account(owner),
        stake_vault: STAKE_VAULT.address,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Withdraw {})
}

/// Pays out the rewards of a stake to the owner's associated token account.
pub fn claim(owner: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::Claim {
        owner: *owner,
        config: CONFIG.address,
        node: *node,
        stake: stake_address(node, owner),
        destination: io_account(owner),
        reward_vault: REWARD_VAULT,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Claim {})
}

/// A claim with the emission's crank before it, for one transaction, if `now` (Unix seconds) is past the
/// hour up to which `state` of the emission has minted; else the claim alone.
pub fn crank_and_claim(
    owner: &Pubkey,
    node: &Pubkey,
    state: &emission::Emission,
    now: i64,
) -> Vec<Instruction> {
    let mut instructions = Vec::with_capacity(2);
    if emission::is_due(state, now) {
        instructions.push(emission::crank());
    }
    instructions.push(claim(owner, node));
    instructions
}

/// Claims the rewards of a stake and stakes them to the same node.
pub fn restake(owner: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::Restake {
        owner: *owner,
        config: CONFIG.address,
        node: *node,
        stake: stake_address(node, owner),
        reward_vault: REWARD_VAULT,
        stake_vault: STAKE_VAULT.address,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Restake {})
}

/// Closes an empty stake and returns its rent.
pub fn close_stake(owner: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::CloseStake { owner: *owner, node: *node, stake: stake_address(node, owner) };
    call(accounts, instruction::CloseStake {})
}

/// Proposes to slash a share of a node's stake, in bps.
pub fn propose_slash(slasher: &Pubkey, node: &Pubkey, share_bps: u16) -> Instruction {
    let accounts = accounts::ProposeSlash { slasher: *slasher, config: CONFIG.address, node: *node };
    call(accounts, instruction::ProposeSlash { share_bps })
}

/// Cancels a proposed slash.
pub fn cancel_slash(slasher: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::CancelSlash { slasher: *slasher, config: CONFIG.address, node: *node };
    call(accounts, instruction::CancelSlash {})
}

/// Executes a proposed slash.
pub fn execute_slash(node: &Pubkey) -> Instruction {
    let accounts = accounts::ExecuteSlash {
        config: CONFIG.address,
        node: *node,
        stake_vault: STAKE_VAULT.address,
        mint: MINT.address,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::ExecuteSlash {})
}

/// Hires processors; only the orders program can sign it.
pub fn hire(node: &Pubkey, processors: u32) -> Instruction {
    let accounts = accounts::Hire { orders: orders::CONFIG.address, config: CONFIG.address, node: *node };
    call(accounts, instruction::Hire { processors })
}

/// Releases processors; only the orders program can sign it.
pub fn release(node: &Pubkey, processors: u32) -> Instruction {
    let accounts = accounts::Release { orders: orders::CONFIG.address, node: *node };
    call(accounts, instruction::Release { processors })
}
