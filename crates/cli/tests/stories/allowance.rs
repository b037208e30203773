//! What a client lets a keeper draw to extend its order.

use {
    crate::{ready_node, town},
    io_cli::Exit,
    io_client::{
        addresses::external::{TOKEN_PROGRAM, USDC_MINT},
        economics::{time::DAY, units::BASE_UNITS_PER_USDC},
        orders::{order_address, Order},
        subscriptions::{self, allowance_address, Allowance},
        token::associated_address,
    },
    io_rpc::{read, Chain},
    io_testkit::bytecode,
    serde_json::json,
    solana_instruction::{AccountMeta, Instruction},
    solana_keypair::read_keypair_file,
    solana_pubkey::Pubkey,
};

#[test]
fn a_client_lets_a_keeper_draw_and_takes_it_back() {
    let shell = town();
    let node = ready_node(&shell);
    let terms = format!("order create --node {node} --processors 1 --rate \"1 USDC\" --for 2d");
    shell.io("client", &terms);
    let keeper = shell.address("stranger");
    let line = format!("order allow 0 --keeper {keeper} --most \"30 USDC\" --every 1d --for 1w");
    let absent = shell.fails("client", &line, Exit::NotThere);
    assert!(absent.contains("is not on this cluster"), "{absent}");
    let code = bytecode::read("io_allowances");
    shell.chain.world().svm.add_program(subscriptions::ID, &code).unwrap();
    let order = order_address(&shell.address("client"), 0);
    let of_another = line.replace("allow 0", &format!("allow {order}"));
    shell.fails("holder", &of_another, Exit::Key);
    shell.fails("client", &line.replace("30 USDC", "30 IO"), Exit::Usage);

    let allowed = shell.io("client", &line);
    let there: Order = read(&shell.chain, &order).unwrap().unwrap();
    let client: Pubkey = shell.address("client");
    let address = allowance_address(&client, &USDC_MINT, &keeper, there.serial);
    assert_eq!(allowed["allowance"], address.to_string());
    let allowance = Allowance::read(&shell.chain.account(&address).unwrap().unwrap().data).unwrap();
    assert_eq!((allowance.from, allowance.to, allowance.mint), (client, keeper, USDC_MINT));
    assert_eq!(allowance.each_period, 30 * BASE_UNITS_PER_USDC);
    assert_eq!((allowance.period_seconds, allowance.drawn), (86_400, 0));
    assert_eq!(allowance.expires_at, shell.chain.now().unwrap() + 7 * DAY);
    let twice = shell.fails("client", &line, Exit::Refused);
    assert!(twice.contains("io order disallow"), "{twice}");

    let all = format!("order disallow --keeper {keeper}");
    let one = all.replace("disallow", "disallow 0");
    let taken = shell.io("client", &one);
    assert_eq!(taken["allowances"], json!([address.to_string()]));
    for line in [&one, &all] {
        let nothing = shell.fails("client", line, Exit::NotThere);
        assert!(nothing.contains("nothing to take back"), "{nothing}");
    }
    // An order that is closed leaves its allowance, on which the keeper can draw.
    shell.io("client", &line);
    shell.io("client", "order cancel 0");
    let over = shell.fails("client", &line.replace(&keeper.to_string(), &client.to_string()), Exit::Refused);
    assert!(over.contains("is over"), "{over}");
    shell.io("client", "order close 0");
    let closed = shell.fails("client", &one, Exit::NotThere);
    assert!(closed.contains("without an order"), "{closed}");
    assert_eq!(shell.io("client", &all)["allowances"], json!([address.to_string()]));
    assert!(shell.chain.account(&address).unwrap().is_none());

    shell.io("client", &format!("{terms} --id 5"));
    let line = line.replace("allow 0", "allow 5");
    let nothing = shell.fails("client", &line.replace("30 USDC", "0 USDC"), Exit::Usage);
    assert!(nothing.contains("allows nothing"), "{nothing}");
    // Its token account has room for one delegate.
    let delegate = Pubkey::new_from_array([7; 32]);
    let key = read_keypair_file(shell.file("client")).unwrap();
    let approve = Instruction {
        program_id: TOKEN_PROGRAM,
        accounts: vec![
            AccountMeta::new(associated_address(&client, &USDC_MINT), false),
            AccountMeta::new_readonly(delegate, false),
            AccountMeta::new_readonly(client, true),
        ],
        data: [&[4][..], &5u64.to_le_bytes()].concat(),
    };
    shell.chain.world().accepted(&[approve], &[&key]);
    let other = shell.fails("client", &line, Exit::Refused);
    assert!(other.contains(&delegate.to_string()), "{other}");
}
