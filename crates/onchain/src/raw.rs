//! Accounts that are read and written as they lie in memory.
//!
//! For a `repr(C)` struct without gaps these are the bytes that Borsh would write, so that the IDL and every
//! client read it as Borsh; a test of each program compares the two.

/// Makes a struct an account of this program: discriminator, owner, and its memory as its data.
// The id is that of the program which calls it.
#[allow(clippy::crate_in_macro_def)]
#[macro_export]
macro_rules! raw_account {
    ($account:ident, $discriminator:expr) => {
        impl $crate::anchor_lang::Discriminator for $account {
            const DISCRIMINATOR: &'static [u8] = &$discriminator;
        }

        impl $crate::anchor_lang::Owner for $account {
            fn owner() -> $crate::anchor_lang::prelude::Pubkey {
                crate::ID
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
                if !data.starts_with(<Self as $crate::anchor_lang::Discriminator>::DISCRIMINATOR) {
                    return Err($crate::anchor_lang::error::ErrorCode::AccountDiscriminatorMismatch.into());
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
