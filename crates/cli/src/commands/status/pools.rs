//! What a pool weighs and carries.

use {
    crate::{session::show, time, Session},
    io_client::{economics::staking::Pool, orders::Currency},
    serde_json::json,
};

/// What a pool weighs and carries, and when that will be paid out.
pub fn tell(session: &mut Session, name: &str, pool: &Pool, now: i64) {
    let mut pool = *pool;
    // What cannot be computed is shown as it is stored.
    let _ = pool.advance(now);
    let until = pool.carried_until();
    let out = match until {
        _ if pool.carried.units == 0 => String::new(),
        None => ", takes more than 100 years to pay out at today's weight".into(),
        Some(at) => format!(", paid out by {} at today's weight", time::utc(at)),
    };
    session.output.facts(&[
        ("pool", name.to_owned()),
        ("weighs", format!("{} of {} for full pay", pool.weight, pool.full_weight)),
        ("carries", format!("{}{out}", show(pool.carried.units, Currency::Io))),
    ]);
    if pool.weight > pool.full_weight.saturating_mul(2) {
        session.output.say(format!(
            "The {name} pool weighs more than twice its full weight: the admin can raise that with `io \
             admin full-weight`."
        ));
    }
    session.output.push(
        "pools",
        json!({
            "pool": name,
            "weight": pool.weight.to_string(),
            "full_weight": pool.full_weight.to_string(),
            "next_full_weight": pool.next_full_weight.to_string(),
            "full_weight_at": pool.full_weight_at,
            "carried": pool.carried.units.to_string(),
            "carried_until": until,
        }),
    );
}
