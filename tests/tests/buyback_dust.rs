//! Fills that find less left than they offer to sell for: what they sell, what they refuse, and
//! what a stranger wins that orders transactions and puts a fill of its own before everybody
//! else's.

mod buyback_scene;

use {
    anchor_lang::prelude::Pubkey,
    buyback_scene::{Scene, QUARTER},
    io_addresses::{buyback::USDC_VAULT, emission::MINT, external::USDC_MINT},
    io_client::{
        buyback::{self, events::Filled, BuybackError},
        token,
    },
    io_economics::{
        buyback::Params,
        price::Quote,
        time::HOUR,
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_reference::buyback::{self as exact, Usd},
    io_testkit::{
        buyback::{PARAMS, PRICES},
        World,
    },
    num_rational::BigRational,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::sync::LazyLock,
};

/// IO worth two base units of USDC and a part.
const DUST: u64 = 1_000;
/// Each keeper's IO costs it so much over fair value, in bps. It looks every 30 seconds, 10 after
/// the one before.
const COSTS: [u64; 3] = [38, 42, 50];
/// What the auction of an hour has in the figure: as at genesis.
const BUDGET: u64 = 1_000 * USDC;

/// The offer at a second of these tests' auctions, in exact arithmetic.
fn rate(second: i64) -> &'static BigRational {
    static RATES: LazyLock<Vec<BigRational>> = LazyLock::new(|| {
        let Params { period, under_bps, over_bps, .. } = PARAMS;
        let auction = exact::Auction { start: 0, period, under_bps, over_bps };
        let usd =
            |Quote { price, conf, average, exponent, .. }: Quote| Usd { price, conf, average, exponent };
        let [io, dollar] = [QUARTER, 100_000_000].map(|price| usd(io_testkit::buyback::usd(price, 0)));
        (0..HOUR).map(|second| auction.rate(&io, &dollar, second).expect("an offer")).collect()
    });
    &RATES[second as usize]
}

/// The IO for so much USDC at the first second.
fn io_for(usdc: u64) -> u64 {
    exact::io_for_usdc(rate(0), usdc).unwrap()
}

impl Scene {
    /// The IO of a fill of all that is left, and what it pays.
    fn whole(&self) -> (u64, u64) {
        let left = self.world.buyback().auction.left();
        let io = self.world.offer().io_for_usdc(left).unwrap();
        (io, self.world.offer().usdc_for_io(io).unwrap())
    }

    /// A fill of the holder's for at least so many base units of USDC; what it sold and was paid.
    fn sell(&mut self, io: u64, min_usdc: u64) -> (u64, u64) {
        let key = self.holder.pubkey();
        let before = (self.held(&key), self.usdc(), self.world.supply(), self.world.balance(&USDC_VAULT));
        let call = buyback::fill(&key, &PRICES, io, min_usdc);
        let receipt = self.world.accepted(&[call], &[&self.holder]);
        let [Filled { io, usdc, .. }] = receipt.events::<Filled>()[..] else { panic!("one event") };
        // What was sold is burned, what was paid comes from the vault, and nothing else moves.
        let after = (self.held(&key), self.usdc(), self.world.supply(), self.world.balance(&USDC_VAULT));
        assert_eq!(after, (before.0 - io, before.1 + usdc, before.2 - io, before.3 - usdc));
        (io, usdc)
    }

    fn sell_is_refused(&mut self, io: u64, min_usdc: u64, error: BuybackError) {
        self.refused(buyback::fill(&self.holder.pubkey(), &PRICES, io, min_usdc), error);
    }

    fn held(&self, key: &Pubkey) -> u64 {
        self.world.held_by(key, &MINT.address)
    }
}

