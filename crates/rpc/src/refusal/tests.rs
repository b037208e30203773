use {
    super::{errors::Idl, *},
    io_addresses::{orders, staking, PROGRAMS},
    io_client::orders::OrdersError,
    solana_instruction::Instruction,
    solana_message::Message,
    solana_transaction::Transaction,
};

fn of(code: u32, logs: &[&str]) -> Refusal {
    let error = TransactionError::InstructionError(0, InstructionError::Custom(code));
    let transaction = VersionedTransaction::default();
    Refusal::new(error, logs.iter().map(|line| (*line).to_owned()).collect(), &transaction)
}

#[test]
fn every_error_of_every_program_has_its_words() {
    for program in PROGRAMS {
        let (id, name) = (program.id, program.name);
        let idl: Idl = serde_json::from_str(program.idl).unwrap();
        assert!(!idl.errors.is_empty(), "{name}");
        for entry in idl.errors {
            let refusal = of(entry.code, &[&format!("Program {id} failed: custom program error: 0x0")]);
            assert_eq!(refusal.name, entry.name);
            assert!(refusal.to_string().starts_with(&format!("{name}: ")), "{refusal}");
            assert!(!refusal.to_string().contains("0x"), "{refusal}");
        }
    }
}

/// Every error that is no plain rule; a new one of these kinds belongs here, and an old one that is
/// gone does not.
#[test]
fn every_error_of_every_program_has_its_kind() {
    const TOO_EARLY: &[(&str, &[&str])] = &[
        ("io_emission", &["AlreadyAllocated", "EmissionEnded", "NotStarted", "NothingDue"]),
        (
            "io_staking",
            &[
                "EmissionNotStarted",
                "HeldBack",
                "NoSlashPending",
                "NothingToClaim",
                "NothingToWithdraw",
                "PauseTooSoon",
                "ReportFromFuture",
                "SlashNotOpen",
                "SlashTooSoon",
                "TicketsFull",
            ],
        ),
        (
            "io_orders",
            &[
                "AcceptWindowOpen",
                "AlreadyEnded",
                "AlreadySettled",
                "BidStands",
                "BondNotDue",
                "EndFirst",
                "FirstHour",
                "NotSettled",
                "NothingDue",
                "NothingToSweep",
                "PauseTooSoon",
                "PriceAhead",
                "RequestOpen",
                "StillBooked",
                "StillHired",
            ],
        ),
        (
            "io_buyback",
            &[
                "AuctionRunning",
                "BelowLeastBudget",
                "ExchangeTooEarly",
                "NoAuction",
                "NothingToBurn",
                "PauseTooSoon",
                "PriceAhead",
            ],
        ),
        (
            "io_vesting",
            &[
                "AlreadyInitialized",
                "AlreadyRevoked",
                "AlreadyStarted",
                "FullyVested",
                "NoSlotHash",
                "NotStarted",
                "NothingToRelease",
            ],
        ),
        (
            "io_airdrop",
            &[
                "AlreadyClaimed",
                "Closed",
                "NoSlotHash",
                "NotFunded",
                "NotFunderYet",
                "NotOpen",
                "NotOpenForOthers",
                "NotOver",
                "Over",
                "PageExists",
                "StillOpen",
            ],
        ),
    ];
    const WRONG_KEY: &[(&str, &[&str])] = &[
        ("io_emission", &["NotUpgradeAuthority"]),
        (
            "io_staking",
            &[
                "NotAdmin",
                "NotNextAdmin",
                "NotOperator",
                "NotOracle",
                "NotOrders",
                "NotOwner",
                "NotSlasher",
                "NotSlasherOrAdmin",
                "NotUpgradeAuthority",
            ],
        ),
        (
            "io_orders",
            &[
                "NotAdmin",
                "NotArbiter",
                "NotAuditor",
                "NotClient",
                "NotNextAdmin",
                "NotOperator",
                "NotOracle",
                "NotPayee",
                "NotUpgradeAuthority",
            ],
        ),
        ("io_buyback", &["NotAdmin", "NotNextAdmin", "NotOwner", "NotUpgradeAuthority"]),
        (
            "io_vesting",
            &["NotBeneficiary", "NotManager", "NotNextBeneficiary", "NotNextManager", "NotUpgradeAuthority"],
        ),
        ("io_airdrop", &["NotFunder"]),
    ];
    for program in PROGRAMS {
        let name = program.name;
        let idl: Idl = serde_json::from_str(program.idl).unwrap();
        for (kind, table) in [(Kind::TooEarly, TOO_EARLY), (Kind::WrongKey, WRONG_KEY)] {
            let mut names: Vec<&str> = idl.errors.iter().map(|entry| &entry.name[..]).collect();
            names.retain(|name| kinds::of(name) == kind);
            names.sort_unstable();
            let told = table.iter().find(|(program, _)| *program == name).map_or(&[][..], |told| told.1);
            assert_eq!(names, told, "{name}: {kind:?}");
        }
        for entry in idl.errors.iter().filter(|entry| entry.msg.starts_with("Only ")) {
            let kind = kinds::of(&entry.name);
            assert!(matches!(kind, Kind::WrongKey | Kind::TooEarly), "{name}: {}", entry.name);
        }
    }
}

