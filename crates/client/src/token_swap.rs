//! SPL Token Swap, an exchange with pools of two tokens: the instruction of a swap.

use {
    anchor_lang::prelude::*, io_addresses::external::TOKEN_PROGRAM, solana_instruction::Instruction,
    std::iter,
};

/// The program.
pub const ID: Pubkey = Pubkey::from_str_const("SwapsVeCiPHMUAtzQWZw7RjsKjgCjhwU55QGu4U1Szw");

/// The number of its instruction.
const SWAP: u8 = 1;

/// A pool.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// Its state.
    pub address: Pubkey,
    /// Token account of one side.
    pub a: Pubkey,
    /// Token account of the other side.
    pub b: Pubkey,
    /// Mint of the pool's own token.
    pub mint: Pubkey,
    /// Where the owner's fees go, in the pool's own token.
    pub fees: Pubkey,
}

/// Where the keys of a pool's state begin: after its version, whether it is in use, its bump. The
/// token program's id is first, then the two sides, the pool's own mint, the mints of the sides,
/// the fee account.
const KEYS: usize = 3;

impl Pool {
    /// Reads the state of the pool at `address`, seen from the side whose mint is `from`; none if
    /// it has no such side.
    pub fn read(address: Pubkey, data: &[u8], from: &Pubkey) -> Option<Self> {
        let key = |i: usize| {
            let bytes = data.get(KEYS.saturating_add(i.saturating_mul(32))..)?.first_chunk::<32>()?;
            Some(Pubkey::new_from_array(*bytes))
        };
        let pool = Self { address, a: key(1)?, b: key(2)?, mint: key(3)?, fees: key(6)? };
        if key(4)? == *from {
            Some(pool)
        } else {
            (key(5)? == *from).then(|| pool.reversed())
        }
    }

    /// Signs for the pool.
    pub fn authority(&self) -> Pubkey {
        Pubkey::find_program_address(&[self.address.as_ref()], &ID).0
    }

    /// The same pool seen from its other side.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { a: self.b, b: self.a, ..self }
    }

    /// Swaps `amount` base units of `a` from `source` for at least `least` of `b` to `destination`;
    /// `owner` signs.
    pub fn swap(
        &self,
        owner: &Pubkey,
        source: Pubkey,
        destination: Pubkey,
        amount: u64,
        least: u64,
    ) -> Instruction {
        let accounts = vec![
            AccountMeta::new_readonly(self.address, false),
            AccountMeta::new_readonly(self.authority(), false),
            AccountMeta::new_readonly(*owner, true),
            AccountMeta::new(source, false),
            AccountMeta::new(self.a, false),
            AccountMeta::new(self.b, false),
            AccountMeta::new(destination, false),
            AccountMeta::new(self.mint, false),
            AccountMeta::new(self.fees, false),
            AccountMeta::new_readonly(TOKEN_PROGRAM, false),
        ];
        let data = iter::once(SWAP).chain(amount.to_le_bytes()).chain(least.to_le_bytes()).collect();
        Instruction { program_id: ID, accounts, data }
    }
}
