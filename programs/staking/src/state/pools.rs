//! The pools, behind the config's own bytes in its account. They are read and written where they
//! lie: every instruction that needs them names the config anyhow, and 6 KB fit on no stack frame.

use {
    crate::{error::refused, Config},
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
    io_economics::staking::{Pool, PoolKind, StakingError as Refusal},
    std::{
        cell::{Ref, RefMut},
        io,
    },
};

/// Where the pools begin in the config's account.
const OFFSET: usize = Config::END;

/// The two pools.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, InitSpace, Pod, Zeroable,
)]
#[repr(C)]
pub struct Pools {
    /// Pool of nodes with GPUs.
    pub gpu: Pool,
    /// Pool of nodes with CPUs only.
    pub cpu: Pool,
}

impl Pools {
    /// Bytes that the pools take behind the config's own.
    pub const SPACE: usize = size_of::<Self>();

    /// The pool of nodes of `kind`.
    pub fn of(&mut self, kind: PoolKind) -> &mut Pool {
        match kind {
            PoolKind::Gpu => &mut self.gpu,
            PoolKind::Cpu => &mut self.cpu,
        }
    }

    /// The time up to which one of them holds at least, in Unix seconds.
    pub fn synced_at(&self) -> i64 {
        self.gpu.synced_at.max(self.cpu.synced_at)
    }

    /// A copy out of the data of the config's account, for clients.
    ///
    /// # Errors
    /// `AccountDidNotDeserialize` if it is too short.
    pub fn read(data: &[u8]) -> Result<Self> {
        let bytes = data.get(OFFSET..).and_then(|rest| rest.get(..Self::SPACE));
        bytes.map(bytemuck::pod_read_unaligned).ok_or_else(damaged)
    }
}

/// The pools of the config that an instruction names: as an account that Anchor loaded, or where
/// that would cost 200 CU for a copy there and back, as an unchecked one at its constant address.
pub trait InPlace {
    /// Both pools, to change them. Not while a call to another program is made.
    ///
    /// # Errors
    /// `AccountDidNotDeserialize` if the account is too short.
    fn pools(&self) -> Result<RefMut<'_, Pools>>;

    /// Does something to the pool of nodes of `kind`.
    ///
    /// # Errors
    /// The rules' refusals; `AccountDidNotDeserialize` if the account is too short.
    fn with_pool<T>(
        &self,
        kind: PoolKind,
        act: impl FnOnce(&mut Pool) -> core::result::Result<T, Refusal>,
    ) -> Result<T> {
        act(self.pools()?.of(kind)).map_err(refused)
    }

    /// Unix seconds on chain, or the greatest time seen if the clock went back. To be asked first.
    ///
    /// # Errors
    /// `UnknownVersion`; if the runtime has no clock, or the account is too short.
    fn now(&self) -> Result<i64>;
}

impl InPlace for Account<'_, Config> {
    fn pools(&self) -> Result<RefMut<'_, Pools>> {
        pools(self.as_ref())
    }

    fn now(&self) -> Result<i64> {
        now(self.as_ref())
    }
}

impl InPlace for UncheckedAccount<'_> {
    fn pools(&self) -> Result<RefMut<'_, Pools>> {
        pools(self)
    }

    fn now(&self) -> Result<i64> {
        drop(Config::load(self)?);
        now(self)
    }
}

fn pools<'a>(config: &'a AccountInfo) -> Result<RefMut<'a, Pools>> {
    let pools = RefMut::filter_map(config.try_borrow_mut_data()?, |data| {
        let bytes = data.get_mut(OFFSET..)?.get_mut(..Pools::SPACE)?;
        bytemuck::try_from_bytes_mut(bytes).ok()
    });
    pools.map_err(|_| damaged())
}

pub(super) fn now(config: &AccountInfo) -> Result<i64> {
    let pools: Ref<Pools> = Ref::filter_map(config.try_borrow_data()?, |data| {
        let bytes = data.get(OFFSET..)?.get(..Pools::SPACE)?;
        bytemuck::try_from_bytes(bytes).ok()
    })
    .map_err(|_| damaged())?;
    Ok(Clock::get()?.unix_timestamp.max(pools.synced_at()))
}

fn damaged() -> Error {
    ErrorCode::AccountDidNotDeserialize.into()
}

/// The place of [`Pools`] in [`Config`]: no bytes where a program copies the config, the pools in
/// its IDL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct PoolsBehind([u8; 0]);

impl Space for PoolsBehind {
    const INIT_SPACE: usize = 0;
}

impl AnchorSerialize for PoolsBehind {
    fn serialize<W: io::Write>(&self, _: &mut W) -> io::Result<()> {
        Ok(())
    }
}

impl AnchorDeserialize for PoolsBehind {
    fn deserialize_reader<R: io::Read>(_: &mut R) -> io::Result<Self> {
        Ok(Self::default())
    }
}

#[cfg(feature = "idl-build")]
impl anchor_lang::IdlBuild for PoolsBehind {
    fn create_type() -> Option<anchor_lang::idl::types::IdlTypeDef> {
        Pools::create_type()
    }

    fn insert_types(types: &mut std::collections::BTreeMap<String, anchor_lang::idl::types::IdlTypeDef>) {
        Pools::insert_types(types);
    }

    fn get_full_path() -> String {
        Pools::get_full_path()
    }
}