#[test]
fn a_payer_without_sol_is_known_from_a_poor_wallet() {
    let transaction = VersionedTransaction::default();
    let of = |error| Refusal::new(error, Vec::new(), &transaction).is_unpaid();
    assert!(of(TransactionError::AccountNotFound));
    assert!(of(TransactionError::InsufficientFundsForFee));
    assert!(of(TransactionError::InsufficientFundsForRent { account_index: 0 }));
    assert!(!of(TransactionError::InsufficientFundsForRent { account_index: 1 }));
    assert!(!of(TransactionError::InstructionError(0, InstructionError::Custom(1))));
}

#[test]
fn the_innermost_program_is_the_one_that_refused() {
    let code = io_client::staking::StakingError::NotAvailable.into();
    let inner = format!("Program {} failed: custom program error: 0x1", staking::ID);
    let outer = format!("Program {} failed: custom program error: 0x1", orders::ID);
    let refusal = of(code, &[&inner, &outer]);
    assert!(refusal.is(&staking::ID, "NotAvailable"));
    let refusal = of(OrdersError::FirstHour.into(), &[&outer]);
    assert!(refusal.is(&orders::ID, "FirstHour"));
    assert_eq!(refusal.kind, Kind::TooEarly);
}

#[test]
fn an_account_that_is_missing_is_named() {
    let log = "Program log: AnchorError caused by account: node. Error Code: AccountNotInitialized. Error \
               Number: 3012. Error Message: The program expected this account to be already initialized.";
    let refusal = of(3012, &[log, &format!("Program {} failed: custom program error: 0xbc4", orders::ID)]);
    assert_eq!(refusal.kind, Kind::NotThere);
    assert!(refusal.message.starts_with("The account \"node\" does not exist"), "{refusal}");
}

#[test]
fn without_logs_a_missing_account_still_is_one() {
    let error = TransactionError::InstructionError(0, InstructionError::Custom(3012));
    let call = Instruction::new_with_bytes(orders::ID, &[], Vec::new());
    let transaction = Transaction::new_unsigned(Message::new(&[call], None)).into();
    let refusal = Refusal::new(error, Vec::new(), &transaction);
    assert_eq!((refusal.kind, refusal.name.as_str()), (Kind::NotThere, "AccountNotInitialized"));
    assert!(refusal.message.starts_with("An account does not exist"), "{refusal}");
}

#[test]
fn without_logs_and_words_it_still_is_a_sentence() {
    for code in [0, 1, 2, 77, u32::MAX] {
        assert!(of(code, &[]).to_string().ends_with('.'));
    }
}
