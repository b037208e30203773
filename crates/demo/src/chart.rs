//! The supply over 20 years and, on an axis of its own, what was burned of it, as SVG and PNG.

use {
    crate::{distribution::Month, emission::Story},
    anyhow::{anyhow, Result},
    io_economics::{genesis, units::BASE_UNITS_PER_IO},
    plotters::{
        coord::Shift,
        prelude::*,
        style::{register_font, FontStyle},
    },
    std::path::{Path, PathBuf},
};

const SIZE: (u32, u32) = (1_000, 600);
/// Where the legend is, in the plot.
const LEGEND: (i32, i32) = (375, 226);
const GENESIS: RGBColor = RGBColor(0x4c, 0x6e, 0xf5);
const EMISSION: RGBColor = RGBColor(0x12, 0xb8, 0x86);
const BURNED: RGBColor = RGBColor(0xf0, 0x8c, 0x00);
const LOCKED: RGBColor = RGBColor(0x49, 0x50, 0x57);
const CIRCULATING: RGBColor = RGBColor(0x9c, 0x36, 0xb5);
const CAP: RGBColor = RGBColor(0xe0, 0x31, 0x31);

/// Draws `supply.svg` and `supply.png` into `folder`; returns their paths.
pub fn draw(story: &Story, folder: &Path) -> Result<Vec<PathBuf>> {
    register_font("sans-serif", FontStyle::Normal, epaint_default_fonts::UBUNTU_LIGHT)
        .map_err(|_| anyhow!("the chart's font is not a font"))?;
    let [svg, png] = ["supply.svg", "supply.png"].map(|name| folder.join(name));
    draw_on(SVGBackend::new(&svg, SIZE).into_drawing_area(), story)?;
    draw_on(BitMapBackend::new(&png, SIZE).into_drawing_area(), story)?;
    Ok(vec![svg, png])
}

fn draw_on<B: DrawingBackend>(area: DrawingArea<B, Shift>, story: &Story) -> Result<()>
where
    B::ErrorType: 'static,
{
    let millions = |base_units: u64| base_units as f64 / BASE_UNITS_PER_IO as f64 / 1e6;
    let genesis = millions(genesis::TOTAL);
    let supply = by_year(&story.months, |emitted| genesis + millions(emitted));

    let thousands = |base_units: u64| millions(base_units) * 1e3;
    let burned = by_year(&story.months_burned, thousands);
    let all_burned = story.months_burned.last().copied().unwrap_or_default();
    // The line ends below the legend, which is below the supply's lines.
    let most_burned = (4.5 * thousands(all_burned)).max(1.0);

    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("Supply of IO, millions", ("sans-serif", 28))
        .margin(20)
        .x_label_area_size(45)
        .y_label_area_size(60)
        .right_y_label_area_size(70)
        .build_cartesian_2d(0.0..20.0, 0.0..900.0)?
        .set_secondary_coord(0.0..20.0, 0.0..most_burned);
    chart
        .configure_mesh()
        .x_desc("years since genesis")
        .x_labels(11)
        .x_label_formatter(&|year| format!("{year:.0}"))
        .y_labels(10)
        .y_label_formatter(&|supply| format!("{supply:.0}"))
        .label_style(("sans-serif", 17))
        .light_line_style(WHITE)
        .draw()?;
    chart
        .configure_secondary_axes()
        .y_desc("burned, thousands of IO")
        .y_labels(10)
        .y_label_formatter(&|burned| format!("{burned:.0}"))
        .label_style(("sans-serif", 17).into_font().color(&BURNED))
        .axis_style(BURNED)
        .draw()?;
    let swatch = |color: RGBColor| {
        move |(x, y): (i32, i32)| Rectangle::new([(x, y - 5), (x + 18, y + 5)], color.filled())
    };
    chart
        .draw_series(
            AreaSeries::new(supply.clone(), 0.0, EMISSION.mix(0.35)).border_style(EMISSION.stroke_width(2)),
        )?
        .label("emitted: 300M over 240 months")
        .legend(swatch(EMISSION));
    chart
        .draw_series(AreaSeries::new([(0.0, genesis), (20.0, genesis)], 0.0, GENESIS.mix(0.5)))?
        .label("genesis: 500M")
        .legend(swatch(GENESIS));
    let months =
        |figure: fn(&Month) -> u64| -> Vec<u64> { story.distribution.months.iter().map(figure).collect() };
    let locked = by_year(&months(|month| month.locked), millions);
    let circulating = by_year(&months(|month| month.circulating), millions);
    chart
        .draw_series(AreaSeries::new(locked, 0.0, LOCKED.mix(0.6)).border_style(LOCKED.stroke_width(2)))?
        .label("locked: 272M, released in months 13 to 48")
        .legend(swatch(LOCKED));
    chart
        .draw_series(LineSeries::new(circulating, CIRCULATING.stroke_width(3)))?
        .label("circulating: neither locked nor in airdrops nor in the treasury")
        .legend(swatch(CIRCULATING));
    chart
        .draw_secondary_series(LineSeries::new(burned, BURNED.stroke_width(3)))?
        .label(format!("burned by slashes and the buyback, right axis: {:.1}k", thousands(all_burned)))
        .legend(swatch(BURNED));
    chart
        .draw_series(LineSeries::new([(0.0, 800.0), (20.0, 800.0)], CAP.stroke_width(2)))?
        .label("hard cap: 800M")
        .legend(swatch(CAP));
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::Coordinate(LEGEND.0, LEGEND.1))
        .label_font(("sans-serif", 17))
        .background_style(WHITE.mix(0.85))
        .border_style(BLACK.mix(0.2))
        .draw()?;
    area.present()?;
    Ok(())
}

/// Figures of months, from month 0 on, as points over years.
fn by_year(months: &[u64], figure: impl Fn(u64) -> f64) -> Vec<(f64, f64)> {
    months.iter().enumerate().map(|(month, of)| (month as f64 / 12.0, figure(*of))).collect()
}
