//! Twenty years of the GPU pool under three networks: what it pays, carries and releases, and what
//! is left.
//!
//! The figures are those of `io_economics`' own pool, month by month.

use {
    anyhow::{anyhow, Result},
    io_economics::{
        emission::{MONTHS, MONTH_SECONDS},
        staking::{Pool, PoolKind, ACCRUAL_LAG_SECONDS},
        units::BASE_UNITS_PER_IO,
    },
    plotters::{coord::Shift, prelude::*},
    serde::Serialize,
    std::path::{Path, PathBuf},
};

/// What is expected at genesis: 1,000 fully available H100s.
pub const FULL_WEIGHT: u64 = 10_000_000_000;

/// How the network develops against what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// From a twentieth of it, by half in a year.
    Growing,
    /// From twice as much, by a third less in a year.
    Collapsing,
    /// Between a tenth and twice as much, in two years up and in two down.
    Oscillating,
}

/// Each of them.
pub const NETWORKS: [Network; 3] = [Network::Growing, Network::Collapsing, Network::Oscillating];

impl Network {
    /// Its name in tables and charts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Growing => "growing",
            Self::Collapsing => "collapsing",
            Self::Oscillating => "oscillating",
        }
    }

    /// What it weighs in a month, from 0 on.
    pub fn weight(self, month: u64) -> u64 {
        let year = month as f64 / 12.0;
        let of_full = match self {
            Self::Growing => 0.05 * 1.5f64.powf(year),
            Self::Collapsing => 2.0 * (2.0f64 / 3.0).powf(year),
            Self::Oscillating => {
                let phase = (month % 48) as f64 / 24.0;
                0.1 + 1.9 * (1.0 - (1.0 - phase).abs())
            }
        };
        (FULL_WEIGHT as f64 * of_full) as u64
    }
}

/// A pool at the end of a month; amounts in base units of IO, since genesis where it does not say
/// otherwise.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Month {
    /// From 1 on.
    pub month: u64,
    /// What the network weighed in it.
    pub weight: u64,
    /// Accrued to the pool.
    pub accrued: u64,
    /// Paid to its nodes.
    pub paid: u64,
    /// Of that, released out of what was carried.
    pub released: u64,
    /// Accrued and not paid.
    pub carried: u64,
}

/// 20 years of a pool of full weight [`FULL_WEIGHT`].
///
/// # Errors
/// If a figure is beyond what the supply allows.
pub fn twenty_years(network: Network) -> Result<Vec<Month>> {
    let refused = |error| anyhow!("the pool refuses: {error:?}");
    let mut pool = Pool::new(PoolKind::Gpu, 0, FULL_WEIGHT).map_err(refused)?;
    let (mut months, mut released) = (Vec::new(), 0);
    for month in 0..MONTHS {
        let before = pool;
        pool.weight = network.weight(month);
        let end = (month + 1) * MONTH_SECONDS;
        pool.advance(ACCRUAL_LAG_SECONDS + i64::try_from(end)?).map_err(refused)?;
        let accrued = pool.accrued - before.accrued;
        let direct = u128::from(accrued) * u128::from(pool.weight.min(FULL_WEIGHT)) / u128::from(FULL_WEIGHT);
        let paid = pool.accrued - pool.carried.units - (before.accrued - before.carried.units);
        released += paid.saturating_sub(u64::try_from(direct)?);
        months.push(Month {
            month: month + 1,
            weight: pool.weight,
            accrued: pool.accrued,
            paid: pool.accrued - pool.carried.units,
            released,
            carried: pool.carried.units,
        });
    }
    Ok(months)
}

/// What became of the pool in 20 years of a network.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Outcome {
    /// The network.
    pub network: Network,
    /// What the pool carried at most, in base units of IO.
    pub most_carried: u64,
    /// The pool at the end.
    pub end: Month,
}

