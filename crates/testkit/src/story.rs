//! Steps that many tests take.

use {
    crate::{Receipt, World},
    anchor_lang::prelude::Pubkey,
    io_addresses::{emission::MINT, external::TOKEN_PROGRAM},
    io_client::{emission, token},
    io_economics::{genesis::CATEGORIES, units::IO_DECIMALS},
    solana_keypair::Keypair,
    solana_program_pack::Pack,
    solana_signer::Signer,
    spl_token_interface::{
        instruction,
        state::{Account as TokenAccount, Mint},
    },
};

impl World {
    /// Where the IO mint's description lies, in this world.
    pub const URI: &str = "https://io.net/io.json";

    /// A world in which genesis is complete, and the managers of the three locked allocations and
    /// the wallets of the other two.
    pub fn after_genesis() -> (Self, [Keypair; CATEGORIES]) {
        let mut world = Self::new();
        let owners = [(); CATEGORIES].map(|()| world.wallet());
        world.genesis(&owners);
        (world, owners)
    }

    /// Runs genesis in its three transactions. `owners` are the managers of the locked categories
    /// and the wallets of the other two.
    ///
    /// # Panics
    /// If the chain refuses one.
    pub fn genesis(&mut self, owners: &[Keypair; CATEGORIES]) -> [Receipt; 3] {
        let deployer = self.deployer.insecure_clone();
        let owners = owners.each_ref().map(|owner| owner.pubkey());
        emission::genesis(&deployer.pubkey(), &owners, Self::URI)
            .map(|step| self.accepted(&step, &[&deployer]))
    }

    /// Cranks the emission.
    ///
    /// # Panics
    /// If nothing is due.
    pub fn crank(&mut self) -> Receipt {
        self.accepted(&[emission::crank()], &[])
    }

    /// The IO token account of a wallet, created if it does not exist.
    ///
    /// # Panics
    /// If the chain refuses to create it.
    pub fn io_account(&mut self, owner: &Pubkey) -> Pubkey {
        self.token_account(owner, &MINT.address)
    }

    /// The associated token account of a wallet, created if it does not exist.
    ///
    /// # Panics
    /// If the chain refuses to create it.
    pub fn token_account(&mut self, owner: &Pubkey, mint: &Pubkey) -> Pubkey {
        let create = token::create_associated(&self.payer.pubkey(), owner, mint);
        self.accepted(&[create], &[]);
        token::associated_address(owner, mint)
    }

    /// A token account of a wallet that is not its associated one.
    ///
    /// # Panics
    /// If the chain refuses to create it.
    pub fn other_token_account(&mut self, owner: &Pubkey, mint: &Pubkey) -> Pubkey {
        let key = self.key();
        let (payer, account) = (self.payer.pubkey(), key.pubkey());
        let create = solana_system_interface::instruction::create_account(
            &payer,
            &account,
            Self::rent(TokenAccount::LEN),
            TokenAccount::LEN as u64,
            &TOKEN_PROGRAM,
        );
        let initialize = instruction::initialize_account3(&TOKEN_PROGRAM, &account, mint, owner);
        self.accepted(&[create, initialize.expect("a token account")], &[&key]);
        account
    }

    /// A new mint of someone else, with this many decimals.
    ///
    /// # Panics
    /// If the chain refuses to create it.
    pub fn mint(&mut self, decimals: u8) -> Pubkey {
        let key = self.key();
        let (payer, mint) = (self.payer.pubkey(), key.pubkey());
        let create = solana_system_interface::instruction::create_account(
            &payer,
            &mint,
            Self::rent(Mint::LEN),
            Mint::LEN as u64,
            &TOKEN_PROGRAM,
        );
        let initialize = instruction::initialize_mint2(&TOKEN_PROGRAM, &mint, &payer, Some(&payer), decimals);
        self.accepted(&[create, initialize.expect("a mint")], &[&key]);
        mint
    }

    /// Sends IO from a wallet's associated token account.
    ///
    /// # Panics
    /// If the wallet has less.
    pub fn transfer_io(&mut self, from: &Keypair, to: &Pubkey, amount: u64) -> Receipt {
        let (owner, mint) = (from.pubkey(), MINT.address);
        let source = token::associated_address(&owner, &mint);
        let send = instruction::transfer_checked(
            &TOKEN_PROGRAM,
            &source,
            &mint,
            to,
            &owner,
            &[],
            amount,
            IO_DECIMALS,
        );
        self.accepted(&[send.expect("a transfer")], &[from])
    }

    /// Burns IO of a holder, outside the programs.
    ///
    /// # Panics
    /// If the holder has less.
    pub fn burn(&mut self, holder: &Keypair, amount: u64) -> Receipt {
        let (owner, mint) = (holder.pubkey(), MINT.address);
        let account = token::associated_address(&owner, &mint);
        let burn = instruction::burn(&TOKEN_PROGRAM, &account, &mint, &owner, &[], amount);
        self.burned_by_holders += amount;
        self.accepted(&[burn.expect("a burn")], &[holder])
    }
}
