//! io_vesting on its bytecode.

mod attacks;
mod refusals;
mod story;
mod throwaway;
mod walk;
