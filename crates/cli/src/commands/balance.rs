//! What a wallet has.

use {
    crate::{session::show, values, Failure, Session},
    clap::Args,
    io_client::{
        orders::{mint, unclaimed_address, Currency, UnclaimedBalance},
        token::associated_address,
    },
    io_rpc::{decode, sol, token_amount},
    solana_pubkey::Pubkey,
};

/// Shows what a wallet has.
#[derive(Args, Debug)]
pub struct Balance {
    /// The wallet; the signer's if left out
    #[arg(value_parser = values::address)]
    wallet: Option<Pubkey>,
}

impl Balance {
    /// Prints SOL, IO, USDC, and what waits as unclaimed balances.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let wallet = match self.wallet {
            Some(wallet) => wallet,
            None => session.me()?,
        };
        let of =
            |currency| [associated_address(&wallet, &mint(currency)), unclaimed_address(&wallet, currency)];
        let [io, unclaimed_io] = of(Currency::Io);
        let [usdc, unclaimed_usdc] = of(Currency::Usdc);
        let accounts = session.chain.accounts(&[wallet, io, usdc, unclaimed_io, unclaimed_usdc])?;
        let at = |i: usize| accounts.get(i).and_then(Option::as_ref);
        let tokens = |i| token_amount(at(i)).unwrap_or_default();
        let unclaimed = |address, i| -> Result<u64, Failure> {
            let balance: Option<UnclaimedBalance> = decode(address, at(i))?;
            Ok(balance.map_or(0, |balance| balance.amount))
        };
        let lamports = at(0).map_or(0, |account| account.lamports);
        let waiting = [unclaimed(&unclaimed_io, 3)?, unclaimed(&unclaimed_usdc, 4)?];
        let link = session.link(&wallet);
        session.output.facts(&[
            ("wallet", link),
            ("SOL", sol(lamports)),
            ("IO", show(tokens(1), Currency::Io)),
            ("USDC", show(tokens(2), Currency::Usdc)),
        ]);
        for (amount, currency) in waiting.into_iter().zip([Currency::Io, Currency::Usdc]) {
            if amount > 0 {
                session.output.say(format!(
                    "{} unclaimed: `io order take-unclaimed {}` pays it out",
                    show(amount, currency),
                    crate::session::name(currency).to_lowercase()
                ));
            }
        }
        session.output.set("wallet", wallet.to_string());
        for (key, amount) in [
            ("lamports", lamports),
            ("io", tokens(1)),
            ("usdc", tokens(2)),
            ("unclaimed_io", waiting[0]),
            ("unclaimed_usdc", waiting[1]),
        ] {
            session.output.set(key, amount.to_string());
        }
        Ok(())
    }
}
