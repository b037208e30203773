//! Token accounts of the programs, and the mint. Anybody can pay into a vault without naming a
//! program of the suite, so they are read again in every pass.

use {
    super::{
        known::{accounts_rows, keys_rows, Known},
        Indexer,
    },
    crate::{
        error::Result,
        source::Account,
        store::{meta, set_meta},
    },
    base64::{engine::general_purpose::STANDARD, Engine as _},
    io_addresses::{
        buyback,
        emission::MINT,
        external::{TOKEN_PROGRAM, USDC_MINT},
        orders, staking, vesting,
    },
    serde_json::json,
    solana_program_pack::Pack,
    spl_token_interface::state::{Account as TokenAccount, AccountState, Mint},
    sqlx::{Acquire, Row},
    std::sync::LazyLock,
};

/// Vaults of seasons that a pass reads again; the next pass reads the next ones.
const SOME: i64 = 80;

/// The mint and the vaults that there is one of.
static FIXED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let [seed, series_a, core] = vesting::VAULTS;
    let fixed = [
        MINT.address,
        staking::REWARD_VAULT,
        staking::STAKE_VAULT.address,
        orders::IO_VAULT.address,
        orders::USDC_VAULT.address,
        buyback::IO_VAULT,
        buyback::USDC_VAULT,
        buyback::SWAPPER_IO,
        buyback::SWAPPER_USDC,
        seed,
        series_a,
        core,
    ];
    fixed.iter().map(ToString::to_string).collect()
});

/// Whether an address is the mint's or that of a vault that there is one of.
pub(super) fn is_fixed(address: &str) -> bool {
    FIXED.iter().any(|fixed| fixed == address)
}

/// A token account in IO or USDC, or the IO mint, and who owns it.
pub(super) fn token(address: &str, account: &Account) -> Option<(Known, String)> {
    if account.owner != TOKEN_PROGRAM.to_string() {
        return None;
    }
    if address == MINT.address.to_string() {
        let mint = Mint::unpack(&account.data).ok()?;
        let json = json!({"supply": mint.supply.to_string(), "decimals": mint.decimals}).to_string();
        return Some((Known { program: "spl_token", kind: "Mint", json, keys: vec![] }, String::new()));
    }
    let token = TokenAccount::unpack(&account.data).ok()?;
    if token.mint != MINT.address && token.mint != USDC_MINT {
        return None;
    }
    let json = json!({
        "mint": token.mint.to_string(),
        "owner": token.owner.to_string(),
        "amount": token.amount.to_string(),
        "frozen": token.state == AccountState::Frozen,
    });
    let owner = token.owner.to_string();
    let keys = vec![("mint".to_owned(), token.mint.to_string()), ("owner".to_owned(), owner.clone())];
    Some((Known { program: "spl_token", kind: "Vault", json: json.to_string(), keys }, owner))
}

impl Indexer {
    /// Reads the vaults again: all of them, or those that there is one of and some of the others.
    pub(super) async fn read_vaults(&self, all: bool) -> Result<()> {
        self.read_again(&FIXED).await?;
        if all {
            let mut connection = self.store.writer().acquire().await?;
            set_meta(&mut connection, "vaults_read", "").await?;
        }
        loop {
            let mut connection = self.store.writer().acquire().await?;
            let after = meta(&mut connection, "vaults_read").await?.unwrap_or_default();
            let sql = "SELECT address FROM accounts WHERE kind = 'Vault' AND address > $1 \
                       ORDER BY address LIMIT $2";
            let rows = sqlx::query(sql).bind(after).bind(SOME).fetch_all(&mut *connection).await?;
            let addresses: Vec<String> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
            let next = addresses.last().map_or("", String::as_str);
            set_meta(&mut connection, "vaults_read", next).await?;
            drop(connection);
            let is_last = addresses.is_empty();
            let seasons: Vec<String> = addresses.into_iter().filter(|address| !is_fixed(address)).collect();
            self.read_again(&seasons).await?;
            if is_last || !all {
                return Ok(());
            }
        }
    }

    /// What a vault holds is what it holds now; the slot in which a transaction wrote it stays.
    async fn read_again(&self, addresses: &[String]) -> Result<()> {
        if addresses.is_empty() {
            return Ok(());
        }
        let slot = self.tip().await?.slot;
        let accounts = self.source.accounts(addresses, slot).await?;
        let mut connection = self.store.writer().acquire().await?;
        let mut transaction = connection.begin().await?;
        let (mut rows, mut keys) = (accounts_rows(), keys_rows());
        for (address, account) in addresses.iter().zip(accounts) {
            let Some(account) = account else { continue };
            let Some((known, _)) = token(address, &account) else { continue };
            let data = STANDARD.encode(&account.data);
            let sql = "SELECT data, changed_slot FROM accounts WHERE address = $1";
            let row = sqlx::query(sql).bind(address.clone()).fetch_optional(&mut *transaction).await?;
            // A vault that no transaction has written was made before its program.
            let (old, slot) = match &row {
                Some(row) => (row.try_get::<String, _>(0)?, row.try_get::<i64, _>(1)?),
                None => (String::new(), 0),
            };
            if old != data {
                for (field, key) in known.keys {
                    let field = format!("{}.{field}", known.kind);
                    keys.push([address.as_str().into(), field.into(), key.into()]);
                }
                let (program, kind) = (known.program.into(), known.kind.into());
                rows.push([
                    address.as_str().into(),
                    program,
                    kind,
                    slot.into(),
                    data.into(),
                    known.json.into(),
                ]);
            }
        }
        rows.write(&mut transaction, self.store.database(), true).await?;
        keys.write(&mut transaction, self.store.database(), true).await?;
        transaction.commit().await?;
        Ok(())
    }
}
