//! The Solana Foundation's subscriptions program, as far as a keeper needs it: a wallet lets
//! another draw from its token account, up to an amount a period. Accounts and instructions are
//! those of its IDL, version 0.4.

use {
    crate::token::associated_address,
    anchor_lang::prelude::*,
    io_addresses::external::TOKEN_PROGRAM,
    solana_instruction::{AccountMeta, Instruction},
};

/// The program.
pub const ID: Pubkey = Pubkey::from_str_const("De1egAFMkMWZSN5rYXRj9CAdheBamobVNubTsi9avR44");

/// The first byte of a recurring allowance.
pub const RECURRING: u8 = 3;
/// Where an allowance says whose money it is.
pub const FROM_OFFSET: usize = 3;
/// Where an allowance says who may draw.
pub const TO_OFFSET: usize = 35;
/// Bytes of a recurring allowance.
const BYTES: usize = 211;

/// Numbers of its instructions.
const INIT: u8 = 0;
const CREATE_RECURRING: u8 = 2;
const REVOKE: u8 = 3;
const TRANSFER_RECURRING: u8 = 5;

/// What a wallet lets another draw from its token account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Whose money it is.
    pub from: Pubkey,
    /// Who may draw.
    pub to: Pubkey,
    /// The program's account for this wallet and mint, which is the delegate of its token account.
    pub authority: Pubkey,
    /// Of which token.
    pub mint: Pubkey,
    /// When the period began in which it was drawn last, in Unix seconds.
    pub period_start: i64,
    /// How long a period is, in seconds.
    pub period_seconds: u64,
    /// When it ends, in Unix seconds; 0 if never.
    pub expires_at: i64,
    /// Base units a period, at most.
    pub each_period: u64,
    /// Base units drawn in that period.
    pub drawn: u64,
}

/// Terms of an allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllowanceTerms {
    /// Base units a period, at most.
    pub each_period: u64,
    /// How long a period is, in seconds.
    pub period_seconds: u64,
    /// When it ends, in Unix seconds.
    pub expires_at: i64,
}

impl Allowance {
    /// Of an account's data; none if it is no recurring allowance.
    #[must_use]
    pub fn read(data: &[u8]) -> Option<Self> {
        if data.len() < BYTES || data.first() != Some(&RECURRING) {
            return None;
        }
        let key = |at: usize| data.get(at..at + 32)?.try_into().ok().map(Pubkey::new_from_array);
        let word = |at: usize| data.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes);
        let time = |at: usize| data.get(at..at + 8)?.try_into().ok().map(i64::from_le_bytes);
        Some(Self {
            from: key(FROM_OFFSET)?,
            to: key(TO_OFFSET)?,
            authority: key(107)?,
            mint: key(139)?,
            period_start: time(171)?,
            period_seconds: word(179)?,
            expires_at: time(187)?,
            each_period: word(195)?,
            drawn: word(203)?,
        })
    }

    /// Base units that can be drawn at `now`. What was not drawn in a period is lost.
    #[must_use]
    pub fn available(&self, now: i64) -> u64 {
        let period = i64::try_from(self.period_seconds).unwrap_or(i64::MAX);
        let ends = self.expires_at != 0;
        if now < self.period_start || (ends && now > self.expires_at) {
            return 0;
        }
        // No period begins once it has ended.
        let last = if ends { now.min(self.expires_at.saturating_sub(1)) } else { now };
        let is_new = last.saturating_sub(self.period_start) >= period;
        let drawn = if is_new { 0 } else { self.drawn };
        self.each_period.saturating_sub(drawn)
    }
}

/// The program's account for a wallet and a mint.
#[must_use]
pub fn authority_address(owner: &Pubkey, mint: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[b"SubscriptionAuthority", owner.as_ref(), mint.as_ref()], &ID).0
}

/// The address of the allowance with a number that `owner` gives to `to`.
#[must_use]
pub fn allowance_address(owner: &Pubkey, mint: &Pubkey, to: &Pubkey, number: u64) -> Pubkey {
    let authority = authority_address(owner, mint);
    let seeds = [b"delegation", authority.as_ref(), owner.as_ref(), to.as_ref(), &number.to_le_bytes()];
    Pubkey::find_program_address(&seeds, &ID).0
}

