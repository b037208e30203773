//! Outages as a plain list, in Unix seconds, and beside it what an order keeps of them.

/// `[from, to)`.
pub type Interval = (i64, i64);

fn length((from, to): Interval) -> i64 {
    to - from
}

fn before((from, to): Interval, line: i64) -> i64 {
    to.min(line) - from.min(line)
}

/// All of them as they were; and as they count, once more than two lay in one holdback.
#[derive(Clone, Default)]
pub struct Outages {
    pub all: Vec<Interval>,
    counted: Vec<Interval>,
    /// Whether some count elsewhere than they were.
    pub moved: bool,
}

impl Outages {
    pub fn seconds(&self) -> i64 {
        self.all.iter().copied().map(length).sum()
    }

    /// The end of the last one.
    pub fn end(&self) -> Option<i64> {
        self.all.last().map(|last| last.1)
    }

    /// Seconds that count as before `line`.
    pub fn before(&self, line: i64) -> i64 {
        self.counted.iter().map(|outage| before(*outage, line)).sum()
    }

    /// Seconds that were before `line`.
    pub fn really_before(&self, line: i64) -> i64 {
        self.all.iter().map(|outage| before(*outage, line)).sum()
    }

    /// Adds one. Up to `line` all is final; with a third one from there on, the
    /// second one counts as if it had followed the first at once.
    pub fn add(&mut self, line: i64, new: Interval) {
        self.all.push(new);
        let (mut done, mut open) = (Vec::new(), Vec::new());
        for (from, to) in self.counted.drain(..) {
            // What crosses the line is cut there.
            done.extend((from < line).then_some((from, to.min(line))));
            open.extend((to > line).then_some((from.max(line), to)));
        }
        match open.last_mut() {
            Some(last) if last.1 == new.0 => last.1 = new.1,
            _ => open.push(new),
        }
        if let [first, second, third] = open[..] {
            self.moved = true;
            open = vec![(first.0, first.1 + length(second)), third];
        }
        self.counted = done;
        self.counted.extend(open);
        assert_eq!(self.counted.iter().copied().map(length).sum::<i64>(), self.seconds());
    }
}
