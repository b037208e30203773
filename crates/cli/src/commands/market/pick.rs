//! Which nodes are booked: the cheapest ones, and of equal ones as few as will do.

/// What a node offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Base units per processor-hour.
    pub rate: u64,
    /// Processors that can be booked.
    pub free: u32,
    /// Processors that an order has at least: for fewer it would cost less than the least cost.
    pub least: u32,
}

/// Takes `wanted` processors: for each choice by its place, how many of it; none if there are too
/// few in all. A choice of which too few would be taken is passed over, so that nobody stops a
/// booking by an ask for next to nothing.
pub fn cheapest(choices: &[Choice], wanted: u32) -> Option<Vec<(usize, u32)>> {
    let mut order: Vec<usize> = (0..choices.len()).collect();
    let key = |place: &usize| choices.get(*place).map(|choice| (choice.rate, u32::MAX - choice.free));
    order.sort_by_key(key);
    let mut left = wanted;
    let mut picked = Vec::new();
    for place in order {
        let choice = choices.get(place)?;
        let taken = choice.free.min(left);
        if taken > 0 && taken >= choice.least {
            picked.push((place, taken));
            left -= taken;
        }
    }
    (left == 0).then_some(picked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(of: &[(u64, u32)]) -> Vec<Choice> {
        of.iter().map(|(rate, free)| Choice { rate: *rate, free: *free, least: 1 }).collect()
    }

    #[test]
    fn the_cheapest_come_first_and_the_largest_of_equal_ones() {
        let offered = choices(&[(300, 8), (200, 2), (200, 8), (100, 4)]);
        assert_eq!(cheapest(&offered, 4), Some(vec![(3, 4)]));
        assert_eq!(cheapest(&offered, 12), Some(vec![(3, 4), (2, 8)]));
        assert_eq!(cheapest(&offered, 15), Some(vec![(3, 4), (2, 8), (1, 2), (0, 1)]));
    }

    #[test]
    fn what_costs_too_little_is_passed_over() {
        let bait = Choice { rate: 1, free: 8, least: 9 };
        let cheap = Choice { rate: 50, free: 8, least: 3 };
        let dear = Choice { rate: 200, free: 8, least: 1 };
        assert_eq!(cheapest(&[bait, cheap, dear], 8), Some(vec![(1, 8)]));
        assert_eq!(cheapest(&[bait, cheap, dear], 10), Some(vec![(1, 8), (2, 2)]));
        assert_eq!(cheapest(&[bait, cheap, dear], 2), Some(vec![(2, 2)]), "two of the cheap one are too few");
        assert_eq!(cheapest(&[bait], 8), None);
    }

    #[test]
    fn too_few_are_none() {
        let offered = choices(&[(1, 8), (2, 0)]);
        assert_eq!(cheapest(&offered, 9), None);
        assert_eq!(cheapest(&[], 1), None);
        assert_eq!(cheapest(&offered, 8), Some(vec![(0, 8)]));
    }
}