/// What an allowance must repeat of its authority's account; none if that is not there.
#[must_use]
pub fn init_id(authority: &[u8]) -> Option<i64> {
    authority.get(98..106)?.try_into().ok().map(i64::from_le_bytes)
}

/// Creates the authority of a wallet for a mint, and makes it the delegate of its associated token
/// account; the second alone if it is there.
#[must_use]
pub fn init_authority(owner: &Pubkey, mint: &Pubkey) -> Instruction {
    let accounts = vec![
        AccountMeta::new(*owner, true),
        AccountMeta::new(authority_address(owner, mint), false),
        AccountMeta::new_readonly(*mint, false),
        AccountMeta::new(associated_address(owner, mint), false),
        AccountMeta::new_readonly(anchor_lang::system_program::ID, false),
        AccountMeta::new_readonly(TOKEN_PROGRAM, false),
    ];
    Instruction { program_id: ID, accounts, data: vec![INIT] }
}

/// Lets `to` draw from `owner`'s associated token account from now on. `init_id` is that of the
/// authority.
#[must_use]
pub fn allow(
    owner: &Pubkey,
    mint: &Pubkey,
    to: &Pubkey,
    number: u64,
    terms: AllowanceTerms,
    init_id: i64,
) -> Instruction {
    let accounts = vec![
        AccountMeta::new(*owner, true),
        AccountMeta::new_readonly(authority_address(owner, mint), false),
        AccountMeta::new(allowance_address(owner, mint, to, number), false),
        AccountMeta::new_readonly(*to, false),
        AccountMeta::new_readonly(anchor_lang::system_program::ID, false),
    ];
    let numbers = [number, terms.each_period, terms.period_seconds].map(u64::to_le_bytes);
    // It starts at 0: now.
    let times = [0, terms.expires_at, init_id].map(i64::to_le_bytes);
    let data = [&[CREATE_RECURRING][..], &numbers.concat(), &times.concat()].concat();
    Instruction { program_id: ID, accounts, data }
}

/// Draws from an allowance to the associated token account of whoever may.
#[must_use]
pub fn draw(address: &Pubkey, allowance: &Allowance, amount: u64) -> Instruction {
    let Allowance { from, to, authority, mint, .. } = allowance;
    let (events, _) = Pubkey::find_program_address(&[b"event_authority"], &ID);
    let accounts = vec![
        AccountMeta::new(*address, false),
        AccountMeta::new_readonly(*authority, false),
        AccountMeta::new(associated_address(from, mint), false),
        AccountMeta::new(associated_address(to, mint), false),
        AccountMeta::new_readonly(*mint, false),
        AccountMeta::new_readonly(TOKEN_PROGRAM, false),
        AccountMeta::new_readonly(*to, true),
        AccountMeta::new_readonly(events, false),
        AccountMeta::new_readonly(ID, false),
    ];
    let data = [&[TRANSFER_RECURRING][..], &amount.to_le_bytes(), from.as_ref(), mint.as_ref()].concat();
    Instruction { program_id: ID, accounts, data }
}

/// Takes an allowance back; its rent returns.
#[must_use]
pub fn revoke(owner: &Pubkey, address: &Pubkey) -> Instruction {
    let accounts = vec![AccountMeta::new(*owner, true), AccountMeta::new(*address, false)];
    Instruction { program_id: ID, accounts, data: vec![REVOKE] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowance(expires_at: i64) -> Allowance {
        Allowance {
            from: Pubkey::default(),
            to: Pubkey::default(),
            authority: Pubkey::default(),
            mint: Pubkey::default(),
            period_start: 1_000,
            period_seconds: 30,
            expires_at,
            each_period: 100,
            drawn: 60,
        }
    }

    #[test]
    fn a_period_is_new_after_its_seconds_but_none_begins_once_it_has_ended() {
        for (expires_at, now, left) in [
            (0, 999, 0),
            (0, 1_000, 40),
            (0, 1_029, 40),
            (0, 1_030, 100),
            (0, i64::MAX, 100),
            (1_090, 1_090, 100),
            (1_090, 1_091, 0),
            (1_030, 1_030, 40),
            (1_031, 1_031, 100),
        ] {
            assert_eq!(allowance(expires_at).available(now), left, "{expires_at} {now}");
        }
    }
}
