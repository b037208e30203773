//! Every instruction in every state of an order, in both currencies, paused or not.

mod orders_scene;

use {
    io_client::{
        orders::{self, OrdersError, Stage},
        staking,
    },
    io_testkit::{
        calls::{ALREADY_IN_USE, NOT_THERE},
        Refusal,
    },
    orders_scene::{both, Scene, BOOKED, DAY, HOUR},
    solana_signer::Signer,
    OrdersError::*,
};

/// What a call answers: the order's stage after it, none if it is gone; or the error.
type Answer = Result<Option<Stage>, Refusal>;

/// The answers in one state, in the order of [`Scene::calls`].
type Answers = [Answer; 13];

fn to(stage: Stage) -> Answer {
    Ok(Some(stage))
}

fn no(error: OrdersError) -> Answer {
    Err(error.into())
}

fn not_there() -> Answer {
    Err(NOT_THERE.into())
}

const GONE: Answer = Ok(None);
/// Refused before anything is looked at, by a pause.
const ENTRIES: [&str; 2] = ["accept", "extend"];

/// Holds a scene against its answers, as it is and with both programs paused.
fn holds(state: &str, mut scene: Scene, answers: Answers) {
    scene.world.attest(&scene.cast, &scene.deal.node);
    answer(state, &scene, answers);

    let (desk, cast) = (scene.desk.clone(), scene.cast.clone());
    scene.world.accepted(&[orders::set_paused(&desk.admin.pubkey(), true)], &[&desk.admin]);
    scene.world.accepted(&[staking::set_paused(&cast.admin.pubkey(), true)], &[&cast.admin]);
    let gone = answers[2] == not_there();
    let mut paused = answers;
    for (call, answer) in scene.calls().iter().zip(&mut paused) {
        if ENTRIES.contains(&call.name) && !gone || call.name == "create again" {
            *answer = no(Paused);
        }
    }
    answer(&format!("{state}, paused"), &scene, paused);
}

fn answer(state: &str, scene: &Scene, answers: Answers) {
    for (call, answer) in scene.calls().into_iter().zip(answers) {
        println!("{}, when {state}, in {:?}", call.name, scene.currency);
        let mut fork = scene.clone();
        match answer {
            Err(error) => {
                fork.world.refused(std::slice::from_ref(&call.instruction), &call.signers(), error);
            }
            Ok(stage) => {
                fork.world.accepted(std::slice::from_ref(&call.instruction), &call.signers());
                let order = fork.world.svm.get_account(&fork.address).filter(|order| !order.data.is_empty());
                assert_eq!(order.map(|_| fork.world.stage(&fork.address)), stage);
            }
        }
    }
    others(state, scene);
}

/// What is not on the order does not touch it, whatever its state.
fn others(state: &str, scene: &Scene) {
    let before = scene.world.svm.get_account(&scene.address);
    let fees = scene.world.ledger(scene.currency).balances.fees;
    for call in scene.other_calls() {
        println!("{}, when {state}, in {:?}", call.name, scene.currency);
        let error = match call.name {
            "sweep" if fees == 0 => Some(Refusal::from(NothingToSweep)),
            "take an unclaimed balance" => Some(NOT_THERE.into()),
            "initialize" | "open ledger" => Some(ALREADY_IN_USE.into()),
            "accept admin" => Some(NotNextAdmin.into()),
            _ => None,
        };
        let mut fork = scene.clone();
        match error {
            Some(error) => {
                fork.world.refused(std::slice::from_ref(&call.instruction), &call.signers(), error);
            }
            None => {
                fork.world.accepted(std::slice::from_ref(&call.instruction), &call.signers());
            }
        }
        assert!(fork.world.svm.get_account(&fork.address) == before);
    }
    // A place that was opened before and in which nothing waits.
    let mut fork = scene.clone();
    for name in ["open an unclaimed balance", "take an unclaimed balance"] {
        let call = scene.other_calls().into_iter().find(|call| call.name == name).unwrap();
        fork.world.accepted(std::slice::from_ref(&call.instruction), &call.signers());
    }
    assert!(fork.world.svm.get_account(&fork.address) == before);
}

#[test]
#[rustfmt::skip]
fn open() {
    use Stage::{Running, Settled};
    for scene in both(Scene::open) {
        let mut answers = [
            to(Settled), no(AcceptWindowOpen), to(Running), no(NotAccepted), no(NotAccepted), no(NotAccepted),
            no(NotAccepted), no(NotAccepted), no(NotAccepted), no(NotAccepted), no(NotDisputed), no(NotSettled), no(NumberInUse),
        ];
        holds("open", scene.clone(), answers);
        holds("open, in its last second", scene.clone().at(DAY), answers);
        (answers[1], answers[2]) = (to(Settled), no(AcceptWindowOver));
        holds("open, the window over", scene.clone().at(DAY + 1), answers);
        holds("open, a year later", scene.at(365 * DAY), answers);
    }
}

