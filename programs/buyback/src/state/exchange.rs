//! The exchange programs that a swap may use.

use {
    crate::BuybackError,
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
    io_addresses::{external::TOKEN_PROGRAM, Program},
    io_economics::time::NOTICE_SECONDS,
};

/// Places on the list.
pub const EXCHANGES: usize = 4;

/// A place on the list; free if the program is the default key.
#[derive(Clone, Copy, Debug, Default, AnchorSerialize, AnchorDeserialize, InitSpace, Pod, Zeroable)]
#[repr(C)]
pub struct Exchange {
    /// The program.
    pub program: Pubkey,
    /// The first second at which a swap may use it, in Unix seconds.
    pub allowed_from: i64,
}

impl Exchange {
    /// Puts `program` on the list, to be allowed 7 days after `now`, and returns that time. No
    /// program of the suite is an exchange, nor is the token program, whose instructions the
    /// swapper's signature would let through.
    ///
    /// # Errors
    /// `ExchangeForbidden`; `ExchangeListed`; `ExchangesFull`.
    pub fn announce(list: &mut [Self; EXCHANGES], program: Pubkey, now: i64) -> Result<i64> {
        let forbidden = program == Pubkey::default() || program == TOKEN_PROGRAM;
        require!(!forbidden && Program::at(&program).is_none(), BuybackError::ExchangeForbidden);
        require!(Self::find(list, program).is_none(), BuybackError::ExchangeListed);
        let place = Self::find(list, Pubkey::default()).ok_or(BuybackError::ExchangesFull)?;
        *place = Self { program, allowed_from: now.saturating_add(NOTICE_SECONDS) };
        Ok(place.allowed_from)
    }

    /// Takes `program` off the list.
    ///
    /// # Errors
    /// `ExchangeNotAllowed` if it is not on it.
    pub fn remove(list: &mut [Self; EXCHANGES], program: Pubkey) -> Result<()> {
        require_keys_neq!(program, Pubkey::default(), BuybackError::ExchangeNotAllowed);
        let place = Self::find(list, program).ok_or(BuybackError::ExchangeNotAllowed)?;
        *place = Self::default();
        Ok(())
    }

    /// Whether `program` may be used at `now`.
    ///
    /// # Errors
    /// `ExchangeNotAllowed`; `ExchangeTooEarly`.
    pub fn check(list: &[Self; EXCHANGES], program: &Pubkey, now: i64) -> Result<()> {
        require_keys_neq!(*program, Pubkey::default(), BuybackError::ExchangeNotAllowed);
        let listed = list.iter().find(|place| place.program == *program);
        let listed = listed.ok_or(BuybackError::ExchangeNotAllowed)?;
        require!(now >= listed.allowed_from, BuybackError::ExchangeTooEarly);
        Ok(())
    }

    fn find(list: &mut [Self; EXCHANGES], program: Pubkey) -> Option<&mut Self> {
        list.iter_mut().find(|place| place.program == program)
    }
}