#[test]
fn dust_before_a_fill_leaves_it_the_rest_to_the_base_unit() {
    let mut scene = Scene::new();
    let stranger = scene.world.trader(&scene.roles, 1, 0);
    let (io, pays) = scene.whole();
    let dust = buyback::fill(&stranger.pubkey(), &PRICES, DUST, 0);
    scene.world.accepted(&[dust], &[&stranger]);
    let left = scene.world.buyback().auction.left();
    assert_eq!(left, pays - 2);
    // Whoever asks for the whole, gets the whole or nothing.
    scene.sell_is_refused(io, pays, BuybackError::BelowLimit);
    scene.sell_is_refused(io, left + 1, BuybackError::BelowLimit);
    let sold = scene.sell(io, pays / 10 * 9);
    assert_eq!(sold, (io_for(left), left));
    assert!(sold.0 < io);
    assert_eq!((scene.world.buyback().auction.left(), scene.world.balance(&USDC_VAULT)), (0, 0));
    for min_usdc in [0, 1, pays] {
        scene.sell_is_refused(io, min_usdc, BuybackError::OverBudget);
    }
}

#[test]
fn a_limit_of_what_is_left_is_met_to_the_base_unit() {
    let mut scene = Scene::new();
    let (io, left) = scene.whole();
    scene.sell_is_refused(2 * io, left + 1, BuybackError::BelowLimit);
    assert_eq!(scene.sell(2 * io, left), (io, left));
}

/// A source must hold what is offered, also where less is sold.
#[test]
fn no_more_is_offered_than_is_held() {
    let mut scene = Scene::new();
    let key = scene.holder.pubkey();
    let has = scene.held(&key);
    for io in [u64::MAX, has + 1] {
        scene.sell_is_refused(io, 0, BuybackError::NotEnoughIo);
    }
    let (io, left) = scene.whole();
    assert_eq!(scene.sell(has, 0), (io, left));
    assert_eq!(scene.held(&key), has - io);
    // More than there is to hold, if it could be held.
    let mut scene = Scene::new();
    let key = scene.holder.pubkey();
    let [source, own] = [MINT.address, USDC_MINT].map(|mint| token::associated_address(&key, &mint));
    let mut account = scene.world.svm.get_account(&source).unwrap();
    account.data[64..72].copy_from_slice(&u64::MAX.to_le_bytes());
    scene.world.svm.set_account(source, account).unwrap();
    let call = buyback::fill(&key, &PRICES, u64::MAX, left);
    let after = scene.world.simulate(&[call], &[&scene.holder]).expect("accepted");
    assert_eq!((after.balance(&source), after.balance(&own)), (u64::MAX - io, left));
}

#[test]
fn twice_in_a_row_share_what_is_left() {
    let mut scene = Scene::new();
    let (io, left) = scene.whole();
    let part = io / 10 * 6;
    let call = buyback::fill(&scene.holder.pubkey(), &PRICES, part, 0);
    let holder = scene.holder.insecure_clone();
    let receipt = scene.world.accepted(&[call.clone(), call.clone()], &[&holder]);
    let [first, second] = &receipt.events::<Filled>()[..] else { panic!("two events") };
    assert_eq!((first.io, first.usdc + second.usdc), (part, left));
    // In two pieces a base unit of USDC is rounded off once more.
    assert!(second.io < part && first.io + second.io < io + io_for(1));
    scene.refused(call, BuybackError::OverBudget);
}

/// One base unit is left: it is sold for IO that is worth it, and no less.
#[test]
fn the_last_base_unit_is_sold() {
    let mut scene = Scene::new();
    let (_, left) = scene.whole();
    let most = scene.world.offer().io_for_usdc(left - 1).unwrap();
    assert_eq!(scene.sell(most, left - 1).1, left - 1);
    scene.sell_is_refused(IO, 2, BuybackError::BelowLimit);
    // 0.23726 USDC an IO: 421.47 base units, rounded up.
    assert_eq!(scene.sell(IO, 1), (422, 1));
    scene.sell_is_refused(IO, 0, BuybackError::OverBudget);
}

/// The first fill opens the auction, and sells what that has.
#[test]
fn the_fill_that_opens_sells_the_budget() {
    let mut scene = Scene::with_revenue(1_000);
    let sold = scene.sell(50_000 * IO, 1_000 * USDC);
    assert_eq!(sold, (io_for(1_000 * USDC), 1_000 * USDC));
    let config = scene.world.buyback();
    assert_eq!((config.auction.spent, config.totals.io_bought), (1_000 * USDC, sold.0));
}

