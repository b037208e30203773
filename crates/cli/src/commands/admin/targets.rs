//! What a command of the admin is about: programs, roles, pools.

use {
    clap::ValueEnum,
    io_client::{buyback, economics::staking::PoolKind, orders, staking},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// A program that has an admin.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Program {
    /// Nodes and stake
    Staking,
    /// Compute orders
    Orders,
    /// Fees that buy and burn IO
    Buyback,
}

/// A role that the admin gives.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Role {
    /// Reports which nodes are available
    StakingOracle,
    /// Proposes slashes
    Slasher,
    /// Reports outages of orders
    OrdersOracle,
    /// Decides disputes
    Arbiter,
}

/// A pool of nodes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Pool {
    /// Nodes with GPUs
    Gpu,
    /// Nodes with CPUs only
    Cpu,
}

impl Program {
    pub fn set_paused(self, admin: &Pubkey, paused: bool) -> Instruction {
        match self {
            Self::Staking => staking::set_paused(admin, paused),
            Self::Orders => orders::set_paused(admin, paused),
            Self::Buyback => buyback::set_paused(admin, paused),
        }
    }

    pub fn propose(self, admin: &Pubkey, next: Pubkey) -> Instruction {
        match self {
            Self::Staking => staking::propose_admin(admin, next),
            Self::Orders => orders::propose_admin(admin, next),
            Self::Buyback => buyback::propose_admin(admin, next),
        }
    }

    pub fn accept(self, next: &Pubkey) -> Instruction {
        match self {
            Self::Staking => staking::accept_admin(next),
            Self::Orders => orders::accept_admin(next),
            Self::Buyback => buyback::accept_admin(next),
        }
    }
}

impl Role {
    pub fn announce(self, admin: &Pubkey, key: Pubkey) -> Instruction {
        match self {
            Self::StakingOracle => staking::announce_role(admin, staking::Role::Oracle, key),
            Self::Slasher => staking::announce_role(admin, staking::Role::Slasher, key),
            Self::OrdersOracle => orders::announce_role(admin, orders::Role::Oracle, key),
            Self::Arbiter => orders::announce_role(admin, orders::Role::Arbiter, key),
        }
    }
}

impl From<Pool> for PoolKind {
    fn from(pool: Pool) -> Self {
        match pool {
            Pool::Gpu => Self::Gpu,
            Pool::Cpu => Self::Cpu,
        }
    }
}
