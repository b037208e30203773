//! Arithmetic and aborts of the shipped compiler: bytecode in the SVM against native Rust.

use {
    io_testkit::{bytecode, World},
    proptest::{prelude::*, test_runner::TestRunner},
    solana_instruction::Instruction,
    solana_signer::Signer,
    std::panic,
};

struct Probe {
    world: World,
    id: anchor_lang::prelude::Pubkey,
}

impl Probe {
    fn new() -> Self {
        let mut world = World::new();
        let id = world.key().pubkey();
        world.svm.add_program(id, &bytecode::read("io_probe")).unwrap();
        Self { world, id }
    }

    /// The result of an operation, or `None` if the transaction aborted.
    fn run(&mut self, operation: u8, a: u128, b: u128) -> Option<u128> {
        let data = [&[operation][..], &a.to_le_bytes(), &b.to_le_bytes()].concat();
        let call = Instruction { program_id: self.id, accounts: vec![], data };
        match self.world.send(&[call], &[]) {
            Ok(receipt) => Some(u128::from_le_bytes({
                let mut bytes = [0; 16];
                // The runtime cuts trailing zeros.
                bytes[..receipt.return_data.len()].copy_from_slice(&receipt.return_data);
                bytes
            })),
            Err(failure) => {
                assert!(
                    failure.logs.iter().any(|line| line.contains("failed")),
                    "the abort is the program's: {failure:?}"
                );
                None
            }
        }
    }

    fn compare(&mut self, operation: u8, a: u128, b: u128) {
        let native = panic::catch_unwind(|| io_probe::compute(operation, a, b)).ok();
        let bytecode = self.run(operation, a, b);
        assert_eq!(bytecode, native, "operation {operation} of {a:#x} and {b:#x}");
    }
}

fn edges() -> Vec<u128> {
    let mut edges =
        vec![0, 1, 2, 3, 5, 10, u128::from(u64::MAX), u128::MAX, i128::MAX as u128, i128::MIN as u128];
    edges.extend([1u128 << 63, 1 << 64, (1 << 64) + 1, 1 << 96, (1 << 96) - 1, u128::MAX - 1]);
    edges.extend([1.5f64, -2.25, 1e300, f64::INFINITY, f64::MIN_POSITIVE].map(|f| u128::from(f.to_bits())));
    edges
}

#[test]
fn every_operation_at_the_edges() {
    panic::set_hook(Box::new(|_| {}));
    let mut probe = Probe::new();
    for operation in 0..io_probe::OPERATIONS {
        for a in edges() {
            for b in edges() {
                probe.compare(operation, a, b);
            }
        }
    }
}

#[test]
fn random_operands_of_every_length() {
    panic::set_hook(Box::new(|_| {}));
    let mut probe = Probe::new();
    let operand = || (any::<u128>(), 0u32..128).prop_map(|(value, shift)| value >> shift);
    let cases = (0..io_probe::OPERATIONS, operand(), operand());
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 5_000, failure_persistence: None, ..Default::default() });
    let probe = std::cell::RefCell::new(&mut probe);
    runner
        .run(&cases, |(operation, a, b)| {
            probe.borrow_mut().compare(operation, a, b);
            Ok(())
        })
        .unwrap();
}

#[test]
fn each_way_to_abort_aborts() {
    panic::set_hook(Box::new(|_| {}));
    let mut probe = Probe::new();
    let max = u128::MAX;
    for (what, operation, a, b) in [
        ("u128 addition that overflows", 6, max, 1),
        ("u128 subtraction that overflows", 7, 0, 1),
        ("u128 multiplication that overflows", 8, max, 2),
        ("i128 multiplication that overflows", 9, i128::MIN as u128, max),
        ("u64 addition that overflows", 13, u128::from(u64::MAX), 1),
        ("u128 division by zero", 1, 1, 0),
        ("i128 division that overflows", 3, i128::MIN as u128, max),
        ("u64 division by zero", 14, 1, 0),
        ("an index out of bounds", 15, 4, 0),
        ("an unwrap of None", 16, 0, 0),
        ("a panic", 255, 0, 0),
    ] {
        assert_eq!(probe.run(operation, a, b), None, "{what}");
    }
    assert_eq!(probe.run(16, 7, 0), Some(7), "and what is fine is fine");
}
