//! Calls with one account in place of another.

use {
    crate::scene::{Call, Scene, BOOKED},
    anchor_lang::prelude::Pubkey,
    io_client::orders::Currency,
    io_economics::time::DAY,
    io_testkit::{calls::with_account, Refusal},
    solana_signer::Signer,
};

/// Scenes in which every call on an order has a place, and the calls that are accepted there.
pub fn places(currency: Currency) -> Vec<(Scene, Vec<&'static str>)> {
    let open = Scene::open(currency);
    let running = open.clone().accepted();
    let ended = running.clone().at(BOOKED).after("end by a stranger").at(BOOKED + DAY);
    vec![
        (open.clone(), vec!["cancel", "accept"]),
        (open.at(DAY + 1), vec!["cancel by a stranger"]),
        (
            running.clone().at(BOOKED - 60),
            vec![
                "extend",
                "settle",
                "report an outage",
                "end by the client",
                "end by the operator",
                "dispute",
            ],
        ),
        (running.clone().at(BOOKED), vec!["end by a stranger"]),
        (running.at(DAY).after("dispute"), vec!["resolve"]),
        (ended.clone(), vec!["settle"]),
        (ended.after("settle"), vec!["close"]),
    ]
}

/// Calls that name `of`, with `by` in its place, are refused with `error`; but for `except`.
pub fn refused_with(
    places: &mut [(Scene, Vec<&str>)],
    of: impl Fn(&Scene) -> Pubkey,
    by: impl Fn(&mut Scene) -> Pubkey,
    error: impl Fn(&str) -> Refusal,
    except: &[&str],
) {
    let mut found = 0;
    for (scene, names) in places {
        let of = of(scene);
        let by = by(scene);
        for name in names.iter().filter(|name| !except.contains(name)) {
            let Call { instruction, signer, .. } = scene.call(name);
            if instruction.accounts.iter().any(|meta| meta.pubkey == of) {
                found += 1;
                println!("{name} in {:?}", scene.currency);
                let signers: Vec<_> = signer.iter().collect();
                scene.world.refused(&[with_account(instruction, of, by)], &signers, error(name));
            }
        }
    }
    assert!(found > 0, "no call names this account");
}

/// An account of the order's program with the same data, elsewhere.
pub fn copy(scene: &mut Scene, of: &Pubkey) -> Pubkey {
    let copy = scene.world.key().pubkey();
    let state = scene.world.svm.get_account(of).unwrap();
    scene.world.svm.set_account(copy, state).unwrap();
    copy
}

/// The same, under the system program.
pub fn forged(scene: &mut Scene, of: &Pubkey) -> Pubkey {
    let address = copy(scene, of);
    let mut state = scene.world.svm.get_account(&address).unwrap();
    state.owner = Pubkey::default();
    scene.world.svm.set_account(address, state).unwrap();
    address
}

pub fn always(error: impl Into<Refusal>) -> impl Fn(&str) -> Refusal {
    let error = error.into();
    move |_| error
}

pub const fn other(currency: Currency) -> Currency {
    match currency {
        Currency::Io => Currency::Usdc,
        Currency::Usdc => Currency::Io,
    }
}