/// What keepers do, and what a fill does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// As it was: all or nothing. A keeper offers IO for all that is left.
    AllOrNothing,
    /// As it is. A keeper offers IO for all of what is left but a fraction, and takes no less in
    /// all than that IO costs it; `io-keeper` leaves a quarter.
    UpTo { leaves: u64 },
}

/// What the stranger puts before the fills of keepers. What is left in the last second it sells
/// then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stranger {
    /// Dust, before each.
    Dust,
    /// Just enough for so many to be refused, and before the next one all that is left.
    Stops(u32),
}

/// A fill: at which second, by which keeper or the stranger, and what the auction has left.
struct Fill {
    second: i64,
    keeper: Option<usize>,
    io: u64,
    min_usdc: u64,
    left: u64,
}

/// An hour of an auction.
struct Hour<'a> {
    rule: Rule,
    stranger: Stranger,
    /// What a fill sells and is paid; none if it is refused.
    sell: &'a mut dyn FnMut(Fill) -> Option<(u64, u64)>,
    left: u64,
    /// IO that keepers have sold, and the stranger, and what they were paid.
    keepers: (u64, u64),
    own: (u64, u64),
}

impl Hour<'_> {
    /// Plays it; returns what keepers and the stranger have sold and were paid.
    fn play(
        rule: Rule,
        stranger: Stranger,
        sell: &mut dyn FnMut(Fill) -> Option<(u64, u64)>,
    ) -> [(u64, u64); 2] {
        let mut hour = Hour { rule, stranger, sell, left: BUDGET, keepers: (0, 0), own: (0, 0) };
        let mut tried = 0;
        for second in 0..HOUR {
            for (keeper, cost) in COSTS.into_iter().enumerate() {
                if (second + 10 * keeper as i64) % 30 == 0 {
                    tried += u32::from(hour.look(second, keeper, cost, tried));
                }
            }
        }
        hour.sell_own(HOUR - 1, hour.left);
        [hour.keepers, hour.own]
    }

    /// A keeper looks, and fills if the offer pays what it asks for; the stranger is before it.
    fn look(&mut self, second: i64, keeper: usize, cost: u64, tried: u32) -> bool {
        let price = USDC / 4 + USDC / 4 * cost / 10_000;
        if self.left == 0 || exact::usdc_for_io(rate(second), IO) < Some(price) {
            return false;
        }
        let (ask, less) = match self.rule {
            Rule::AllOrNothing => (self.left, 1),
            Rule::UpTo { .. } if self.left < USDC => (self.left, 0),
            Rule::UpTo { leaves } => (self.left - self.left * leaves / 100, 0),
        };
        let io = exact::io_for_usdc(rate(second), ask).unwrap() - less;
        let min_usdc = match self.rule {
            Rule::AllOrNothing => exact::usdc_for_io(rate(second), io).unwrap(),
            Rule::UpTo { .. } => (u128::from(io) * u128::from(price) / u128::from(IO)) as u64,
        };
        match self.stranger {
            Stranger::Dust => self.fill(second, None, DUST, 0),
            Stranger::Stops(most) if tried < most => self.sell_own(second, self.left + 1 - min_usdc),
            Stranger::Stops(_) => self.sell_own(second, self.left),
        }
        self.fill(second, Some(keeper), io, min_usdc);
        true
    }

    fn sell_own(&mut self, second: i64, usdc: u64) {
        if usdc > 0 {
            self.fill(second, None, exact::io_for_usdc(rate(second), usdc).unwrap(), 0);
        }
    }

    fn fill(&mut self, second: i64, keeper: Option<usize>, io: u64, min_usdc: u64) {
        let fill = Fill { second, keeper, io, min_usdc, left: self.left };
        let Some((io, usdc)) = (self.sell)(fill) else { return };
        self.left -= usdc;
        let seller = if keeper.is_some() { &mut self.keepers } else { &mut self.own };
        *seller = (seller.0 + io, seller.1 + usdc);
    }
}

