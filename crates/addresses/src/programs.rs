//! The programs of the suite: the one list of them.

use {
    crate::{airdrop, buyback, emission, orders, staking, vesting},
    solana_pubkey::Pubkey,
};

/// A program of the suite.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Its library, its `NAME.so` and its `idl/NAME.json`: `io_emission`.
    pub name: &'static str,
    /// Where it runs.
    pub id: Pubkey,
    /// The loader's account of it, with its code and its upgrade authority.
    pub program_data: Pubkey,
    /// Its IDL, as JSON.
    #[cfg(feature = "idl")]
    pub idl: &'static str,
}

impl Program {
    /// The program of the suite at `id`.
    #[must_use]
    pub fn at(id: &Pubkey) -> Option<&'static Self> {
        PROGRAMS.iter().find(|program| program.id == *id)
    }
}

/// Every program of the suite, in the order of deployment.
pub const PROGRAMS: &[Program] = &[
    Program {
        name: "io_emission",
        id: emission::ID,
        program_data: emission::PROGRAM_DATA,
        #[cfg(feature = "idl")]
        idl: include_str!("../../../idl/io_emission.json"),
    },
    Program {
        name: "io_staking",
        id: staking::ID,
        program_data: staking::PROGRAM_DATA,
        #[cfg(feature = "idl")]
        idl: include_str!("../../../idl/io_staking.json"),
    },
    Program {
        name: "io_orders",
        id: orders::ID,
        program_data: orders::PROGRAM_DATA,
        #[cfg(feature = "idl")]
        idl: include_str!("../../../idl/io_orders.json"),
    },
    Program {
        name: "io_buyback",
        id: buyback::ID,
        program_data: buyback::PROGRAM_DATA,
        #[cfg(feature = "idl")]
        idl: include_str!("../../../idl/io_buyback.json"),
    },
    Program {
        name: "io_vesting",
        id: vesting::ID,
        program_data: vesting::PROGRAM_DATA,
        #[cfg(feature = "idl")]
        idl: include_str!("../../../idl/io_vesting.json"),
    },
    Program {
        name: "io_airdrop",
        id: airdrop::ID,
        program_data: airdrop::PROGRAM_DATA,
        #[cfg(feature = "idl")]
        idl: include_str!("../../../idl/io_airdrop.json"),
    },
];
