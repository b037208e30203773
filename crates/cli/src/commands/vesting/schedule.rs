//! What unlocks when, month by month. Needs no cluster; with one, it says the dates.

use {
    super::{
        months::{all_unlocked, unlocked, LAST_MONTH},
        svg,
    },
    crate::{time, Exit, Failure, Session},
    clap::Args,
    io_client::{
        amount::io,
        economics::{emission::MONTH_SECONDS, vesting::CLIFF_MONTHS},
        vesting::{Category, CategoryKind},
    },
    io_rpc::read,
    serde_json::json,
    std::{fs, path::PathBuf},
};

/// Blocks of a full bar.
const BAR: u64 = 24;

/// How it is shown.
#[derive(Args, Debug)]
pub struct Schedule {
    /// Draw a chart of what is still locked, too, into this file
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Ask no cluster for the date of genesis
    #[arg(long)]
    offline: bool,
}

impl Schedule {
    /// Prints it.
    ///
    /// # Errors
    /// If the chart cannot be written.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let genesis = if self.offline { None } else { genesis(session) };
        let total = all_unlocked(LAST_MONTH);
        let mut rows = Vec::new();
        for month in CLIFF_MONTHS + 1..=LAST_MONTH {
            let (all, before) = (all_unlocked(month), all_unlocked(month - 1));
            let at = genesis.map(|start| start.saturating_add((MONTH_SECONDS * month) as i64));
            let blocks = u128::from(all) * u128::from(BAR) / u128::from(total.max(1));
            let each = CategoryKind::ALL.map(|kind| unlocked(kind, month));
            let mut row = vec![month.to_string(), at.map_or_else(String::new, time::utc)];
            row.extend(each.map(io));
            row.push(io(all - before));
            row.push(io(all));
            row.push("█".repeat(usize::try_from(blocks).unwrap_or_default()));
            rows.push(row);
            session.output.push(
                "months",
                json!({
                    "month": month,
                    "ends_at": at,
                    "seed": each[0].to_string(),
                    "series_a": each[1].to_string(),
                    "core": each[2].to_string(),
                    "unlocks": (all - before).to_string(),
                    "unlocked": all.to_string(),
                    "locked": (total - all).to_string(),
                }),
            );
        }
        let header = [
            "month",
            "ends",
            "seed, IO",
            "series A, IO",
            "core, IO",
            "unlocks, IO",
            "unlocked in all, IO",
            "",
        ];
        session.output.table(&header, &[0, 2, 3, 4, 5, 6], rows);
        if let Some(path) = &self.svg {
            let unwritable =
                |error| Failure::new(Exit::Other, format!("Cannot write {}: {error}.", path.display()));
            fs::write(path, svg::chart(genesis)).map_err(unwritable)?;
            session.output.say(format!("Chart: {}", path.display()));
            session.output.set("chart", path.display().to_string());
        }
        Ok(())
    }
}

/// When the locks started; none if they have not, or no cluster answers.
fn genesis(session: &Session) -> Option<i64> {
    let category: Category = read(session.chain, &Category::address(CategoryKind::Seed)).ok()??;
    (category.ledger.genesis != 0).then_some(category.ledger.genesis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_design_says_of_months() {
        for (month, base_units) in [
            (12, 0),
            (13, 1_007_777_777_777_776),
            (36, 24_186_666_666_666_666),
            (48, 27_200_000_000_000_000),
            (LAST_MONTH + 1, 27_200_000_000_000_000),
        ] {
            assert!(all_unlocked(month).abs_diff(base_units) <= 2, "{month}: {}", all_unlocked(month));
        }
        let chart = svg::chart(Some(1_767_225_600));
        assert!(chart.starts_with("<svg") && chart.trim_end().ends_with("</svg>"));
        assert!(chart.contains("2027-01-01"), "{chart}");
    }
}
