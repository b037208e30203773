//! Calls for several orders, in as few transactions as hold them.

use solana_instruction::Instruction;

/// Orders that one transaction steps: the log of many more is cut off.
const MOST: usize = 8;

/// Puts the calls for each order into transactions, in their order. Calls for one order stay
/// together; one that an earlier order of the transaction makes is left out.
pub fn pack(parts: &[Vec<Instruction>], fits: impl Fn(&[Instruction]) -> bool) -> Vec<Vec<Instruction>> {
    let mut groups: Vec<Vec<Instruction>> = Vec::new();
    let mut orders = MOST;
    for part in parts {
        let last = groups.last().map(Vec::as_slice).unwrap_or_default();
        let added = part.iter().filter(|call| !last.contains(call));
        let longer: Vec<Instruction> = last.iter().chain(added).cloned().collect();
        if orders < MOST && fits(&longer) {
            groups.pop();
            groups.push(longer);
            orders += 1;
        } else {
            groups.push(part.clone());
            orders = 1;
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use {super::*, solana_pubkey::Pubkey};

    fn call(number: u8) -> Instruction {
        Instruction { program_id: Pubkey::default(), accounts: Vec::new(), data: vec![number] }
    }

    fn numbers(groups: &[Vec<Instruction>]) -> Vec<Vec<u8>> {
        groups.iter().map(|group| group.iter().map(|call| call.data[0]).collect()).collect()
    }

    #[test]
    fn each_transaction_takes_what_fits() {
        let parts: Vec<_> = (1..=5).map(|number| vec![call(0), call(number)]).collect();
        let groups = pack(&parts, |calls| calls.len() <= 3);
        assert_eq!(numbers(&groups), [vec![0, 1, 2], vec![0, 3, 4], vec![0, 5]]);
        // One that fits nowhere is sent alone, and the cluster says what is wrong with it.
        assert_eq!(pack(&parts, |_| false).len(), 5);
        assert!(pack(&[], |_| true).is_empty());
    }

    #[test]
    fn eight_orders_are_the_most() {
        let parts: Vec<_> = (0..17).map(|number| vec![call(number)]).collect();
        let sizes: Vec<_> = pack(&parts, |_| true).iter().map(Vec::len).collect();
        assert_eq!(sizes, [8, 8, 1]);
    }
}