/// What becomes of the pool under each network.
///
/// # Errors
/// If a figure is beyond what the supply allows.
pub fn outcomes() -> Result<Vec<Outcome>> {
    let outcome = |network| {
        let months = twenty_years(network)?;
        let most_carried = months.iter().map(|month| month.carried).max().unwrap_or_default();
        let end = *months.last().ok_or_else(|| anyhow!("no months"))?;
        Ok(Outcome { network, most_carried, end })
    };
    NETWORKS.into_iter().map(outcome).collect()
}

const SIZE: (u32, u32) = (1_000, 600);
const COLORS: [RGBColor; 3] =
    [RGBColor(0x12, 0xb8, 0x86), RGBColor(0xe0, 0x31, 0x31), RGBColor(0x4c, 0x6e, 0xf5)];

/// Draws `carried.svg` and `carried.png` into `folder`; returns their paths.
///
/// # Errors
/// If they cannot be written.
pub fn draw(folder: &Path) -> Result<Vec<PathBuf>> {
    let [svg, png] = ["carried.svg", "carried.png"].map(|name| folder.join(name));
    draw_on(SVGBackend::new(&svg, SIZE).into_drawing_area())?;
    draw_on(BitMapBackend::new(&png, SIZE).into_drawing_area())?;
    Ok(vec![svg, png])
}

fn draw_on<B: DrawingBackend>(area: DrawingArea<B, Shift>) -> Result<()>
where
    B::ErrorType: 'static,
{
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("What the GPU pool carries, millions of IO", ("sans-serif", 28))
        .margin(20)
        .x_label_area_size(45)
        .y_label_area_size(60)
        .build_cartesian_2d(0.0..20.0, 0.0..200.0)?;
    chart
        .configure_mesh()
        .x_desc("years since genesis")
        .x_labels(11)
        .x_label_formatter(&|year| format!("{year:.0}"))
        .y_label_formatter(&|carried| format!("{carried:.0}"))
        .label_style(("sans-serif", 17))
        .light_line_style(WHITE)
        .draw()?;
    let millions = |base_units: u64| base_units as f64 / BASE_UNITS_PER_IO as f64 / 1e6;
    for (network, color) in NETWORKS.into_iter().zip(COLORS) {
        let months = twenty_years(network)?;
        let end = months.last().ok_or_else(|| anyhow!("no months"))?;
        let label = format!(
            "{}: {:.1}M paid, {:.1}M of it released, {:.1}M left",
            network.name(),
            millions(end.paid),
            millions(end.released),
            millions(end.carried),
        );
        let points = months.iter().map(|month| (month.month as f64 / 12.0, millions(month.carried)));
        chart
            .draw_series(LineSeries::new(points, color.stroke_width(3)))?
            .label(label)
            .legend(move |(x, y)| Rectangle::new([(x, y - 5), (x + 18, y + 5)], color.filled()));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .label_font(("sans-serif", 17))
        .background_style(WHITE.mix(0.85))
        .border_style(BLACK.mix(0.2))
        .draw()?;
    area.present()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_in_twenty_years_of_any_network() {
        for network in NETWORKS {
            let months = twenty_years(network).unwrap();
            let end = months[239];
            println!(
                "{}: {} IO paid, {} of it released, {} left",
                network.name(),
                end.paid / BASE_UNITS_PER_IO,
                end.released / BASE_UNITS_PER_IO,
                end.carried / BASE_UNITS_PER_IO
            );
            assert_eq!(end.accrued, 285_000_000 * BASE_UNITS_PER_IO, "95% of 300 million");
            assert_eq!(end.paid + end.carried, end.accrued);
            // No month releases more than the rate of month 240.
            let rate = ((PoolKind::Gpu.release_rate() * u128::from(MONTH_SECONDS)) >> 64) as u64;
            assert!(months.windows(2).all(|pair| pair[1].released - pair[0].released <= rate + 1));
        }
    }
}
