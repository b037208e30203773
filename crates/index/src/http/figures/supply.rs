//! How much IO exists: the figures of `io supply` and `io supply --circulating`.

use {
    super::{tables, Watched},
    crate::http::Problem,
    io_client::{
        addresses::emission::{EMISSION, MINT},
        airdrop::Season,
        economics::{emission as schedule, genesis, units::HARD_CAP},
        emission::Emission,
        vesting::CategoryKind,
        AccountDeserialize,
    },
    io_rpc::{
        solvency::due,
        supply::{listed, sum, Treasury},
    },
    serde::Serialize,
    solana_pubkey::Pubkey,
    sqlx::AnyPool,
    utoipa::ToSchema,
};

/// How much IO exists, where it came from, and how much of it circulates. Amounts are base units.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Supply {
    /// Slot at which it was read.
    pub slot: u64,
    /// Unix seconds on chain.
    pub time: i64,
    /// The supply: all IO that exists.
    pub supply: String,
    /// Minted at genesis.
    pub at_genesis: String,
    /// Minted since genesis, by cranks.
    pub emitted: String,
    /// Burned.
    pub burned: String,
    /// Reached by the schedule, and not minted by a crank yet.
    pub due: String,
    /// What the schedule will still mint.
    pub still_to_come: String,
    /// The most IO that can ever exist.
    pub hard_cap: String,
    /// When the emission's clock started.
    pub genesis_ts: i64,
    /// The month of the schedule, from 1 on.
    pub month: u64,
    /// How many months it has.
    pub months: u64,
    /// The mint of IO.
    pub mint: String,
    /// In the vaults of the locks.
    pub locked: Vec<LockedCategory>,
    /// The sum of these.
    pub locked_total: String,
    /// In the seasons that the treasury funds, if its wallets are known.
    pub airdrops: Vec<SeasonBalance>,
    /// The sum of these.
    pub airdrops_total: String,
    /// In the seasons of other funders: counted as circulating.
    pub airdrops_of_others: String,
    /// In the treasury's wallets, if they are known.
    pub treasury: Vec<WalletBalance>,
    /// The sum of these.
    pub treasury_total: String,
    /// What circulates: the supply without what is locked, in the treasury's airdrops and wallets.
    pub circulating: String,
}

/// The locked IO of a category.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LockedCategory {
    /// `seed`, `series-a` or `core`.
    pub category: String,
    /// Base units.
    pub amount: String,
}

/// The IO in a season.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SeasonBalance {
    /// The season.
    pub season: String,
    /// Base units.
    pub amount: String,
}

/// The IO in a wallet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WalletBalance {
    /// The name in the treasury's file.
    pub name: String,
    /// The wallet.
    pub wallet: String,
    /// Base units.
    pub amount: String,
}

/// A number of IO, as listing sites take it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IoAmount {
    /// IO with all eight decimals.
    pub result: String,
}

impl IoAmount {
    /// Of so many base units.
    pub fn of(base_units: &str) -> Self {
        Self { result: listed(base_units.parse().unwrap_or_default()) }
    }
}

/// The seasons that the treasury funds.
///
/// # Errors
/// If the database refuses.
pub async fn own_seasons(pool: &AnyPool, treasury: &Treasury) -> Result<Vec<Pubkey>, Problem> {
    let mut own = Vec::new();
    tables::every(pool, "Season", |address, season: Season| {
        if treasury.iter().any(|(_, wallet)| *wallet == season.funder) {
            own.push((season.funder.to_bytes(), season.id, address));
        }
    })
    .await?;
    own.sort_unstable();
    Ok(own.into_iter().map(|(_, _, address)| address).collect())
}

/// The figures by the tables and what the cluster showed; none before genesis.
///
/// # Errors
/// If the database refuses.
pub async fn compute(
    pool: &AnyPool,
    treasury: &Treasury,
    watched: &Watched,
) -> Result<Option<Supply>, Problem> {
    let Some(found) = &watched.circulation else { return Ok(None) };
    let accounts = tables::at(pool, &[EMISSION.address]).await?;
    let data = accounts.get(&EMISSION.address).map(|account| account.data.as_slice());
    let state = data.and_then(|mut data| Emission::try_deserialize(&mut data).ok());
    let Some(state) = state.filter(|state| state.genesis_ts != 0) else { return Ok(None) };
    let seasons = own_seasons(pool, treasury).await?;
    let mut of_others = 0u64;
    tables::every(pool, "Season", |address, season: Season| {
        if !seasons.contains(&address) {
            of_others = of_others.saturating_add(season.ledger.held());
        }
    })
    .await?;
    let created = genesis::TOTAL.saturating_add(state.minted);
    let elapsed = watched.now.saturating_sub(state.genesis_ts).max(0).unsigned_abs();
    let text = |amount: u64| amount.to_string();
    Ok(Some(Supply {
        slot: found.slot,
        time: watched.now,
        supply: text(found.supply),
        at_genesis: text(genesis::TOTAL),
        emitted: text(state.minted),
        burned: text(created.saturating_sub(found.supply)),
        due: text(due(&state, watched.now)),
        still_to_come: text(schedule::TOTAL.saturating_sub(state.minted)),
        hard_cap: text(HARD_CAP),
        genesis_ts: state.genesis_ts,
        month: (elapsed / schedule::MONTH_SECONDS + 1).min(schedule::MONTHS),
        months: schedule::MONTHS,
        mint: MINT.address.to_string(),
        locked: CategoryKind::ALL
            .into_iter()
            .zip(&found.locked)
            .map(|(kind, amount)| LockedCategory { category: kind.name().into(), amount: text(*amount) })
            .collect(),
        locked_total: text(sum(&found.locked)),
        airdrops: seasons
            .iter()
            .zip(&found.airdrops)
            .map(|(season, amount)| SeasonBalance { season: season.to_string(), amount: text(*amount) })
            .collect(),
        airdrops_total: text(sum(&found.airdrops)),
        airdrops_of_others: text(of_others),
        treasury: treasury
            .iter()
            .zip(&found.treasury)
            .map(|((name, wallet), amount)| WalletBalance {
                name: name.clone(),
                wallet: wallet.to_string(),
                amount: text(*amount),
            })
            .collect(),
        treasury_total: text(sum(&found.treasury)),
        circulating: text(found.circulating()),
    }))
}
