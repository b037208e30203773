//! What happens outside the programs: accounts are frozen, closed and opened again, money is given
//! away.

use {
    crate::{Move, Walk},
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        buyback::{IO_VAULT, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        external::TOKEN_PROGRAM,
        staking::{REWARD_VAULT, STAKE_VAULT},
    },
    io_client::{
        orders::{self, mint, Currency},
        token,
    },
    io_testkit::orders::CURRENCIES,
    solana_keypair::Keypair,
    solana_program_pack::Pack,
    solana_signer::Signer,
    spl_token_interface::{
        instruction as spl,
        state::{Account as TokenAccount, AccountState},
    },
};

impl Walk {
    pub fn outside_move(&mut self) -> Move {
        match self.random.u8(..8) {
            0..=3 => self.freeze_or_thaw(),
            4..=6 => self.close_or_open(),
            _ => self.donate(),
        }
    }

    fn token(&self, address: &Pubkey) -> Option<TokenAccount> {
        let account = self.world.svm.get_account(address)?;
        TokenAccount::unpack(&account.data).ok()
    }

    /// Whether it is there and not frozen.
    pub fn takes_money(&self, account: &Pubkey) -> bool {
        self.token(account).is_some_and(|token| token.state == AccountState::Initialized)
    }

    /// Somebody who is paid by orders; if some of them have trouble already, one of those.
    fn payee(&mut self, currency: Currency) -> Keypair {
        let some = [(); 4].map(|()| match self.random.bool() {
            true => self.people.client(&mut self.random),
            false => self.people.operator(&mut self.random),
        });
        let troubled =
            |key: &&Keypair| !self.takes_money(&token::associated_address(&key.pubkey(), &mint(currency)));
        some.iter().find(troubled).unwrap_or(&some[0]).insecure_clone()
    }

    /// USDC's issuer freezes an account, the vault now and then, and thaws it when it comes by
    /// again.
    fn freeze_or_thaw(&mut self) -> Move {
        let vault = orders::vault(Currency::Usdc);
        let account = match self.random.u8(..8) {
            0 => vault,
            1 => orders::sweep_to(Currency::Usdc),
            _ => token::associated_address(&self.payee(Currency::Usdc).pubkey(), &mint(Currency::Usdc)),
        };
        // A vault is thawed at the next chance, else nothing would move for long.
        let frozen = |walk: &Self, address| {
            walk.token(address).is_some_and(|token| token.state == AccountState::Frozen)
        };
        let account = if frozen(self, &vault) { vault } else { account };
        if frozen(self, &account) {
            self.world.thaw(&account);
        } else if self.token(&account).is_some() {
            self.world.freeze(&account);
        }
        self.emission_move()
    }

    /// Somebody sends all it has to the bank and closes its account, or opens it again and gets
    /// some.
    fn close_or_open(&mut self) -> Move {
        let currency = self.one(&CURRENCIES);
        let owner = self.payee(currency);
        let (key, mint) = (owner.pubkey(), mint(currency));
        let account = token::associated_address(&key, &mint);
        let bank = self.people.bank.insecure_clone();
        let at_bank = token::associated_address(&bank.pubkey(), &mint);
        let send = |from: &Pubkey, to: &Pubkey, by: &Pubkey, amount| {
            spl::transfer(&TOKEN_PROGRAM, from, to, by, &[], amount).expect("a transfer")
        };
        let Some(token) = self.token(&account) else {
            let some = self.world.balance(&at_bank) / 2;
            let create = token::create_associated(&self.world.payer.pubkey(), &key, &mint);
            return Move::of(vec![create, send(&at_bank, &account, &bank.pubkey(), some)], &bank).untouched();
        };
        let close = spl::close_account(&TOKEN_PROGRAM, &account, &key, &key, &[]).expect("a close");
        Move::of(vec![send(&account, &at_bank, &key, token.amount), close], &owner).untouched()
    }

    /// Gives something to a vault, or to one of the swapper's accounts.
    fn donate(&mut self) -> Move {
        let (bank, amount) = (self.people.bank.insecure_clone(), self.random.u64(1..100_000));
        let io = token::associated_address(&bank.pubkey(), &mint(Currency::Io));
        if self.random.bool() {
            let vault = self.one(&[orders::vault(Currency::Usdc), USDC_VAULT, SWAPPER_USDC]);
            if self.takes_money(&vault) {
                self.world.transfer_usdc(&bank, &vault, amount);
            }
        } else if self.world.balance(&io) > amount {
            match self.random.u8(..5) {
                0 => self.world.transfer_io(&bank, &IO_VAULT, amount),
                1 => self.world.transfer_io(&bank, &SWAPPER_IO, amount),
                _ => {
                    let vault = self.one(&[STAKE_VAULT.address, REWARD_VAULT, orders::vault(Currency::Io)]);
                    self.world.donate(&bank, &vault, amount)
                }
            };
        }
        self.emission_move()
    }
}

impl Move {
    /// Its accounts are not replaced at random.
    fn untouched(self) -> Self {
        Self { strict: false, ..self }
    }
}
