//! Every derived constant, derived again by the library that clients use.

use {
    io_addresses::{
        associated_token, buyback, emission, external, loader, orders, staking, vesting, Derived, Program,
        PROGRAMS,
    },
    solana_pubkey::Pubkey,
};

fn check(name: &str, derived: &Derived, seeds: &[&[u8]], program: &Pubkey) {
    assert_eq!((derived.address, derived.bump), Pubkey::find_program_address(seeds, program), "{name}");
}

#[test]
fn singletons() {
    check("emission", &emission::EMISSION, &[emission::EMISSION_SEED], &emission::ID);
    check("mint", &emission::MINT, &[emission::MINT_SEED], &emission::ID);
    check("staking config", &staking::CONFIG, &[staking::CONFIG_SEED], &staking::ID);
    check("stake vault", &staking::STAKE_VAULT, &[staking::STAKE_VAULT_SEED], &staking::ID);
    check("orders config", &orders::CONFIG, &[orders::CONFIG_SEED], &orders::ID);
    check("buyback config", &buyback::CONFIG, &[buyback::CONFIG_SEED], &buyback::ID);
    check("swapper", &buyback::SWAPPER, &[buyback::SWAPPER_SEED], &buyback::ID);
}

#[test]
fn books_and_vaults_of_each_currency() {
    let (io, usdc) = (emission::MINT.address, external::USDC_MINT);
    for (ledger, vault, mint) in
        [(orders::IO_LEDGER, orders::IO_VAULT, io), (orders::USDC_LEDGER, orders::USDC_VAULT, usdc)]
    {
        check("ledger", &ledger, &[orders::LEDGER_SEED, mint.as_ref()], &orders::ID);
        check("vault", &vault, &[orders::VAULT_SEED, mint.as_ref()], &orders::ID);
    }
}

#[test]
fn categories_and_their_vaults() {
    for (number, (category, vault)) in (0u8..).zip(vesting::CATEGORIES.iter().zip(vesting::VAULTS)) {
        check("category", category, &[vesting::CATEGORY_SEED, &[number]], &vesting::ID);
        assert_eq!(vault, associated_token(&category.address, &emission::MINT.address));
    }
}

#[test]
fn metadata() {
    let program = external::METADATA_PROGRAM;
    let seeds = [b"metadata".as_ref(), program.as_ref(), emission::MINT.address.as_ref()];
    assert_eq!(emission::METADATA, Pubkey::find_program_address(&seeds, &program).0);
}

#[test]
fn program_data() {
    for Program { name, id, program_data, .. } in PROGRAMS {
        let derived = Pubkey::find_program_address(&[id.as_ref()], &external::UPGRADEABLE_LOADER).0;
        assert_eq!(*program_data, derived, "{name}");
    }
}

#[test]
fn associated_token_accounts() {
    let (io, usdc) = (emission::MINT.address, external::USDC_MINT);
    for (owner, mint, address) in [
        (staking::CONFIG, io, staking::REWARD_VAULT),
        (buyback::CONFIG, io, buyback::IO_VAULT),
        (buyback::CONFIG, usdc, buyback::USDC_VAULT),
        (buyback::SWAPPER, io, buyback::SWAPPER_IO),
        (buyback::SWAPPER, usdc, buyback::SWAPPER_USDC),
        (vesting::CATEGORIES[0], io, vesting::VAULTS[0]),
        (vesting::CATEGORIES[1], io, vesting::VAULTS[1]),
        (vesting::CATEGORIES[2], io, vesting::VAULTS[2]),
    ] {
        let seeds = [owner.address.as_ref(), external::TOKEN_PROGRAM.as_ref(), mint.as_ref()];
        let derived = Pubkey::find_program_address(&seeds, &external::ASSOCIATED_TOKEN_PROGRAM).0;
        assert_eq!(address, derived);
        assert_eq!(associated_token(&owner.address, &mint), derived);
    }
}

#[test]
fn upgrade_authority_is_read_from_the_loaders_layout() {
    let authority = Pubkey::new_from_array([7; 32]);
    let mut data = [vec![3, 0, 0, 0], vec![9; 8], vec![1], vec![7; 32], vec![0xff; 100]].concat();
    assert_eq!(loader::upgrade_authority(&data), Some(authority));
    assert_eq!(loader::upgrade_authority(&data[..44]), None, "too short");
    assert!(!loader::is_final(&data));
    data[12] = 0;
    assert_eq!(loader::upgrade_authority(&data), None, "a final program");
    assert!(loader::is_final(&data) && !loader::is_final(&data[..44]) && !loader::is_final(&[]));
    (data[12], data[0]) = (1, 2);
    assert_eq!(loader::upgrade_authority(&data), None, "a program account, not its data");
}
