//! io_vesting on its bytecode.

mod attacks;
mod months;
mod multisig;
mod refusals;
mod story;
mod throwaway;
mod throwaway_mint;
mod walk;
