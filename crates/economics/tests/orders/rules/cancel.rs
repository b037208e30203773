//! Before acceptance.

use super::*;

#[test]
fn the_client_cancels_at_any_time_before_acceptance() {
    for after in [0, 3_600, 400 * DAY] {
        let mut scene = Scene::open(TEN_DAYS);
        scene.at(after).call(Cancel { by_client: true }).unwrap();
        scene.everything_is_back();
    }
}

#[test]
fn after_the_window_anyone_cancels_and_nobody_accepts() {
    let mut scene = Scene::open(TEN_DAYS);
    assert_eq!(scene.at(3_600).call(Cancel { by_client: false }), Err(AcceptWindowOpen));
    assert_eq!(scene.at(3_601).call(Accept { longest: MAX_SECONDS }), Err(AcceptWindowOver));
    scene.call(Cancel { by_client: false }).unwrap();
    scene.everything_is_back();
    let mut scene = Scene::open(TEN_DAYS);
    scene.at(3_600).call(Accept { longest: 0 }).unwrap();
    assert_eq!(scene.deal.escrow.at, START + 3_600, "the service starts when it is accepted");
    assert_eq!(scene.at(0).call(Accept { longest: MAX_SECONDS }), Err(AlreadyAccepted));
    assert_eq!(scene.call(Cancel { by_client: true }), Err(AlreadyAccepted));
}
