//! Accounts that are read and written as they lie in memory.
//!
//! For a `repr(C)` struct without gaps these are the bytes that Borsh would write, so that the IDL
//! and every client read it as Borsh; a test of each program compares the two.

use {anchor_lang::prelude::*, const_crypto::sha2::Sha256};

/// Refusals of an account that is of the right type.
#[error_code]
pub enum LayoutError {
    /// The account's version byte is not the one that this program writes. Every program of the
    /// suite has this error under the same number.
    #[msg("Use the version of the suite that wrote this account: its layout is not known here")]
    UnknownVersion = 999,
}

/// The first eight bytes of an account named `name`: those of `sha256("account:" + name)`, as
/// Anchor writes them.
#[must_use]
pub const fn discriminator(name: &str) -> [u8; 8] {
    let hash = Sha256::new().update(b"account:").update(name.as_bytes()).finalize();
    match hash.first_chunk() {
        Some(first) => *first,
        None => panic!("a hash of 32 bytes"),
    }
}

/// Makes a struct an account of this program: discriminator, owner, and its memory as its data. Its
/// first field is `version: u8`; every load compares it with `Self::VERSION`.
// The id is that of the program which calls it.
#[allow(clippy::crate_in_macro_def)]
#[macro_export]
macro_rules! raw_account {
    ($account:ident) => {
        impl $crate::anchor_lang::Discriminator for $account {
            const DISCRIMINATOR: &'static [u8] = &$crate::discriminator(stringify!($account));
        }

        impl $crate::anchor_lang::Owner for $account {
            fn owner() -> $crate::anchor_lang::prelude::Pubkey {
                crate::ID
            }
        }

        impl $account {
            /// The account as it lies in memory, to be changed there: without a copy.
            ///
            /// # Errors
            /// Those of Anchor's `Account`, and `UnknownVersion`.
            #[allow(dead_code)]
            pub fn load_mut<'a>(
                info: &'a $crate::anchor_lang::prelude::AccountInfo,
            ) -> $crate::anchor_lang::Result<std::cell::RefMut<'a, Self>> {
                use $crate::anchor_lang::{error::ErrorCode, Discriminator};
                // Each error by itself: one that is chosen here brings the names of all of them.
                if *info.owner != crate::ID {
                    if *info.owner == $crate::anchor_lang::system_program::ID && info.try_lamports()? == 0 {
                        return Err(ErrorCode::AccountNotInitialized.into());
                    }
                    return Err(ErrorCode::AccountOwnedByWrongProgram.into());
                }
                let data = info.try_borrow_mut_data()?;
                if !data.starts_with(Self::DISCRIMINATOR) {
                    return Err(ErrorCode::AccountDiscriminatorMismatch.into());
                }
                if data.get(Self::DISCRIMINATOR.len()) != Some(&Self::VERSION) {
                    return Err($crate::LayoutError::UnknownVersion.into());
                }
                let fields = Self::DISCRIMINATOR.len()..8 + core::mem::size_of::<Self>();
                std::cell::RefMut::filter_map(data, |data| {
                    $crate::bytemuck::checked::try_from_bytes_mut(data.get_mut(fields)?).ok()
                })
                .map_err(|_| ErrorCode::AccountDidNotDeserialize.into())
            }
        }

        impl $crate::anchor_lang::AccountSerialize for $account {
            fn try_serialize<W: std::io::Write>(&self, writer: &mut W) -> $crate::anchor_lang::Result<()> {
                writer.write_all(<Self as $crate::anchor_lang::Discriminator>::DISCRIMINATOR)?;
                writer.write_all($crate::bytemuck::bytes_of(self))?;
                Ok(())
            }
        }

        impl $crate::anchor_lang::AccountDeserialize for $account {
            fn try_deserialize(data: &mut &[u8]) -> $crate::anchor_lang::Result<Self> {
                use $crate::anchor_lang::Discriminator;
                if !data.starts_with(Self::DISCRIMINATOR) {
                    return Err($crate::anchor_lang::error::ErrorCode::AccountDiscriminatorMismatch.into());
                }
                if data.get(Self::DISCRIMINATOR.len()) != Some(&Self::VERSION) {
                    return Err($crate::LayoutError::UnknownVersion.into());
                }
                Self::try_deserialize_unchecked(data)
            }

            fn try_deserialize_unchecked(data: &mut &[u8]) -> $crate::anchor_lang::Result<Self> {
                let fields = data
                    .get(<Self as $crate::anchor_lang::Discriminator>::DISCRIMINATOR.len()..)
                    .and_then(|rest| rest.first_chunk::<{ core::mem::size_of::<Self>() }>())
                    .ok_or($crate::anchor_lang::error::ErrorCode::AccountDidNotDeserialize)?;
                $crate::bytemuck::checked::try_pod_read_unaligned(fields)
                    .map_err(|_| $crate::anchor_lang::error::ErrorCode::AccountDidNotDeserialize.into())
            }
        }
    };
}