#[test]
#[rustfmt::skip]
fn running() {
    use Stage::{Disputed, Ended, Running, Settled};
    for scene in both(Scene::running) {
        let mut answers = [
            no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyAccepted), to(Running), no(FirstHour), to(Running),
            to(Ended), to(Settled), no(StillBooked), to(Disputed), no(NotDisputed), no(NotSettled), no(NumberInUse),
        ];
        holds("running, within the first hour", scene.clone().at(HOUR - 1), answers);
        (answers[4], answers[7]) = (to(Running), to(Ended));
        holds("running", scene.clone().at(HOUR), answers);
        holds("running, in its last second", scene.clone().at(BOOKED - 1), answers);
        (answers[3], answers[4], answers[8]) = (no(ServiceOver), no(EndFirst), to(Ended));
        holds("running, its time over", scene.clone().at(BOOKED), answers);
        answers[9] = no(DisputeWindowOver);
        holds("running, its holdback over too", scene.clone().at(BOOKED + DAY), answers);
        holds("running, a year later", scene.at(365 * DAY), answers);
    }
}

#[test]
#[rustfmt::skip]
fn ended() {
    use Stage::{Disputed, Ended, Settled};
    for scene in both(|currency| Scene::running(currency).at(BOOKED - 1).after("end by the operator")) {
        let mut answers = [
            no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyEnded), to(Ended), to(Ended),
            no(AlreadyEnded), no(AlreadyEnded), no(AlreadyEnded), to(Disputed), no(NotDisputed), no(NotSettled), no(NumberInUse),
        ];
        holds("ended", scene.clone(), answers);
        holds("ended, just before its holdback is over", scene.clone().at(BOOKED - 2 + DAY), answers);
        (answers[4], answers[9]) = (to(Settled), no(DisputeWindowOver));
        holds("ended, its holdback over", scene.clone().at(BOOKED - 1 + DAY), answers);
        holds("ended, a year later", scene.at(365 * DAY), answers);
    }
}

#[test]
#[rustfmt::skip]
fn disputed() {
    use Stage::{Disputed as InDispute, Settled};
    let ran = |currency| Scene::running(currency).at(DAY).after("dispute");
    let ended = |currency| Scene::running(currency).at(DAY).after("end by the client").after("dispute");
    for scene in both(ran).into_iter().chain(both(ended)) {
        let mut answers = [
            no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyEnded), no(Disputed), to(InDispute),
            no(AlreadyEnded), no(AlreadyEnded), no(AlreadyEnded), no(Disputed), to(Settled), no(NotSettled), no(NumberInUse),
        ];
        holds("disputed", scene.clone(), answers);
        holds("disputed, in the arbiter's last second", scene.clone().at(8 * DAY - 1), answers);
        (answers[4], answers[10]) = (to(Settled), no(ArbiterTooLate));
        holds("disputed, the arbiter silent", scene.clone().at(8 * DAY), answers);
        holds("disputed, a year later", scene.at(365 * DAY), answers);
    }
}

/// Each way to the end of an order.
fn ends() -> [fn(Scene) -> Scene; 9] {
    [
        |open| open.after("cancel"),
        |open| open.at(DAY + 1).after("cancel by a stranger"),
        |open| open.accepted().at(60).after("end by the operator"),
        |open| open.accepted().at(60).after("end by the client").at(9 * DAY).after("settle"),
        |open| open.accepted().at(BOOKED).after("end by a stranger").at(9 * DAY).after("settle"),
        |open| open.accepted().at(DAY).after("dispute").after("resolve"),
        |open| open.accepted().at(DAY).after("dispute").at(9 * DAY).after("settle"),
        |open| open.accepted().at(DAY).after("end by the client").after("dispute").after("resolve"),
        |open| {
            open.accepted().at(DAY).after("end by the client").after("dispute").at(9 * DAY).after("settle")
        },
    ]
}

#[test]
fn settled() {
    for open in both(Scene::open) {
        for (number, end) in ends().into_iter().enumerate() {
            let mut answers = [no(AlreadySettled); 13];
            (answers[10], answers[11], answers[12]) = (no(NotDisputed), GONE, no(NumberInUse));
            holds(&format!("settled in way {number}"), end(open.clone()), answers);
        }
    }
}

#[test]
fn closed() {
    for open in both(Scene::open) {
        for (number, end) in ends().into_iter().enumerate() {
            let scene = end(open.clone());
            let lamports = |scene: &Scene| scene.world.svm.get_balance(&scene.client()).unwrap();
            let before = lamports(&scene);
            let scene = scene.after("close");
            let rent = io_testkit::World::rent(8 + std::mem::size_of::<orders::Order>());
            assert_eq!(lamports(&scene), before + rent, "all of the rent");
            let mut answers = [not_there(); 13];
            answers[12] = to(Stage::Open);
            holds(&format!("closed, settled in way {number}"), scene, answers);
        }
    }
}
