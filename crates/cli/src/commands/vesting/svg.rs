//! A chart of what is still locked, as SVG: three areas that fall month by month.

use {
    super::months::{all_unlocked, unlocked, LAST_MONTH},
    crate::time,
    io_client::{
        economics::{emission::MONTH_SECONDS, units::BASE_UNITS_PER_IO},
        vesting::CategoryKind,
    },
    std::fmt::Write,
};

/// Pixels of the chart's inside, and of what is around it.
const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 440.0;
const LEFT: f64 = 80.0;
const TOP: f64 = 60.0;
/// Months of the axis.
const MONTHS: u64 = LAST_MONTH + 2;
/// Millions of IO of the axis.
const MOST: f64 = 300.0;

const COLORS: [&str; 3] = ["#4c6ef5", "#12b886", "#f08c00"];
const NAMES: [&str; 3] = ["seed investors", "series A investors", "core contributors"];

/// Draws it; with dates if the locks have started.
pub fn chart(genesis: Option<i64>) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 580\" \
         font-family=\"sans-serif\" font-size=\"15\">\n\
         <rect width=\"1000\" height=\"580\" fill=\"white\"/>\n\
         <text x=\"500\" y=\"34\" text-anchor=\"middle\" font-size=\"24\">IO of genesis that is locked, \
         millions</text>\n",
    );
    for millions in (0..=300).step_by(50) {
        let y = y(f64::from(millions));
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\" stroke=\"#dddddd\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{millions}</text>",
            LEFT + WIDTH,
            LEFT - 8.0,
            y + 5.0
        );
    }
    // The last category is drawn first, from the sum of all three down to the first one alone.
    for (place, color) in COLORS.iter().enumerate().rev() {
        let (mut points, mut before) = (String::new(), stacked(place, 0));
        let _ = write!(points, "{:.1},{:.1} {:.1},{:.1}", x(0), y(0.0), x(0), y(before));
        for month in 1..=MONTHS {
            let after = stacked(place, month);
            let _ = write!(points, " {:.1},{:.1} {:.1},{:.1}", x(month), y(before), x(month), y(after));
            before = after;
        }
        let _ =
            writeln!(svg, "<polygon points=\"{points} {:.1},{:.1}\" fill=\"{color}\"/>", x(MONTHS), y(0.0));
    }
    for month in (0..=48).step_by(6) {
        let date = genesis.map(|start| time::utc(start.saturating_add((MONTH_SECONDS * month) as i64)));
        let date = date.as_deref().and_then(|date| date.get(..10)).unwrap_or_default();
        let _ = writeln!(
            svg,
            "<text x=\"{0:.1}\" y=\"{1:.1}\" text-anchor=\"middle\">{month}</text>\
             <text x=\"{0:.1}\" y=\"{2:.1}\" text-anchor=\"middle\" font-size=\"11\">{date}</text>",
            x(month),
            TOP + HEIGHT + 22.0,
            TOP + HEIGHT + 40.0
        );
    }
    for (place, (name, color)) in NAMES.iter().zip(COLORS).enumerate() {
        let y = TOP + 22.0 * (place as f64 + 1.0);
        let _ = writeln!(
            svg,
            "<rect x=\"690\" y=\"{:.1}\" width=\"18\" height=\"12\" fill=\"{color}\"/>\
             <text x=\"716\" y=\"{y:.1}\">{name}</text>",
            y - 11.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"500\" y=\"570\" text-anchor=\"middle\">months since genesis; all {:.0} million are \
         unlocked after month {LAST_MONTH}</text>\n</svg>",
        millions(all_unlocked(LAST_MONTH))
    );
    svg
}

/// Millions of IO that are locked after a month, of the categories up to `place`.
fn stacked(place: usize, month: u64) -> f64 {
    let kinds = CategoryKind::ALL.into_iter().take(place + 1);
    kinds.map(|kind| millions(kind.total().saturating_sub(unlocked(kind, month)))).sum()
}

fn millions(base_units: u64) -> f64 {
    base_units as f64 / BASE_UNITS_PER_IO as f64 / 1e6
}

fn x(month: u64) -> f64 {
    LEFT + WIDTH * month as f64 / MONTHS as f64
}

fn y(millions: f64) -> f64 {
    TOP + HEIGHT * (1.0 - millions / MOST)
}
