//! Associated token accounts, told by a hash.
//!
//! Deriving the address takes a hash and a look at the curve for each bump that is tried, where no
//! key can sign: 400 CU. A hash alone is 170, and enough in two cases: the bump was found
//! by derivation before, or the account is seen to be a token account, which nobody but the
//! associated token program could create there.

use {
    crate::derived,
    anchor_lang::prelude::*,
    io_addresses::external::{ASSOCIATED_TOKEN_PROGRAM, TOKEN_PROGRAM},
    solana_sha256_hasher::hashv,
};

/// The address of a wallet's associated token account, by its bump.
pub fn address(wallet: &Pubkey, mint: &Pubkey, bump: u8) -> Pubkey {
    let hash = hashv(&[
        wallet.as_ref(),
        TOKEN_PROGRAM.as_ref(),
        mint.as_ref(),
        &[bump],
        ASSOCIATED_TOKEN_PROGRAM.as_ref(),
        b"ProgramDerivedAddress",
    ]);
    Pubkey::new_from_array(hash.to_bytes())
}

/// Bumps that are tried by a hash; all but one address in 256 has one of them.
const TRIED: u8 = 8;

/// The bump by which `token_account` is the wallet's associated one, if it is. The caller sees to
/// it that it is a token account: it moves tokens from or to there.
pub fn bump(wallet: &Pubkey, mint: &Pubkey, token_account: &Pubkey) -> Option<u8> {
    bump_seen(wallet, mint, token_account).or_else(|| {
        let derived = derive_bump(wallet, mint);
        (address(wallet, mint, derived) == *token_account).then_some(derived)
    })
}

/// The same, if a few hashes show it. For a caller that derives the bump itself where they do not.
pub fn bump_seen(wallet: &Pubkey, mint: &Pubkey, token_account: &Pubkey) -> Option<u8> {
    (u8::MAX - TRIED + 1..=u8::MAX).rev().find(|bump| address(wallet, mint, *bump) == *token_account)
}

/// The bump of the wallet's associated token account, whether that exists or not.
pub fn derive_bump(wallet: &Pubkey, mint: &Pubkey) -> u8 {
    find(wallet, mint).1
}

/// The wallet's associated token account, whether it exists or not.
pub fn derive(wallet: &Pubkey, mint: &Pubkey) -> Pubkey {
    find(wallet, mint).0
}

fn find(wallet: &Pubkey, mint: &Pubkey) -> (Pubkey, u8) {
    derived::find([wallet.as_ref(), TOKEN_PROGRAM.as_ref(), mint.as_ref()], &ASSOCIATED_TOKEN_PROGRAM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_derived_address() {
        let mut derived_only = 0;
        for key in 0..1_024u16 {
            let mut bytes = [7; 32];
            bytes[..2].copy_from_slice(&key.to_le_bytes());
            let (wallet, mint) = (Pubkey::new_from_array(bytes), Pubkey::new_from_array([200; 32]));
            let found = derive_bump(&wallet, &mint);
            let seeds: &[&[u8]] = &[wallet.as_ref(), TOKEN_PROGRAM.as_ref(), mint.as_ref(), &[found]];
            let derived = Pubkey::create_program_address(seeds, &ASSOCIATED_TOKEN_PROGRAM).unwrap();
            assert_eq!(address(&wallet, &mint, found), derived);
            assert_eq!(bump(&wallet, &mint, &derived), Some(found));
            assert_eq!(bump(&mint, &wallet, &derived), None);
            let seen = bump_seen(&wallet, &mint, &derived);
            assert_eq!(seen, (found > u8::MAX - TRIED).then_some(found));
            derived_only += u32::from(seen.is_none());
        }
        assert!((1..16).contains(&derived_only), "about one in 256: {derived_only} of 1,024");
    }
}
