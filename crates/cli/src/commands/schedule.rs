//! The emission, month by month. Needs no cluster; with one, it says when.

use {
    crate::{time, Failure, Session},
    clap::Args,
    io_client::{
        addresses::emission::EMISSION,
        amount::io,
        economics::{
            emission::{MONTHS, MONTH_SECONDS, TABLE},
            genesis,
        },
        emission::Emission,
    },
    io_rpc::read,
    serde_json::json,
};

/// Which months.
#[derive(Args, Debug)]
pub struct Schedule {
    /// Every month, not only the last one of each year
    #[arg(long, conflicts_with = "month")]
    monthly: bool,
    /// Only this month, 1 to 240
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=240))]
    month: Option<u64>,
    /// Ask no cluster for the date of genesis
    #[arg(long)]
    offline: bool,
}

impl Schedule {
    /// Prints them.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let genesis = if self.offline { None } else { genesis_ts(session) };
        let chosen = |month: &u64| match self.month {
            Some(only) => *month == only,
            None => self.monthly || *month == 1 || month.is_multiple_of(12),
        };
        let mut rows = Vec::new();
        for month in (1..=MONTHS).filter(chosen) {
            let at = |month: u64| {
                usize::try_from(month).ok().and_then(|i| TABLE.get(i)).copied().unwrap_or_default()
            };
            let (total, before) = (at(month), at(month.saturating_sub(1)));
            let emitted = total.saturating_sub(before);
            let supply = genesis::TOTAL.saturating_add(total);
            let ends = genesis.map(|start| start.saturating_add((MONTH_SECONDS * month) as i64));
            rows.push(vec![
                month.to_string(),
                io(emitted),
                io(total),
                io(supply),
                ends.map_or_else(String::new, time::utc),
            ]);
            session.output.push(
                "months",
                json!({
                    "month": month,
                    "emitted": emitted.to_string(),
                    "emitted_so_far": total.to_string(),
                    "supply_without_burns": supply.to_string(),
                    "ends_at": ends,
                }),
            );
        }
        let header = ["month", "IO emitted in it", "IO emitted so far", "supply without burns", "ends"];
        session.output.table(&header, &[0, 1, 2, 3], rows);
        Ok(())
    }
}

/// When the emission has started; none if it has not, or no cluster answers.
fn genesis_ts(session: &Session) -> Option<i64> {
    let state: Emission = read(session.chain, &EMISSION.address).ok()??;
    (state.genesis_ts != 0).then_some(state.genesis_ts)
}
