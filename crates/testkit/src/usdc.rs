//! USDC: a real SPL mint with 6 decimals, at mainnet's address, whose issuer can mint and freeze.

use {
    crate::World,
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        external::{TOKEN_PROGRAM, USDC_MINT},
        orders::USDC_VAULT,
    },
    io_client::{orders::Currency, token},
    io_economics::units::USDC_DECIMALS,
    litesvm::LiteSVM,
    solana_account::Account,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_program_pack::Pack,
    solana_signer::Signer,
    spl_token_interface::{instruction, state::Mint},
};

/// The bytes of the mint, whose authorities are both `issuer`.
#[must_use]
pub fn mint(issuer: &Pubkey) -> Vec<u8> {
    let mint = Mint {
        mint_authority: Some(*issuer).into(),
        supply: 0,
        decimals: USDC_DECIMALS,
        is_initialized: true,
        freeze_authority: Some(*issuer).into(),
    };
    let mut data = vec![0; Mint::LEN];
    mint.pack_into_slice(&mut data);
    data
}

/// Writes the mint.
pub(crate) fn issue(svm: &mut LiteSVM, issuer: &Pubkey) {
    let data = mint(issuer);
    let account =
        Account { lamports: World::rent(Mint::LEN), data, owner: TOKEN_PROGRAM, ..Account::default() };
    svm.set_account(USDC_MINT, account).expect("an account that is not executable");
}

impl World {
    /// The USDC token account of a wallet, created if it does not exist.
    ///
    /// # Panics
    /// If the chain refuses to create it.
    pub fn usdc_account(&mut self, owner: &Pubkey) -> Pubkey {
        self.token_account(owner, &USDC_MINT)
    }

    /// Mints base units of USDC (10^-6) to a token account.
    ///
    /// # Panics
    /// If the account cannot take them.
    pub fn mint_usdc(&mut self, to: &Pubkey, amount: u64) {
        self.as_issuer(|issuer| {
            instruction::mint_to(&TOKEN_PROGRAM, &USDC_MINT, to, issuer, &[], amount).expect("a mint")
        });
    }

    /// Sends base units of USDC from a wallet's associated token account. To the vault of orders it
    /// is a donation.
    ///
    /// # Panics
    /// If the wallet has less.
    pub fn transfer_usdc(&mut self, from: &Keypair, to: &Pubkey, amount: u64) {
        if *to == USDC_VAULT.address {
            self.donated_to_orders[Currency::Usdc as usize] += amount;
        }
        let owner = from.pubkey();
        let source = token::associated_address(&owner, &USDC_MINT);
        let send = instruction::transfer(&TOKEN_PROGRAM, &source, to, &owner, &[], amount);
        self.accepted(&[send.expect("a transfer")], &[from]);
    }

    /// The issuer freezes a USDC account.
    ///
    /// # Panics
    /// If it is frozen already.
    pub fn freeze(&mut self, account: &Pubkey) {
        self.as_issuer(|issuer| {
            instruction::freeze_account(&TOKEN_PROGRAM, account, &USDC_MINT, issuer, &[]).expect("a freeze")
        });
    }

    /// The issuer thaws a USDC account.
    ///
    /// # Panics
    /// If it is not frozen.
    pub fn thaw(&mut self, account: &Pubkey) {
        self.as_issuer(|issuer| {
            instruction::thaw_account(&TOKEN_PROGRAM, account, &USDC_MINT, issuer, &[]).expect("a thaw")
        });
    }

    fn as_issuer(&mut self, build: impl FnOnce(&Pubkey) -> Instruction) {
        let issuer: Keypair = self.usdc_issuer.insecure_clone();
        self.accepted(&[build(&issuer.pubkey())], &[&issuer]);
    }
}
