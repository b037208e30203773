//! The locked allocations: vaults, categories, io_vesting made final, and the start of the locks.
//!
//! Making a program final cannot be undone, and an allocation is for ever, so that whatever would
//! lock the IO elsewhere than the genesis file says is refused before.

use {
    crate::{
        commands::deploy::{deployed, is_same},
        Exit, Failure, Session,
    },
    io_client::{
        addresses::{
            loader,
            vesting::{CATEGORIES, ID, PROGRAM_DATA, VAULTS},
        },
        vesting::{self, Category, CategoryKind, Managers},
    },
    io_rpc::{decode, token_account},
    solana_account::Account,
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    std::{fs, path::Path},
};

/// How far they are.
pub struct Locks {
    /// Whether the three categories exist.
    has_categories: bool,
    /// Whether the three vaults exist.
    has_vaults: bool,
    /// Whether nobody can replace io_vesting.
    is_final: bool,
    /// Whether the clock of the locks runs.
    pub started: bool,
}

impl Locks {
    /// Reads them.
    ///
    /// # Errors
    /// Before the allocations: if a category or a vault is not as io_vesting leaves it, a category
    /// has another manager than the genesis file says, or io_vesting is final without categories.
    pub fn read(session: &Session, managers: &Managers, allocated: bool) -> Result<Self, Failure> {
        let categories = CATEGORIES.map(|category| category.address);
        let addresses = [&categories[..], &VAULTS[..], &[PROGRAM_DATA]].concat();
        let accounts = session.chain.accounts(&addresses)?;
        let at = |i: usize| accounts.get(i).and_then(Option::as_ref);
        let is_final = at(6).is_some_and(|account| loader::is_final(&account.data));
        let (mut has_categories, mut has_vaults, mut started) = (true, true, true);
        let managers = [managers.seed, managers.series_a, managers.core];
        for (i, kind) in CategoryKind::ALL.into_iter().enumerate() {
            let category: Option<Category> = decode(&categories[i], at(i))?;
            let vault = at(i + CATEGORIES.len());
            if !allocated {
                check_category(kind, category.as_ref(), &managers[i])?;
                check_vault(kind, vault)?;
            }
            has_categories &= category.is_some();
            started &= category.is_some_and(|category| category.ledger.genesis != 0);
            has_vaults &= token_account(vault).is_some();
        }
        if is_final && !has_categories {
            return Err(spoilt("io_vesting was made final before its categories were created"));
        }
        Ok(Self { has_categories, has_vaults, is_final, started })
    }

    /// Whether nothing of them is left that only the upgrade authority of io_vesting can do.
    pub fn need_no_authority(&self) -> bool {
        self.has_categories && self.is_final
    }

    /// # Errors
    /// If io_vesting would become final, and its code on the cluster is not that of `programs`.
    pub fn check_code(&self, session: &Session, programs: Option<&Path>) -> Result<(), Failure> {
        if self.is_final {
            return Ok(());
        }
        let Some(folder) = programs else {
            let message = "Genesis makes io_vesting final, for ever, and its code was not compared.";
            return Err(Failure::new(Exit::Usage, message).hint(
                "Name the folder of what you built: --programs target/deploy. It compares the code \
                 and deploys nothing that is there.",
            ));
        };
        let path = folder.join("io_vesting.so");
        let code = fs::read(&path).map_err(|error| {
            Failure::new(Exit::Usage, format!("Cannot read {}: {error}.", path.display()))
        })?;
        if deployed(session, &ID)?.is_some_and(|there| is_same(&there, &code)) {
            return Ok(());
        }
        let message = format!("The code of io_vesting on this cluster is not {}.", path.display());
        Err(Failure::new(Exit::Refused, message)
            .hint("Build the commit that was deployed; `io verify` compares each program."))
    }

    /// What is missing before the allocations, in one transaction: the vaults, the categories, and
    /// at last that io_vesting becomes final.
    pub fn calls(&self, me: &Pubkey, managers: Managers) -> Vec<Instruction> {
        let mut calls = Vec::new();
        if !self.has_vaults {
            calls.extend(vesting::create_vaults(me));
        }
        if !self.has_categories {
            calls.push(vesting::initialize(me, managers));
        }
        if !self.is_final {
            calls.push(vesting::make_final(me));
        }
        calls
    }
}

/// # Errors
/// Unless nobody can replace io_vesting: what is allocated before could be moved by a later code.
pub fn must_be_final(session: &Session) -> Result<(), Failure> {
    let account = session.chain.account(&PROGRAM_DATA)?;
    if account.is_some_and(|account| loader::is_final(&account.data)) {
        return Ok(());
    }
    let message = "io_vesting can be replaced: nothing is allocated into its vaults before it is final.";
    Err(Failure::new(Exit::Refused, message).hint("Run `io init` with its upgrade authority: --keypair."))
}

/// # Errors
/// Unless a category is as `initialize` writes it, with this manager, or not there.
fn check_category(kind: CategoryKind, category: Option<&Category>, manager: &Pubkey) -> Result<(), Failure> {
    let Some(category) = category else { return Ok(()) };
    let name = kind.name();
    if !category.is_pristine(kind) {
        return Err(spoilt(&format!("The category {name} was changed before its lock started")));
    }
    if category.manager != *manager {
        let message = format!(
            "The category {name} has the manager {}, the genesis file says {manager}.",
            category.manager
        );
        return Err(Failure::new(Exit::Refused, message)
            .hint("Write that manager into the genesis file; it hands over with `io vesting propose`."));
    }
    Ok(())
}

/// # Errors
/// Unless a vault is empty and its category's alone, or not there.
fn check_vault(kind: CategoryKind, vault: Option<&Account>) -> Result<(), Failure> {
    let Some(token) = token_account(vault) else { return Ok(()) };
    let alone = token.owner == Category::address(kind)
        && token.delegate.is_none()
        && token.close_authority.is_none()
        && !token.is_frozen();
    if !alone {
        return Err(spoilt(&format!("Others can move what is in the vault of the category {}", kind.name())));
    }
    if token.amount != 0 {
        return Err(spoilt(&format!("The vault of the category {} is not empty", kind.name())));
    }
    Ok(())
}

/// Other code ran at the address of io_vesting before.
fn spoilt(what: &str) -> Failure {
    Failure::new(Exit::Refused, format!("{what}: genesis cannot use this io_vesting."))
        .hint("Deploy io_vesting with a key of its own that was never used: migrations/README.md says how.")
}
