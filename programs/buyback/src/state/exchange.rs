//! The exchange programs that a swap may use.

use {
    crate::BuybackError,
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
    io_addresses::{buyback, emission, external::TOKEN_PROGRAM, orders, staking},
    io_economics::buyback::NOTICE_SECONDS,
};

/// Places on the list.
pub const EXCHANGES: usize = 4;

/// Programs that are never called as an exchange.
const FORBIDDEN: [Pubkey; 6] =
    [Pubkey::new_from_array([0; 32]), emission::ID, staking::ID, orders::ID, buyback::ID, TOKEN_PROGRAM];

/// A place on the list; free if the program is the default key.
#[derive(Clone, Copy, Debug, Default, AnchorSerialize, AnchorDeserialize, InitSpace, Pod, Zeroable)]
#[repr(C)]
pub struct Exchange {
    /// The program.
    pub program: Pubkey,
    /// From when on it may be used, in Unix seconds.
    pub allowed_from: i64,
}

impl Exchange {
    /// Puts `program` on the list, to be allowed 7 days after `now`, and returns from when on.
    ///
    /// # Errors
    /// `ExchangeForbidden`; `ExchangeListed`; `ExchangesFull`.
    pub fn announce(list: &mut [Self; EXCHANGES], program: Pubkey, now: i64) -> Result<i64> {
        require!(!FORBIDDEN.contains(&program), BuybackError::ExchangeForbidden);
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
