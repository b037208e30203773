//! When nodes are out.

use {super::LAST_HOUR, io_economics::time::HOUR, io_reference::orders::Interval};

/// Whether nodes are out again and again in this story.
pub const fn flaps(number: u64) -> bool {
    number % 3 == 2
}

/// What of some outages lies in the hour before this one.
pub fn parts(outages: &[Interval], hour: i64) -> impl Iterator<Item = Interval> + '_ {
    let part = move |(from, to): &Interval| ((*from).max((hour - 1) * HOUR), (*to).min(hour * HOUR));
    outages.iter().map(part).filter(|(from, to)| from < to)
}

/// When a node is out, in seconds after the start: once or twice in two days, or again and again.
pub fn outages(random: &mut fastrand::Rng, flaps: bool) -> Vec<Interval> {
    let (gap, length) =
        if flaps { (1..9 * HOUR, 60..5 * HOUR) } else { (26 * HOUR..60 * HOUR, 60..20 * HOUR) };
    let mut all = Vec::new();
    let mut now = random.i64(0..if flaps { HOUR } else { 20 * HOUR });
    while now < LAST_HOUR * HOUR {
        let to = now + random.i64(length.clone());
        all.push((now, to));
        now = to + random.i64(gap.clone());
    }
    all
}
