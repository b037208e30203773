//! A chain behind an RPC that fails in a new way every quarter of an hour.

use {
    io_rpc::{Blockhash, Chain, Fault, Filter, Height, Seen, Simulation, WorldChain},
    io_testkit::World,
    solana_account::Account,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::Transaction,
    std::{
        cell::{Cell, RefCell},
        collections::VecDeque,
    },
};

/// 2100-01-01 00:00:00 UTC.
const FAR: i64 = 4_102_444_800;
/// An account's discriminator is left as it is.
const HEADER: usize = 8;

/// The chain, and how its RPC fails.
pub struct Weather<'a> {
    chain: &'a WorldChain,
    random: RefCell<fastrand::Rng>,
    now: Cell<Fail>,
    struck: Cell<u32>,
    /// The world two turns ago and since.
    past: RefCell<VecDeque<World>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fail {
    /// Fair weather.
    Nothing,
    /// No call is answered.
    Down,
    /// A third of the calls are not.
    Drops,
    /// Blockhashes expire before the transaction arrives, half of the time.
    Expires,
    /// The transaction lands, but the answer is lost.
    Loses,
    /// The transaction is taken and forgotten, half of the time.
    Forgets,
    /// Clock and accounts are half an hour old.
    Lags,
    /// The clock is in 2100.
    Lies,
    /// A byte of each account of a program is another.
    Garbles,
}

const FAILS: [Fail; 9] = [
    Fail::Nothing,
    Fail::Down,
    Fail::Drops,
    Fail::Expires,
    Fail::Loses,
    Fail::Forgets,
    Fail::Lags,
    Fail::Lies,
    Fail::Garbles,
];

impl<'a> Weather<'a> {
    /// Fair, until it turns.
    pub fn new(chain: &'a WorldChain, seed: u64) -> Self {
        let random = RefCell::new(fastrand::Rng::with_seed(seed));
        let (now, struck) = (Cell::new(Fail::Nothing), Cell::new(0));
        Self { chain, random, now, struck, past: RefCell::default() }
    }

    /// A quarter of an hour has passed.
    pub fn turn(&self) {
        let next = self.random.borrow_mut().choice(FAILS);
        self.now.set(next.unwrap_or(Fail::Nothing));
        let mut past = self.past.borrow_mut();
        past.push_back(self.chain.world().clone());
        if past.len() > 3 {
            past.pop_front();
        }
    }

    /// Fair from now on.
    pub fn clear(&self) {
        self.now.set(Fail::Nothing);
    }

    /// How often it has struck.
    pub fn struck(&self) -> u32 {
        self.struck.get()
    }

    fn one_in(&self, n: u32) -> bool {
        self.random.borrow_mut().u32(0..n) == 0
    }

    fn strike(&self) {
        self.struck.set(self.struck.get() + 1);
    }

    fn answer(&self) -> Result<(), Fault> {
        let fails = match self.now.get() {
            Fail::Down => true,
            Fail::Drops => self.one_in(3),
            _ => false,
        };
        if fails {
            self.strike();
            return Err(Fault::Unreachable("the weather".into()));
        }
        Ok(())
    }

    /// What a node shows that is as old as the weather makes it.
    fn look<T>(&self, look: impl Fn(&dyn Chain) -> Result<T, Fault>) -> Result<T, Fault> {
        self.answer()?;
        match self.past.borrow().front() {
            Some(old) if self.now.get() == Fail::Lags => {
                self.strike();
                look(&WorldChain::new(old.clone()))
            }
            _ => look(self.chain),
        }
    }
}

impl Chain for Weather<'_> {
    fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>, Fault> {
        self.look(|chain| chain.accounts(addresses))
    }

    fn program_accounts(
        &self,
        program: &Pubkey,
        filters: &[Filter],
    ) -> Result<Vec<(Pubkey, Account)>, Fault> {
        let mut accounts = self.look(|chain| chain.program_accounts(program, filters))?;
        if self.now.get() == Fail::Garbles {
            self.strike();
            for (_, account) in &mut accounts {
                let mut random = self.random.borrow_mut();
                let place = random.usize(HEADER..account.data.len());
                account.data[place] ^= random.u8(1..);
            }
        }
        Ok(accounts)
    }

    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        self.answer()?;
        self.chain.latest_blockhash()
    }

    fn height(&self) -> Result<Height, Fault> {
        self.answer()?;
        self.chain.height()
    }

    fn simulate(&self, transaction: &Transaction) -> Result<Simulation, Fault> {
        self.answer()?;
        self.chain.simulate(transaction)
    }

    fn send(&self, transaction: &Transaction) -> Result<Signature, Fault> {
        self.answer()?;
        match self.now.get() {
            Fail::Expires if self.one_in(2) => {
                self.strike();
                self.chain.world().svm.expire_blockhash();
                self.chain.send(transaction)
            }
            Fail::Loses => {
                self.strike();
                self.chain.send(transaction)?;
                Err(Fault::Unreachable("the answer was lost".into()))
            }
            Fail::Forgets if self.one_in(2) => {
                self.strike();
                Ok(transaction.signatures[0])
            }
            _ => self.chain.send(transaction),
        }
    }

    fn status(&self, signature: &Signature) -> Result<Seen, Fault> {
        self.answer()?;
        self.chain.status(signature)
    }

    fn now(&self) -> Result<i64, Fault> {
        if self.now.get() == Fail::Lies {
            self.strike();
            return Ok(FAR);
        }
        self.look(|chain| chain.now())
    }
}
