//! The changes that each event makes to an order.

use {
    super::{order::Order, At},
    crate::{decode::number, error::Result},
};

/// The payment of an event out of an order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Payment {
    pub(super) provider: i64,
    pub(super) client: i64,
    pub(super) bond: i64,
    /// The buyer's for booking and payment, the provider's for both.
    pub(super) fees: [i64; 4],
    pub(super) done: bool,
}

/// The order that an event opens, or the request for one.
pub(super) fn opened(at: At) -> Result<Order> {
    let now = at.number("now")?;
    let (stage, started_at) = match at.event.name {
        "OrderBooked" => ("running", Some(now)),
        "OrderCreated" => ("open", None),
        _ => ("requested", None),
    };
    let maybe = |field: &str| at.event.text(field).map(str::to_owned);
    Ok(Order {
        id: at.id,
        address: at.text("order")?,
        request: maybe("request"),
        stage: stage.to_owned(),
        serial: at.number("serial")?,
        currency: at.text("currency")?.to_uppercase(),
        client: at.text("client")?,
        payer: at.text("payer")?,
        node: maybe("node"),
        provider: maybe("provider"),
        class: maybe("class"),
        revision: at.event.number("revision").unwrap_or_default(),
        processors: at.number("processors")?,
        rate: at.text("rate")?,
        duration: at.number("duration")?,
        longest: at.event.number("longest").unwrap_or_default(),
        notice_hours: at.event.number("notice_hours").unwrap_or_default(),
        reference: at.text("reference")?,
        cost: at.number("cost")?,
        fees: at.number("fees")?,
        notice: "None".to_owned(),
        created_at: now,
        started_at,
        changed: at.id,
        ..Order::default()
    })
}

/// What an event changes in its order, and pays out of it; none if it is no event of an order's.
pub(super) fn change(order: &mut Order, at: At) -> Result<Option<Payment>> {
    let mut payment = Payment::default();
    match at.event.name {
        "RequestAwarded" => {
            awarded(order, at)?;
            payment.client = at.number("refund")?;
        }
        "OrderAccepted" => {
            order.stage = "running".to_owned();
            order.provider = Some(at.text("provider")?);
            order.started_at = Some(at.number("start")?);
            order.longest = at.number("longest")?;
        }
        "OrderExtended" => {
            order.duration = at.number("duration")?;
            order.cost = order.cost.saturating_add(at.number("cost")?);
            order.fees = order.fees.saturating_add(at.number("fees")?);
        }
        "NoticeGiven" => {
            order.duration = at.number("duration")?;
            order.longest = order.duration;
            order.notice = "Given".to_owned();
            payment.client = at.number("refund")?;
        }
        "OrderCancelled" | "RequestCancelled" => {
            order.stage = "cancelled".to_owned();
            order.settled_at = Some(at.number("now")?);
            payment.client = at.number("refund")?;
            payment.done = true;
        }
        "OrderEnded" => {
            order.duration = at.number("duration")?;
            order.left_early = at.event.flag("left_early");
            if at.event.flag("notice_broken") {
                order.notice = "Broken".to_owned();
            }
            order.stage = "ended".to_owned();
            order.ended_at = Some(at.number("now")?);
            payment.client = at.number("refund")?;
            payment.done = at.event.flag("done");
        }
        "OrderDisputed" => {
            order.stage = "disputed".to_owned();
            order.disputed_at = Some(at.number("now")?);
            order.bond = at.number("bond")?;
        }
        "OrderSettled" => {
            payment.provider = at.number("provider")?;
            payment.client = at.number("client")?;
            payment.bond = at.number("bond")?;
            payment.fees = fees(at)?;
            payment.done = at.event.flag("done");
            order.bond = order.bond.saturating_sub(payment.bond);
        }
        "OrderResolved" => {
            payment.provider = at.number("provider")?;
            payment.client = at.number("client")?;
            payment.bond = at.number("bond_returned")?;
            payment.fees = fees(at)?;
            payment.done = true;
            order.bond = 0;
        }
        "OrderClosed" => {
            order.stage = "closed".to_owned();
            order.closed_at = Some(at.time);
        }
        "OutageReported" => {}
        _ => return Ok(None),
    }
    if payment.done && order.stage != "cancelled" {
        // What came after a dispute began is no service.
        if let (true, Some(end), Some(start)) =
            (order.stage == "disputed", order.disputed_at, order.started_at)
        {
            order.duration = order.duration.min(end.saturating_sub(start));
        }
        order.stage = "settled".to_owned();
        order.settled_at = Some(at.number("now")?);
    }
    Ok(Some(payment))
}

fn awarded(order: &mut Order, at: At) -> Result<()> {
    order.stage = "running".to_owned();
    order.node = Some(at.text("node")?);
    order.provider = Some(at.text("provider")?);
    order.revision = at.number("revision")?;
    order.rate = at.text("rate")?;
    order.longest = at.number("longest")?;
    order.notice_hours = at.number("notice_hours")?;
    order.cost = at.number("cost")?;
    order.fees = at.number("fees")?;
    order.started_at = Some(at.number("now")?);
    Ok(())
}

/// The fees in an event: the buyer's for booking and payment, the provider's for both.
fn fees(at: At) -> Result<[i64; 4]> {
    let fee = |name: &str| {
        let fee = at.event.data.get("fees").and_then(|fees| number(fees.get(name)?));
        fee.ok_or_else(|| at.lacks(name))
    };
    Ok([fee("buyer_booking")?, fee("buyer_payment")?, fee("provider_booking")?, fee("provider_payment")?])
}
