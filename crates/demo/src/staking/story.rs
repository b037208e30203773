//! What happened to nodes and stakers.

use serde::Serialize;

/// What the nodes of one class have earned, in base units of IO.
#[derive(Serialize, Default, Clone)]
pub struct Class {
    /// Its name.
    pub name: &'static str,
    /// Nodes of it.
    pub nodes: u64,
    /// Paid to operators: commission and the rewards of their own stake.
    pub operators: u64,
    /// Paid to the other stakers.
    pub delegators: u64,
    /// Burned by slashes.
    pub slashed: u64,
}

/// One year of staking.
#[derive(Serialize, Clone, Copy)]
pub struct Year {
    /// From 1.
    pub year: i64,
    /// Base units bonded, on average over the ends of its months.
    pub bonded: u64,
    /// Base units that accrued to the stake bonded, commission included.
    pub rewards: u64,
}

/// What the reward vault holds, and for whom, in base units.
#[derive(Serialize, Default, Clone, Copy)]
pub struct Solvency {
    /// In the vault.
    pub held: u64,
    /// To stakers and operators, each rounded down.
    pub owed: u64,
    /// By the pools, for nodes to come.
    pub carried: u64,
    /// The rest: fractions of a base unit.
    pub dust: u64,
}

/// What happened.
#[derive(Serialize, Default, Clone)]
pub struct Story {
    /// By class.
    pub classes: Vec<Class>,
    /// By year.
    pub years: Vec<Year>,
    /// At the end.
    pub solvency: Solvency,
    /// Stakes opened.
    pub stakes: u64,
    /// Stakes withdrawn whole.
    pub left: u64,
    /// Claims paid.
    pub claims: u64,
    /// Slashes executed.
    pub slashes: u64,
}
