//! io_orders on its bytecode.

mod accounts;
mod attacker;
mod attacks;
mod destinations;
mod duplicates;
mod exits;
mod figures;
mod nodes;
mod numbers;
mod roles;
mod scene;
mod signers;
mod stages;
mod story;
mod swaps;
mod times;
mod trouble;
mod unclaimed;
mod versions;
