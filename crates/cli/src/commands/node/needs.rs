//! The stake that a node needs.

use {
    crate::{session::show, values::Reference, Failure, Session},
    io_client::{
        amount::io,
        economics::staking::minimum_stake,
        orders::Currency,
        staking::{class_address, HardwareClass},
    },
};

/// A hardware class by its number.
pub fn hardware(session: &Session, class: u16) -> Result<HardwareClass, Failure> {
    session.must(&class_address(class), &format!("hardware class number {class}"))
}

/// The stake that a node of a class would need.
pub fn stake_needed(session: &mut Session, class: u16, processors: u32) -> Result<(), Failure> {
    let multiplier = hardware(session, class)?.multiplier_at(session.now()?);
    let needs = minimum_stake(multiplier, processors);
    session.output.say(format!("{} IO", io(needs)));
    session.output.set("minimum_stake", needs.to_string());
    Ok(())
}

/// The stake that a registered node lacks.
pub fn stake_missing(session: &mut Session, reference: Reference) -> Result<(), Failure> {
    let (_, node) = session.node(reference)?;
    let (minimum, counted) = (node.ledger.minimum(), node.ledger.counted());
    let missing = minimum.saturating_sub(counted);
    session.output.facts(&[
        ("minimum", show(minimum, Currency::Io)),
        ("counted", show(counted, Currency::Io)),
        ("missing", show(missing, Currency::Io)),
    ]);
    session.output.set("minimum_stake", minimum.to_string());
    session.output.set("counted_stake", counted.to_string());
    session.output.set("missing_stake", missing.to_string());
    Ok(())
}
