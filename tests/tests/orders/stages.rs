//! Every instruction in every state of an order, in both currencies, paused or not.

use {
    crate::scene::{both, Scene, BOOKED},
    io_client::{
        orders::{self, OrdersError, OrdersError::*, Stage},
        staking,
    },
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        calls::{ALREADY_IN_USE, NOT_THERE},
        Refusal,
    },
    solana_signer::Signer,
    std::collections::BTreeMap,
};

/// What a call answers: the order's stage after it, none if it is gone; or the error.
type Answer = Result<Option<Stage>, Refusal>;

/// The answers to the calls of [`Scene::calls`] in one state, by name.
#[derive(Clone)]
struct Answers(BTreeMap<&'static str, Answer>);

impl Answers {
    /// The same answer to every call, but to `create again`.
    fn all(answer: Answer) -> Self {
        let names = Scene::CALLS.map(|name| (name, answer));
        Self(names.into()).with("create again", no(NumberInUse))
    }

    fn with(mut self, name: &'static str, answer: Answer) -> Self {
        *self.0.get_mut(name).expect("a call of this name") = answer;
        self
    }
}

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
/// Refused by a pause before the order is looked at.
const ENTRIES: [&str; 2] = ["accept", "extend"];

/// Compares a scene with its answers, as it is and with both programs paused.
fn holds(state: &str, mut scene: Scene, answers: &Answers) {
    scene.world.attest(&scene.cast, &scene.deal.node);
    answer(state, &scene, answers);

    let (roles, cast) = (scene.roles.clone(), scene.cast.clone());
    scene.world.accepted(&[orders::set_paused(&roles.admin.pubkey(), true)], &[&roles.admin]);
    scene.world.accepted(&[staking::set_paused(&cast.admin.pubkey(), true)], &[&cast.admin]);
    let mut paused = answers.clone().with("create again", no(Paused));
    for name in ENTRIES.into_iter().filter(|name| answers.0[name] != not_there()) {
        paused = paused.with(name, no(Paused));
    }
    answer(&format!("{state}, paused"), &scene, &paused);
}

fn answer(state: &str, scene: &Scene, answers: &Answers) {
    for call in scene.calls() {
        println!("{}, when {state}, in {:?}", call.name, scene.currency);
        let mut fork = scene.clone();
        match answers.0[call.name] {
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
            "take an unclaimed balance" | "deliver an unclaimed balance" => Some(NOT_THERE.into()),
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
    // An unclaimed balance that was opened before and in which nothing waits.
    for closes in ["take an unclaimed balance", "deliver an unclaimed balance"] {
        let mut fork = scene.clone();
        for name in ["open an unclaimed balance", closes] {
            let call = scene.other_calls().into_iter().find(|call| call.name == name).unwrap();
            fork.world.accepted(std::slice::from_ref(&call.instruction), &call.signers());
        }
        assert!(fork.world.svm.get_account(&fork.address) == before);
    }
}

#[test]
fn open() {
    use Stage::{Running, Settled};
    for scene in both(Scene::open) {
        let answers = Answers::all(no(NotAccepted))
            .with("cancel", to(Settled))
            .with("cancel by a stranger", no(AcceptWindowOpen))
            .with("accept", to(Running))
            .with("resolve", no(NotDisputed))
            .with("close", no(NotSettled));
        holds("open", scene.clone(), &answers);
        holds("open, in its last second", scene.clone().at(DAY), &answers);
        let answers = answers.with("cancel by a stranger", to(Settled)).with("accept", no(AcceptWindowOver));
        holds("open, the window over", scene.clone().at(DAY + 1), &answers);
        holds("open, a year later", scene.at(365 * DAY), &answers);
    }
}

/// Answers of an order that was accepted and is not settled.
fn accepted() -> Answers {
    Answers::all(no(AlreadyEnded))
        .with("cancel", no(AlreadyAccepted))
        .with("cancel by a stranger", no(AlreadyAccepted))
        .with("accept", no(AlreadyAccepted))
        .with("resolve", no(NotDisputed))
        .with("close", no(NotSettled))
}

#[test]
fn running() {
    use Stage::{Disputed, Ended, Running, Settled};
    for scene in both(Scene::running) {
        let answers = accepted()
            .with("extend", to(Running))
            .with("settle", no(FirstHour))
            .with("report an outage", to(Running))
            .with("end by the client", to(Ended))
            .with("end by the operator", to(Settled))
            .with("end by a stranger", no(StillBooked))
            .with("dispute", to(Disputed));
        holds("running, within the first hour", scene.clone().at(HOUR - 1), &answers);
        let answers = answers.with("settle", no(NothingDue)).with("end by the operator", to(Ended));
        holds("running", scene.clone().at(HOUR), &answers);
        let answers = answers.with("settle", to(Running));
        holds("running, in its last second", scene.clone().at(BOOKED - 1), &answers);
        let answers = answers
            .with("extend", no(ServiceOver))
            .with("settle", no(EndFirst))
            .with("end by a stranger", to(Ended));
        holds("running, its time over", scene.clone().at(BOOKED), &answers);
        let answers =
            answers.with("dispute", no(DisputeWindowOver)).with("report an outage", no(OutageDoesNotCount));
        holds("running, its holdback over too", scene.clone().at(BOOKED + DAY), &answers);
        holds("running, a year later", scene.at(365 * DAY), &answers);
    }
}

#[test]
fn ended() {
    use Stage::{Disputed, Ended, Settled};
    for scene in both(|currency| Scene::running(currency).at(BOOKED - 1).after("end by the operator")) {
        let answers = accepted()
            .with("settle", to(Ended))
            .with("report an outage", to(Ended))
            .with("dispute", to(Disputed));
        holds("ended", scene.clone(), &answers);
        holds("ended, just before its holdback is over", scene.clone().at(BOOKED - 2 + DAY), &answers);
        let answers = answers
            .with("settle", to(Settled))
            .with("dispute", no(DisputeWindowOver))
            .with("report an outage", no(OutageDoesNotCount));
        holds("ended, its holdback over", scene.clone().at(BOOKED - 1 + DAY), &answers);
        holds("ended, a year later", scene.at(365 * DAY), &answers);
    }
}

#[test]
fn disputed() {
    use Stage::{Disputed as InDispute, Settled};
    let ran = |currency| Scene::running(currency).at(DAY).after("dispute");
    let ended = |currency| Scene::running(currency).at(DAY).after("end by the client").after("dispute");
    for scene in both(ran).into_iter().chain(both(ended)) {
        let answers = accepted()
            .with("settle", no(Disputed))
            .with("report an outage", to(InDispute))
            .with("dispute", no(Disputed))
            .with("resolve", to(Settled));
        holds("disputed", scene.clone(), &answers);
        let answers = answers.with("report an outage", no(OutageDoesNotCount));
        holds("disputed, its holdback over", scene.clone().at(2 * DAY), &answers);
        holds("disputed, in the arbiter's last second", scene.clone().at(8 * DAY - 1), &answers);
        let answers = answers.with("settle", to(Settled)).with("resolve", no(ArbiterTooLate));
        holds("disputed, the arbiter silent", scene.clone().at(8 * DAY), &answers);
        holds("disputed, a year later", scene.at(365 * DAY), &answers);
    }
}

/// Each way to the end of an order.
fn ends() -> [fn(Scene) -> Scene; 9] {
    [
        |open| open.after("cancel"),
        |open| open.at(DAY + 1).after("cancel by a stranger"),
        |open| open.accepted().at(60).after("end by the operator").at(60 + HOUR),
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
            let answers =
                Answers::all(no(AlreadySettled)).with("resolve", no(NotDisputed)).with("close", GONE);
            holds(&format!("settled in way {number}"), end(open.clone()), &answers);
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
            assert_eq!(8 + std::mem::size_of::<orders::Order>(), 256);
            let rent = io_testkit::World::rent(256);
            assert_eq!(lamports(&scene), before + rent, "all of the rent");
            let answers = Answers::all(not_there()).with("create again", to(Stage::Open));
            holds(&format!("closed, settled in way {number}"), scene, &answers);
        }
    }
}
