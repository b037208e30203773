//! How much IO there is, and how much of it circulates: one rule for all tools.
//!
//! A season counts as not circulating only if a wallet of the treasury funds it: otherwise anybody
//! could lower the number by putting IO into a season that is never opened.

use {
    crate::{token_amount, Chain, Fault, Kind, Refusal},
    io_client::{
        addresses::{emission::MINT, vesting::VAULTS},
        airdrop::vault_address,
        economics::units::BASE_UNITS_PER_IO,
        orders::{mint, Currency},
        token::associated_address,
        vesting::CategoryKind,
    },
    serde_json::{Map, Value},
    solana_account::Account,
    solana_program_pack::Pack,
    solana_pubkey::Pubkey,
    spl_token_interface::state::Mint,
    std::{fs, path::Path},
};

/// The treasury's wallets, each with its name.
pub type Treasury = Vec<(String, Pubkey)>;

/// Base units of IO that exist.
///
/// # Errors
/// If there is no IO mint.
pub fn mint_supply(account: Option<&Account>) -> Result<u64, Fault> {
    let mint = account.and_then(|account| Mint::unpack(&account.data).ok());
    mint.map(|mint| mint.supply).ok_or_else(|| {
        let message = "There is no IO mint on this cluster.".to_owned();
        Refusal { kind: Kind::NotThere, ..Refusal::of_rule(message) }.into()
    })
}

/// What circulates and what does not, at one slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circulation {
    /// The slot at which it was read.
    pub slot: u64,
    /// Base units of IO that exist.
    pub supply: u64,
    /// In the vaults of the locks, in the order of [`CategoryKind::ALL`].
    pub locked: Vec<u64>,
    /// In the seasons that the treasury funds.
    pub airdrops: Vec<u64>,
    /// In the treasury's wallets.
    pub treasury: Vec<u64>,
}

impl Circulation {
    /// Reads it in one call, so that nothing is counted on both sides of a transfer: of the seasons
    /// that the treasury funds, and of its wallets.
    ///
    /// # Errors
    /// If the cluster does not answer, or has no IO mint.
    pub fn read(chain: &dyn Chain, seasons: &[Pubkey], treasury: &Treasury) -> Result<Self, Fault> {
        let mut addresses = vec![MINT.address];
        addresses.extend(VAULTS);
        addresses.extend(seasons.iter().map(vault_address));
        addresses.extend(treasury.iter().map(|(_, wallet)| associated_address(wallet, &mint(Currency::Io))));
        let found = chain.accounts_at(&addresses)?;
        let supply = mint_supply(found.value.first().and_then(Option::as_ref))?;
        let mut amounts =
            found.value.iter().skip(1).map(|account| token_amount(account.as_ref()).unwrap_or_default());
        let locked = amounts.by_ref().take(CategoryKind::ALL.len()).collect();
        let airdrops = amounts.by_ref().take(seasons.len()).collect();
        Ok(Self { slot: found.slot, supply, locked, airdrops, treasury: amounts.collect() })
    }

    /// Base units that circulate.
    #[must_use]
    pub fn circulating(&self) -> u64 {
        let away = [&self.locked, &self.airdrops, &self.treasury];
        self.supply.saturating_sub(away.into_iter().map(|amounts| sum(amounts)).fold(0, u64::saturating_add))
    }
}

/// A sum of amounts.
#[must_use]
pub fn sum(amounts: &[u64]) -> u64 {
    amounts.iter().copied().fold(0, u64::saturating_add)
}

/// An amount of IO as listing sites take it: all eight decimals, nothing else.
#[must_use]
pub fn listed(base_units: u64) -> String {
    format!("{}.{:08}", base_units / BASE_UNITS_PER_IO, base_units % BASE_UNITS_PER_IO)
}

/// The treasury's wallets of a file: names with one wallet or a list, each wallet once.
///
/// # Errors
/// If the file cannot be read, names no address, or names one twice.
pub fn treasury(path: &Path) -> Result<Treasury, String> {
    let wrong = |why: String| format!("{}: {why}.", path.display());
    let text = fs::read_to_string(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    let names: Map<String, Value> = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let mut wallets = Treasury::new();
    for (name, of_name) in &names {
        let list = match of_name {
            Value::Array(list) => list.clone(),
            one => vec![one.clone()],
        };
        for text in list {
            let address = text.as_str().and_then(|text| text.parse().ok());
            let address: Pubkey = address.ok_or_else(|| wrong(format!("{name}: {text} is no wallet")))?;
            if let Some((other, _)) = wallets.iter().find(|(_, wallet)| *wallet == address) {
                return Err(wrong(format!("{address} is in {other} and in {name}: it would count twice")));
            }
            wallets.push((name.clone(), address));
        }
    }
    Ok(wallets)
}
