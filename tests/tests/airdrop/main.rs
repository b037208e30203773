//! io_airdrop on its bytecode.

mod claims;
mod ends;
mod proofs;
mod publishing;
mod scene;
mod story;
mod throwaway;
mod walk;
