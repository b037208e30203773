//! Accounts that a command needs, and what it says when one is missing.

use {
    super::{show, Session},
    crate::{values::Reference, Exit, Failure},
    io_client::{
        addresses::{Program, PROGRAMS},
        orders::{mint, order_address, Currency, Order},
        staking::{node_address, Node},
        token::{associated_address, create_associated},
        AccountDeserialize, Owner,
    },
    io_rpc::{host, is_token_account, read, token_amount},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

impl Session<'_> {
    /// # Errors
    /// Unless the programs are on this cluster.
    pub fn must_have_programs(&self) -> Result<(), Failure> {
        let ids: Vec<Pubkey> = PROGRAMS.iter().map(|program| program.id).collect();
        let accounts = self.chain.accounts(&ids)?;
        let missing = PROGRAMS
            .iter()
            .zip(accounts)
            .find(|(_, account)| !account.as_ref().is_some_and(|account| account.executable));
        let Some((Program { name, id, .. }, _)) = missing else { return Ok(()) };
        let message = format!("{name} ({id}) is not on the cluster at {}.", host(&self.settings.url));
        Err(Failure::new(Exit::NotThere, message)
            .hint("Choose the cluster with --url, or deploy the programs: `io init` says how."))
    }

    /// An account that must be there.
    pub fn must<T: AccountDeserialize + Owner>(&self, address: &Pubkey, what: &str) -> Result<T, Failure> {
        read(self.chain, address)?.ok_or_else(|| {
            Failure::new(
                Exit::NotThere,
                format!(
                    "There is no {what} at {address} on this cluster: check the address and the cluster."
                ),
            )
        })
    }

    /// An account that genesis creates.
    pub fn genesis<T: AccountDeserialize + Owner>(&self, address: &Pubkey) -> Result<T, Failure> {
        read(self.chain, address)?.ok_or_else(Failure::no_genesis)
    }

    /// A node by its address, or by the signer's number for it.
    pub fn node_at(&self, reference: Reference) -> Result<Pubkey, Failure> {
        Ok(match reference {
            Reference::Address(address) => address,
            Reference::Number(number) => {
                let number = u32::try_from(number)
                    .map_err(|_| Failure::new(Exit::Usage, "A node's number is below 4,294,967,296."))?;
                node_address(&self.me()?, number)
            }
        })
    }

    /// A node.
    pub fn node(&self, reference: Reference) -> Result<(Pubkey, Node), Failure> {
        let address = self.node_at(reference)?;
        Ok((address, self.must(&address, "node")?))
    }

    /// An order by its address, or by the signer's number for it.
    pub fn order(&self, reference: Reference) -> Result<(Pubkey, Order), Failure> {
        let address = match reference {
            Reference::Address(address) => address,
            Reference::Number(number) => order_address(&self.me()?, number),
        };
        Ok((address, self.must(&address, "order")?))
    }

    /// Base units in a wallet's associated token account.
    pub fn balance(&self, wallet: &Pubkey, currency: Currency) -> Result<u64, Failure> {
        let account = self.chain.account(&associated_address(wallet, &mint(currency)))?;
        Ok(token_amount(account.as_ref()).unwrap_or_default())
    }

    /// The call that creates a wallet's associated token account, if there is none. Lamports that
    /// somebody has sent to its address are none.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn open_token_account(
        &self,
        wallet: &Pubkey,
        currency: Currency,
    ) -> Result<Vec<Instruction>, Failure> {
        let mint = mint(currency);
        let account = self.chain.account(&associated_address(wallet, &mint))?;
        if is_token_account(account.as_ref(), &mint) {
            return Ok(Vec::new());
        }
        Ok(vec![create_associated(&self.payer_address()?, wallet, &mint)])
    }

    /// # Errors
    /// Unless the signer's wallet has this much.
    pub fn must_have(&self, amount: u64, currency: Currency) -> Result<(), Failure> {
        self.must_have_in(&self.me()?, amount, currency)
    }

    /// # Errors
    /// Unless a wallet has this much.
    pub fn must_have_in(&self, wallet: &Pubkey, amount: u64, currency: Currency) -> Result<(), Failure> {
        let has = self.balance(wallet, currency)?;
        if has >= amount {
            return Ok(());
        }
        let message =
            format!("The wallet {wallet} has {}, less than {}.", show(has, currency), show(amount, currency));
        Err(Failure::new(Exit::Funds, message))
    }
}
