//! 48 months on the bytecode, against exact rationals: grants from one base unit to all that is
//! left of a category, each released in a rhythm of its own. And the bytes of both accounts.

use {
    anchor_lang::{AnchorSerialize, Discriminator},
    io_addresses::{emission::MINT, vesting::VAULTS},
    io_client::{
        token::associated_address,
        vesting::{self, grant_address, Category, CategoryKind, Grant},
    },
    io_reference::vesting as reference,
    io_testkit::{owners::CORE_CONTRIBUTORS, vesting::MONTH, World},
    solana_signer::Signer,
};

/// Base units of the grants; the last one is what is left.
const AMOUNTS: [u64; 7] = [1, 2, 23, 25, 1_000_003, 99_999_999_999, 0];

#[test]
fn every_month_is_exact_however_releases_are_split() {
    let (mut world, owners) = World::after_genesis();
    let mut grants = Vec::new();
    for (kind, manager) in CategoryKind::ALL.into_iter().zip(&owners) {
        let rest = kind.total() - AMOUNTS.iter().sum::<u64>();
        for (index, amount) in (0u32..).zip(AMOUNTS) {
            let amount = if amount == 0 { rest } else { amount };
            let beneficiary = world.wallet().pubkey();
            world.io_account(&beneficiary);
            world.grant(manager, kind, index, &beneficiary, amount);
            grants.push((kind, index, beneficiary, amount));
        }
    }
    for month in 1..=48 {
        world.at_month(month, 0);
        for (kind, index, beneficiary, amount) in &grants {
            // Every month, every second one, and so on; all of them in the last month.
            if month % (i64::from(*index) + 1) != 0 && month != 48 {
                continue;
            }
            let release = vesting::release(*kind, &[(grant_address(*kind, *index), *beneficiary)]);
            // Refused where nothing has vested since the last one.
            let _ = world.send(&[release], &[]);
            let tranches = reference::tranches(month * MONTH, kind.tranches());
            let exact = reference::part(*amount, &reference::vested_share(tranches, 0, kind.tranches()));
            let paid = world.balance(&associated_address(beneficiary, &MINT.address));
            assert_eq!(paid, exact, "{kind:?}: {amount} in month {month}");
        }
    }
    assert_eq!(VAULTS.map(|vault| world.balance(&vault)), [0; 3], "the last month is exact");
}

#[test]
fn accounts_lie_as_borsh_writes_them() {
    let (mut world, owners) = World::after_genesis();
    let wallet = world.wallet().pubkey();
    world.grant(&owners[CORE_CONTRIBUTORS], CategoryKind::Core, 7, &wallet, 36);
    world.at_month(13, 0);
    same(&world.category(CategoryKind::Core), Category::BYTES);
    same(&world.grant_of(CategoryKind::Core, 7), 8 + size_of::<Grant>());
    let stored = world.svm.get_account(&grant_address(CategoryKind::Core, 7)).unwrap();
    assert_eq!(&stored.data[8..], bytemuck::bytes_of(&world.grant_of(CategoryKind::Core, 7)));
}

fn same<T: AnchorSerialize + Discriminator + bytemuck::NoUninit>(account: &T, bytes: usize) {
    let mut borsh = Vec::new();
    account.serialize(&mut borsh).unwrap();
    assert_eq!(borsh, bytemuck::bytes_of(account));
    assert_eq!(T::DISCRIMINATOR.len() + borsh.len(), bytes);
}
