//! What the chain says of the locks, as of one moment.

use {
    crate::{time, values, Exit, Failure, Session},
    io_client::{
        orders::{mint, Currency},
        token::associated_address,
        vesting::{grant_address, Category, CategoryKind, CategoryLedger, Grant},
    },
    io_rpc::{decode, every, Filter},
    solana_pubkey::Pubkey,
    std::str::FromStr,
};

/// A category, or a grant of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A category.
    Category(CategoryKind),
    /// A grant by its category and number.
    Grant(CategoryKind, u32),
    /// A grant by its address.
    Address(Pubkey),
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(kind) = kind(text) {
            return Ok(Self::Category(kind));
        }
        if let Some((name, number)) = text.split_once(':') {
            let grant = kind(name).zip(number.parse().ok()).map(|(kind, number)| Self::Grant(kind, number));
            return grant.ok_or_else(|| "write a grant as its category and number: seed:7".into());
        }
        let address = values::address(text).map(Self::Address);
        address.map_err(|_| "name seed, series-a or core, a grant such as seed:7, or its address".into())
    }
}

impl Target {
    /// The address of a grant.
    ///
    /// # Errors
    /// If it is a category.
    pub fn grant(self) -> Result<Pubkey, Failure> {
        match self {
            Self::Category(kind) => {
                let message = format!("Name a grant: {}:0, or its address.", kind.name());
                Err(Failure::new(Exit::Usage, message))
            }
            Self::Grant(kind, index) => Ok(grant_address(kind, index)),
            Self::Address(address) => Ok(address),
        }
    }
}

/// A category by its name.
pub fn kind(text: &str) -> Option<CategoryKind> {
    CategoryKind::ALL.into_iter().find(|kind| kind.name() == text.trim().to_ascii_lowercase())
}

/// The name of a grant: `seed:7`.
pub fn name(grant: &Grant) -> String {
    format!("{}:{}", grant.ledger.kind.name(), grant.index)
}

/// The associated token account of a grant's beneficiary.
pub fn destination(grant: &Grant) -> Pubkey {
    associated_address(&grant.beneficiary, &mint(Currency::Io))
}

/// The locks of one moment.
pub struct Locked {
    /// Unix time on chain.
    pub now: i64,
    /// The categories, in the order of genesis.
    pub categories: [Category; 3],
    /// Grants that these categories' program has written, by category and number.
    pub grants: Vec<(Pubkey, Grant)>,
}

impl Locked {
    /// Reads the categories alone.
    ///
    /// # Errors
    /// If there are none, or their locks have not started.
    pub fn categories(session: &Session) -> Result<Self, Failure> {
        let addresses = CategoryKind::ALL.map(Category::address);
        let accounts = session.chain.accounts(&addresses)?;
        let mut categories = Vec::with_capacity(addresses.len());
        for (address, account) in addresses.iter().zip(&accounts) {
            let category: Option<Category> = decode(address, account.as_ref())?;
            categories.push(category.ok_or_else(Failure::no_genesis)?);
        }
        let categories: [Category; 3] = categories.try_into().map_err(|_| Failure::no_genesis())?;
        if categories.iter().any(|category| category.ledger.genesis == 0) {
            return Err(Failure::new(Exit::NotThere, "The locks have not started: genesis is not complete.")
                .hint("The deployer completes it with `io init`."));
        }
        Ok(Self { now: session.now()?, categories, grants: Vec::new() })
    }

    /// Reads the categories and every grant, or those of one beneficiary.
    ///
    /// # Errors
    /// As [`Locked::categories`].
    pub fn read(session: &Session, of: Option<&Pubkey>) -> Result<Self, Failure> {
        let mut locked = Self::categories(session)?;
        let beneficiary = 8 + std::mem::offset_of!(Grant, beneficiary);
        let filters: Vec<Filter> =
            of.map(|wallet| Filter::Bytes(beneficiary, wallet.to_bytes().to_vec())).into_iter().collect();
        let grants: Vec<(Pubkey, Grant)> = every(session.chain, &filters)?;
        // What code that ran at this address before has left is none of it.
        locked.grants = grants.into_iter().filter(|(_, grant)| locked.is_own(grant)).collect();
        locked.grants.sort_by_key(|(_, grant)| (grant.ledger.kind, grant.index));
        Ok(locked)
    }

    /// Whether a grant was written by the code that started the locks.
    pub fn is_own(&self, grant: &Grant) -> bool {
        self.category(grant.ledger.kind).seal == grant.seal
    }

    /// A category.
    pub fn category(&self, kind: CategoryKind) -> &Category {
        let [seed, series_a, core] = &self.categories;
        match kind {
            CategoryKind::Seed => seed,
            CategoryKind::SeriesA => series_a,
            CategoryKind::Core => core,
        }
    }

    /// Tranches of a category that are unlocked now.
    pub fn tranches(&self, kind: CategoryKind) -> u8 {
        self.category(kind).ledger.tranches_at(self.now)
    }

    /// Base units that a release of a grant would pay now.
    pub fn releasable(&self, grant: &Grant) -> u64 {
        let mut ledger: CategoryLedger = self.category(grant.ledger.kind).ledger;
        let mut grant = grant.ledger;
        ledger.release(&mut grant, self.now).unwrap_or_default()
    }

    /// When the next tranche of a category unlocks; none if all are unlocked.
    pub fn next_unlock(&self, kind: CategoryKind) -> Option<i64> {
        let (tranches, ledger) = (self.tranches(kind), &self.category(kind).ledger);
        (tranches < kind.tranches()).then(|| kind.unlocks_at(ledger.genesis, tranches.saturating_add(1)))
    }

    /// The same in words.
    pub fn next_words(&self, kind: CategoryKind) -> String {
        self.next_unlock(kind).map_or_else(|| "all is unlocked".into(), time::utc)
    }

    /// A grant that must be there.
    ///
    /// # Errors
    /// If there is none, or other code has written it.
    pub fn grant(&self, session: &Session, target: Target) -> Result<(Pubkey, Grant), Failure> {
        let address = target.grant()?;
        let grant: Grant = session.must(&address, "grant")?;
        if self.is_own(&grant) {
            return Ok((address, grant));
        }
        let message = format!("{address} was not written by the io_vesting that holds the locks.");
        Err(Failure::new(Exit::Refused, message))
    }
}