/// The rule that was: more than is left is refused.
fn all_or_nothing(Fill { second, io, min_usdc, left, .. }: Fill) -> Option<(u64, u64)> {
    let usdc = exact::usdc_for_io(rate(second), io).filter(|usdc| (min_usdc.max(1)..=left).contains(usdc));
    usdc.map(|usdc| (io, usdc))
}

/// The rule that is.
fn up_to(Fill { second, io, min_usdc, left, .. }: Fill) -> Option<(u64, u64)> {
    exact::sell(rate(second), io, left, min_usdc)
}

/// The program, in an auction that has just opened.
fn on_bytecode() -> impl FnMut(Fill) -> Option<(u64, u64)> {
    let mut scene = Scene::with_revenue(BUDGET / USDC);
    scene.world.open_auction();
    let sellers: Vec<Keypair> =
        (0..=COSTS.len()).map(|_| scene.world.trader(&scene.roles, 10_000, 0)).collect();
    move |Fill { second, keeper, io, min_usdc, left }| {
        let Scene { world, .. } = &mut scene;
        world.set_clock(World::START + second);
        world.post_prices(QUARTER);
        assert_eq!(world.buyback().auction.left(), left);
        let seller = &sellers[keeper.map_or(0, |keeper| keeper + 1)];
        let call = buyback::fill(&seller.pubkey(), &PRICES, io, min_usdc);
        let receipt = world.send(&[call], &[seller]).ok()?;
        receipt.events::<Filled>().first().map(|event| (event.io, event.usdc))
    }
}

/// What IO sold at 0.25 USDC gains, in base units of USDC.
fn gain((io, usdc): (u64, u64)) -> i64 {
    usdc as i64 - (io / 400) as i64
}

/// Three keepers compete for an auction of 1,000 USDC. Where a fill was all or nothing, dust before
/// each kept the whole of it for the last second. Now dust keeps nothing; to have a keeper refused
/// it must sell more than a quarter of what is left, at the offer of that second. A keeper that
/// offered IO for all that is left would be refused for less: its limit is met by little less than
/// all.
#[test]
fn who_puts_fills_before_everybodys_wins_little_more_than_who_is_first() {
    let of = |rule, stranger| gain(Hour::play(rule, stranger, &mut up_to)[1]);
    let best =
        |rule| (0..200).map(Stranger::Stops).map(|stranger| (of(rule, stranger), stranger)).max().unwrap();
    let rule = Rule::UpTo { leaves: 25 };
    let was = gain(Hour::play(Rule::AllOrNothing, Stranger::Dust, &mut all_or_nothing)[1]);
    let (dust, first) = (of(rule, Stranger::Dust), of(rule, Stranger::Stops(0)));
    let ((most, plan), (of_all, _)) = (best(rule), best(Rule::UpTo { leaves: 0 }));
    let usdc = |amount: i64| amount as f64 / USDC as f64;
    println!(
        "of an auction of {} USDC a stranger that puts dust before every fill wins {:.2} USDC, where a \
         fill was all or nothing {:.2}; who sells all before the first keeper wins {:.2}, and who has \
         fills refused {:.2} at best ({plan:?}), or {:.2} of keepers that offer IO for all that is left",
        BUDGET / USDC,
        usdc(dust),
        usdc(was),
        usdc(first),
        usdc(most),
        usdc(of_all),
    );
    let thousandths = |amount: i64| amount * 1_000 / BUDGET as i64;
    assert!(thousandths(was) == 46 && dust <= 0, "{was} and {dust}");
    assert!(thousandths(first) == 3 && thousandths(most) == 5, "{first} and {most}");
    assert!(thousandths(of_all) == 24, "{of_all}");
    for stranger in [Stranger::Dust, Stranger::Stops(0), plan] {
        let found = Hour::play(rule, stranger, &mut on_bytecode());
        assert_eq!(found, Hour::play(rule, stranger, &mut up_to), "{stranger:?}");
    }
}
