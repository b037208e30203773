//! Accounts that are read and written as they lie in memory.
//!
//! For a `repr(C)` struct without gaps these are the bytes that Borsh would write, so that the IDL and every
//! client read it as Borsh; a test compares the two.

/// Makes a struct an account of this program: discriminator, owner, and its memory as its data.
macro_rules! raw_account {
    ($account:ident, $discriminator:expr) => {
        impl anchor_lang::Discriminator for $account {
            const DISCRIMINATOR: &'static [u8] = &$discriminator;
        }

        impl anchor_lang::Owner for $account {
            fn owner() -> Pubkey {
                crate::ID
            }
        }

        impl anchor_lang::AccountSerialize for $account {
            fn try_serialize<W: std::io::Write>(&self, writer: &mut W) -> Result<()> {
                writer.write_all(Self::DISCRIMINATOR)?;
                writer.write_all(bytemuck::bytes_of(self))?;
                Ok(())
            }
        }

        impl anchor_lang::AccountDeserialize for $account {
            fn try_deserialize(data: &mut &[u8]) -> Result<Self> {
                require!(data.starts_with(Self::DISCRIMINATOR), ErrorCode::AccountDiscriminatorMismatch);
                Self::try_deserialize_unchecked(data)
            }

            fn try_deserialize_unchecked(data: &mut &[u8]) -> Result<Self> {
                let fields = data
                    .get(Self::DISCRIMINATOR.len()..)
                    .and_then(|rest| rest.first_chunk::<{ core::mem::size_of::<Self>() }>())
                    .ok_or(ErrorCode::AccountDidNotDeserialize)?;
                bytemuck::checked::try_pod_read_unaligned(fields)
                    .map_err(|_| ErrorCode::AccountDidNotDeserialize.into())
            }
        }
    };
}

pub(crate) use raw_account;
