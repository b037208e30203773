//! What must add up, by the accounts alone.

use {
    crate::network::balance,
    anyhow::{ensure, Result},
    io_client::{
        addresses::{
            buyback::{CONFIG, IO_VAULT, USDC_VAULT},
            emission::{EMISSION, MINT},
            external::USDC_MINT,
        },
        buyback::Config,
        economics::{emission::cumulative, genesis},
        emission::Emission,
        orders::{ledger, vault, Balances, Currency, Ledger, Order},
    },
    io_localnet::Rpc,
    solana_pubkey::Pubkey,
    std::{
        thread::sleep,
        time::{Duration, Instant},
    },
};

/// Waits until nothing is left to do for a keeper.
///
/// # Errors
/// Says what is left after a minute.
pub fn wait_until_idle(rpc: &Rpc) -> Result<()> {
    let start = Instant::now();
    while let Some(what) = left(rpc)? {
        ensure!(start.elapsed() < Duration::from_secs(60), "no keeper did it: {what}");
        sleep(Duration::from_millis(500));
    }
    Ok(())
}

fn left(rpc: &Rpc) -> Result<Option<String>> {
    let emission: Emission = rpc.read(&EMISSION.address)?;
    let hours = (rpc.now()? - emission.genesis_ts) / 3_600;
    if emission.minted != cumulative(hours * 3_600) {
        return Ok(Some("emission is due".to_owned()));
    }
    let orders = rpc.every::<Order>()?.len();
    if orders > 0 {
        return Ok(Some(format!("{orders} orders are not closed")));
    }
    for currency in [Currency::Io, Currency::Usdc] {
        let balances = rpc.read::<Ledger>(&ledger(currency))?.balances;
        if balances != (Balances { swept: balances.swept, ..Balances::default() }) {
            return Ok(Some(format!("{balances:?} in {currency:?}")));
        }
    }
    let burnable = held(rpc, &IO_VAULT)?;
    Ok((burnable > 0).then(|| format!("{burnable} base units to burn")))
}

/// When nothing is left: there is as much IO as the schedule says, less what was burned; the vaults
/// of orders are empty; as many fees came to buyback as were swept, and as much USDC again as was
/// `given` to its vault, in base units.
///
/// # Errors
/// Says what does not add up.
pub fn check_totals(rpc: &Rpc, given: u64) -> Result<()> {
    let emission: Emission = rpc.read(&EMISSION.address)?;
    let totals = rpc.read::<Config>(&CONFIG.address)?.totals;
    let supply: u64 = rpc.client().get_token_supply(&MINT.address)?.amount.parse()?;
    let burned = totals.io_bought + totals.io_burned;
    ensure!(
        supply == genesis::TOTAL + emission.minted - burned,
        "{supply} base units of IO, though {} were minted and {burned} burned",
        emission.minted
    );
    for currency in [Currency::Io, Currency::Usdc] {
        let held = held(rpc, &vault(currency))?;
        ensure!(held == 0, "{held} base units are left in the vault of {currency:?}");
    }
    let swept = |currency| Ok::<_, anyhow::Error>(rpc.read::<Ledger>(&ledger(currency))?.balances.swept);
    let (io, usdc) = (swept(Currency::Io)?, swept(Currency::Usdc)?);
    ensure!(io == totals.io_burned, "{io} of fees in IO were swept, {} burned", totals.io_burned);
    let kept = held(rpc, &USDC_VAULT)?;
    ensure!(
        usdc + given == totals.usdc_spent + kept,
        "{usdc} of fees in USDC were swept, {given} given, {} spent and {kept} kept",
        totals.usdc_spent
    );
    Ok(())
}

/// The buyback has bought from one keeper that had no USDC before, and in a pool.
///
/// # Errors
/// Says what it has not done.
pub fn check_bought(rpc: &Rpc, filler: &Pubkey) -> Result<()> {
    let spent = rpc.read::<Config>(&CONFIG.address)?.totals.usdc_spent;
    let filled = balance(rpc, filler, &USDC_MINT)?;
    let swapped = spent - filled;
    println!("buyback: {spent} spent = {filled} in fills + {swapped} in swaps");
    ensure!(filled > 0 && swapped > 0, "no keeper filled, or none swapped");
    Ok(())
}

/// Base units in a token account.
fn held(rpc: &Rpc, account: &Pubkey) -> Result<u64> {
    Ok(rpc.client().get_token_account_balance(account)?.amount.parse()?)
}
