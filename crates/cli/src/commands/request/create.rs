//! A client asks for bids.

use {
    super::whole_hours,
    crate::{
        commands::{
            attest::Has,
            order::{free_numbers, signing},
        },
        session::{name, show},
        time,
        values::{self, Price},
        Exit, Failure, Session,
    },
    clap::Args,
    io_client::{
        addresses::orders::CONFIG,
        economics::orders::{Hire, Opening, Tender},
        orders::{
            order_address, request, request_address, Charge, Choice, Config, Currency, LeastRecord,
            OrdersError, RequestParams, Terms, HOUR,
        },
        staking::class_address,
    },
    serde_json::json,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

/// What a client asks for.
#[derive(Args, Debug)]
pub struct Create {
    /// Hardware class: its name or number
    #[arg(long, value_parser = values::class)]
    class: u16,
    /// How many processors, on one node
    #[arg(long)]
    processors: u32,
    /// The most that a processor may cost for an hour, with its currency: "1.5 USDC"
    #[arg(long, value_name = "PRICE")]
    most_rate: Price,
    /// For how long: 1h to 30d
    #[arg(long = "for", value_name = "TIME", value_parser = values::duration)]
    time: u32,
    /// How long operators can bid: 10m to 7d; an hour at most with --auto
    #[arg(long, value_name = "TIME", value_parser = values::duration, default_value = "1h")]
    open: u32,
    /// Nobody chooses: once the time is over, the lowest rate gets it
    #[arg(long)]
    auto: bool,
    /// With a notice of at least so long, in whole hours
    #[arg(long, value_name = "TIME", value_parser = values::duration)]
    notice: Option<u32>,
    /// The node must have served so many processor-hours in the last 90 to 180 days
    #[arg(long, value_name = "HOURS")]
    served: Option<u64>,
    /// The orders of the node must have paid so much in fees in the last 90 to 180 days
    #[arg(long, value_name = "AMOUNT")]
    fees: Option<Price>,
    /// The auditor whose word on the node counts
    #[arg(long, value_parser = values::address)]
    auditor: Option<Pubkey>,
    /// What the auditor must say of the node
    #[command(flatten)]
    has: Has,
    /// Key that pays instead of the signer; all that returns is the signer's
    #[arg(long, value_name = "KEY")]
    payer: Option<String>,
    /// The signer's number for it, and for the order that it becomes; the first that is free if
    /// left out
    #[arg(long)]
    id: Option<u64>,
    /// A note for the order: a text of at most 32 bytes, or 64 hexadecimal digits
    #[arg(long, default_value = "", value_parser = values::note, hide_default_value = true)]
    note: [u8; 32],
}

impl Create {
    /// What the program is to be told, and what is paid in.
    fn params(&self, session: &Session) -> Result<(RequestParams, Charge), Failure> {
        let config: Config = session.genesis(&CONFIG.address)?;
        let choice = if self.auto { Choice::Lowest } else { Choice::Client };
        let notice_hours = whole_hours(self.notice.unwrap_or_default())?;
        let hire = Hire { processors: self.processors, rate: self.most_rate.base_units };
        let terms = Terms { hire, duration: self.time, currency: self.most_rate.currency };
        let opening = Opening { seconds: self.open, choice, notice_hours };
        let opened = Tender::open(&terms, &config.rules, &opening, session.now()?);
        let (_, charge) = opened.map_err(|refusal| {
            Failure::new(Exit::Refused, format!("io_orders: {}.", OrdersError::from(refusal)))
        })?;
        let fees = |currency| match self.fees {
            Some(fees) if fees.currency == currency => fees.base_units,
            _ => 0,
        };
        let served = self.served.unwrap_or_default().saturating_mul(HOUR.into());
        let params = RequestParams {
            processors: self.processors,
            rate: self.most_rate.base_units,
            duration: self.time,
            open_seconds: self.open,
            choice,
            notice_hours,
            most: charge.total().unwrap_or(u64::MAX),
            least_record: LeastRecord {
                served,
                fees_io: fees(Currency::Io),
                fees_usdc: fees(Currency::Usdc),
            },
            auditor: self.auditor,
            attributes: self.has.attributes(),
            reference: self.note,
        };
        Ok((params, charge))
    }
}

/// Shows the bill, and asks for bids.
pub fn run(session: &mut Session, wish: &Create) -> Result<(), Failure> {
    let (params, charge) = wish.params(session)?;
    let currency = wish.most_rate.currency;
    let me = session.me()?;
    let payer = wish.payer.as_deref().map(|text| session.other(text, "--payer")).transpose()?;
    let pays = payer.as_ref().map_or(me, Signer::pubkey);
    session.must_have_in(&pays, params.most, currency)?;
    let show = |amount| show(amount, currency);
    session.output.facts(&[
        ("cost at the most rate", show(charge.cost)),
        ("fees", show(charge.booking.saturating_add(charge.payment))),
        ("paid in now", show(params.most)),
        ("open for", time::span(wish.open.into())),
    ]);
    session.output.say(
        "All of it waits in escrow. What a lower rate saves returns as a bid is taken, and all of it if none \
         is.",
    );
    if wish.auto {
        session.output.say("Nobody chooses: the lowest bid gets it, and after the first you cannot cancel.");
    }
    session.show_before_signing()?;
    let id = match wish.id {
        Some(id) => id,
        None => free_numbers(session, &me, 1)?.first().copied().unwrap_or_default(),
    };
    let address = request_address(&me, id);
    let call = request(&me, &pays, id, &class_address(wish.class), currency, params);
    session.send_with("request", &[call], &signing(payer.as_ref()))?;
    let link = session.link(&address);
    session.output.facts(&[("request", link), ("number", id.to_string())]);
    session.output.set("request", json!({ "address": address.to_string(), "id": id.to_string() }));
    session.output.set("order", json!({ "address": order_address(&me, id).to_string() }));
    session.output.set("currency", name(currency));
    session.output.set("total", params.most.to_string());
    Ok(())
}
