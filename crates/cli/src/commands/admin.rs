//! What the admin may do: pause, tune within bounds, announce. In production it is a multisig's vault: `--multisig`.

use {
    crate::{time, values, Failure, Session},
    clap::{Args, Subcommand, ValueEnum},
    io_client::{
        addresses::{
            buyback::CONFIG as BUYBACK_CONFIG, orders::CONFIG as ORDERS_CONFIG,
            staking::CONFIG as STAKING_CONFIG,
        },
        buyback,
        economics::staking::PoolKind,
        orders,
        staking::{self, class_address},
    },
    io_rpc::read,
    serde_json::{json, Value},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// Commands of the admin.
#[derive(Subcommand, Debug)]
pub enum AdminCommand {
    /// Who is the admin of each program, who holds which role, what is paused, which exchanges are allowed
    Show,
    /// Stop entries: stake, orders, fills and swaps. Exits never stop
    Pause {
        /// Of which programs
        #[arg(required = true)]
        programs: Vec<Program>,
    },
    /// End a pause
    Resume {
        /// Of which programs
        #[arg(required = true)]
        programs: Vec<Program>,
    },
    /// Announce who holds a role in 7 days, or in 21 a slasher: everybody can leave before
    AnnounceRole {
        /// Which
        role: Role,
        /// Who
        #[arg(value_parser = values::address)]
        key: Pubkey,
    },
    /// Announce an exchange program that swaps may use in 7 days
    AnnounceExchange {
        /// The program
        #[arg(value_parser = values::address)]
        program: Pubkey,
    },
    /// Take an exchange program off the list, at once
    RemoveExchange {
        /// The program
        #[arg(value_parser = values::address)]
        program: Pubkey,
    },
    /// Announce a hardware class's multiplier, 7 days ahead
    Multiplier {
        /// Hardware class: its name or number
        #[arg(value_parser = values::class)]
        class: u16,
        /// At most 100: "12.5"
        #[arg(value_parser = values::hundredths)]
        multiplier: u16,
    },
    /// Create a hardware class
    CreateClass {
        /// Its number
        class: u16,
        /// Whose emission its nodes share
        pool: Pool,
        /// At most 100: "12.5"
        #[arg(value_parser = values::hundredths)]
        multiplier: u16,
    },
    /// Set the weight below which a pool does not pay in full
    FloorWeight {
        /// Of which pool
        pool: Pool,
        /// One H100 that is fully available weighs 10000000
        weight: u64,
    },
    /// Set what new orders take over; what is left out stays
    Rules(RuleChanges),
    /// Set the parameters of the buyback; what is left out stays
    Params(ParamChanges),
    /// Propose the next admin, who takes over by `accept`
    Propose {
        /// Who; `nobody` takes a proposal back
        #[arg(value_name = "ADDRESS", value_parser = address_or_nobody)]
        next: Pubkey,
        /// Of which programs
        #[arg(required = true)]
        programs: Vec<Program>,
    },
    /// Take over as admin, if proposed
    Accept {
        /// Of which programs
        #[arg(required = true)]
        programs: Vec<Program>,
    },
}

/// A program that has an admin.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Program {
    /// Nodes and stake
    Staking,
    /// Compute orders
    Orders,
    /// Fees that buy and burn IO
    Buyback,
}

/// A role that the admin gives.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Role {
    /// Reports which nodes are available
    StakingOracle,
    /// Proposes slashes
    Slasher,
    /// Reports outages of orders
    OrdersOracle,
    /// Decides disputes
    Arbiter,
}

/// A pool of nodes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Pool {
    /// Nodes with GPUs
    Gpu,
    /// Nodes with CPUs only
    Cpu,
}

/// Changes of what new orders take over.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
pub struct RuleChanges {
    /// Least cost of an order in IO: "0.1 IO"
    #[arg(long, value_parser = values::io)]
    least_io: Option<u64>,
    /// Least cost of an order in USDC: "0.1 USDC"
    #[arg(long, value_parser = values::usdc)]
    least_usdc: Option<u64>,
    /// How long an operator has to accept
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    accept: Option<u32>,
    /// How long pay is held back
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    holdback: Option<u32>,
    /// Booking fee of each side
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    booking_fee: Option<u16>,
    /// Payment fee of the client, in USDC
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    payment_fee: Option<u16>,
    /// Payment fee of the provider, in USDC
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    provider_payment_fee: Option<u16>,
}

/// Changes of the buyback's parameters.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
pub struct ParamChanges {
    /// Most that a day spends: "10,000 USDC"
    #[arg(long, value_name = "USDC", value_parser = values::usdc)]
    daily_cap: Option<u64>,
    /// How old a price may be
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    max_age: Option<u32>,
    /// How wide a price's confidence may be
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    max_confidence: Option<u16>,
    /// How far under the oracle's price a day begins
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    under: Option<u16>,
    /// How far over the oracle's price a day ends
    #[arg(long, value_name = "SHARE", value_parser = values::bps)]
    over: Option<u16>,
}

impl Program {
    fn set_paused(self, admin: &Pubkey, paused: bool) -> Instruction {
        match self {
            Self::Staking => staking::set_paused(admin, paused),
            Self::Orders => orders::set_paused(admin, paused),
            Self::Buyback => buyback::set_paused(admin, paused),
        }
    }

    fn propose(self, admin: &Pubkey, next: Pubkey) -> Instruction {
        match self {
            Self::Staking => staking::propose_admin(admin, next),
            Self::Orders => orders::propose_admin(admin, next),
            Self::Buyback => buyback::propose_admin(admin, next),
        }
    }

    fn accept(self, next: &Pubkey) -> Instruction {
        match self {
            Self::Staking => staking::accept_admin(next),
            Self::Orders => orders::accept_admin(next),
            Self::Buyback => buyback::accept_admin(next),
        }
    }
}

impl Role {
    fn announce(self, admin: &Pubkey, key: Pubkey) -> Instruction {
        match self {
            Self::StakingOracle => staking::announce_role(admin, staking::Role::Oracle, key),
            Self::Slasher => staking::announce_role(admin, staking::Role::Slasher, key),
            Self::OrdersOracle => orders::announce_role(admin, orders::Role::Oracle, key),
            Self::Arbiter => orders::announce_role(admin, orders::Role::Arbiter, key),
        }
    }
}

impl From<Pool> for PoolKind {
    fn from(pool: Pool) -> Self {
        match pool {
            Pool::Gpu => Self::Gpu,
            Pool::Cpu => Self::Cpu,
        }
    }
}

impl RuleChanges {
    fn call(&self, session: &Session, admin: &Pubkey) -> Result<Instruction, Failure> {
        let config: orders::Config = session.genesis(&ORDERS_CONFIG.address)?;
        let mut rules = config.rules;
        set(&mut rules.least_io, self.least_io);
        set(&mut rules.least_usdc, self.least_usdc);
        set(&mut rules.accept_seconds, self.accept);
        set(&mut rules.holdback_seconds, self.holdback);
        set(&mut rules.fees.booking_bps, self.booking_fee);
        set(&mut rules.fees.payment_bps, self.payment_fee);
        set(&mut rules.fees.provider_payment_bps, self.provider_payment_fee);
        Ok(orders::set_rules(admin, rules))
    }
}

impl ParamChanges {
    fn call(&self, session: &Session, admin: &Pubkey) -> Result<Instruction, Failure> {
        let config: buyback::Config = session.genesis(&BUYBACK_CONFIG.address)?;
        let mut params = config.params;
        set(&mut params.daily_cap, self.daily_cap);
        // The program refuses what is too long.
        set(&mut params.max_age, self.max_age.map(|age| u16::try_from(age).unwrap_or(u16::MAX)));
        set(&mut params.max_conf_bps, self.max_confidence);
        set(&mut params.under_bps, self.under);
        set(&mut params.over_bps, self.over);
        Ok(buyback::set_params(admin, params))
    }
}

/// Runs one.
pub fn run(command: &AdminCommand, session: &mut Session) -> Result<(), Failure> {
    if let AdminCommand::Show = command {
        return print(session);
    }
    let me = session.me()?;
    match command {
        AdminCommand::Show => Ok(()),
        AdminCommand::Pause { programs } => each(session, "pause", programs, |p| p.set_paused(&me, true)),
        AdminCommand::Resume { programs } => each(session, "resume", programs, |p| p.set_paused(&me, false)),
        AdminCommand::Propose { next, programs } => {
            each(session, "propose admin", programs, |p| p.propose(&me, *next))
        }
        AdminCommand::Accept { programs } => each(session, "accept admin", programs, |p| p.accept(&me)),
        AdminCommand::AnnounceRole { role, key } => {
            session.send("announce role", &[role.announce(&me, *key)])
        }
        AdminCommand::AnnounceExchange { program } => {
            session.send("announce exchange", &[buyback::announce_exchange(&me, *program)])
        }
        AdminCommand::RemoveExchange { program } => {
            session.send("remove exchange", &[buyback::remove_exchange(&me, *program)])
        }
        AdminCommand::Multiplier { class, multiplier } => {
            let _: staking::HardwareClass =
                session.must(&class_address(*class), &format!("hardware class number {class}"))?;
            session.send("multiplier", &[staking::update_class(&me, *class, *multiplier)])
        }
        AdminCommand::CreateClass { class, pool, multiplier } => {
            session.send("create class", &[staking::create_class(&me, *class, (*pool).into(), *multiplier)])
        }
        AdminCommand::FloorWeight { pool, weight } => {
            session.send("floor weight", &[staking::set_floor_weight(&me, (*pool).into(), *weight)])
        }
        AdminCommand::Rules(changes) => {
            let call = changes.call(session, &me)?;
            session.send("rules", &[call])
        }
        AdminCommand::Params(changes) => {
            let call = changes.call(session, &me)?;
            session.send("params", &[call])
        }
    }
}

/// The same call to each program, in one transaction.
fn each(
    session: &mut Session,
    title: &str,
    programs: &[Program],
    call: impl Fn(Program) -> Instruction,
) -> Result<(), Failure> {
    session.send(title, &programs.iter().map(|program| call(*program)).collect::<Vec<_>>())
}

/// What the configs say of who may do what.
fn print(session: &mut Session) -> Result<(), Failure> {
    let now = session.now()?;
    let staking: staking::Config = session.genesis(&STAKING_CONFIG.address)?;
    let orders: orders::Config = session.genesis(&ORDERS_CONFIG.address)?;
    // It may be left for later.
    let buyback: Option<buyback::Config> = read(session.chain, &BUYBACK_CONFIG.address)?;
    let mut admins = vec![
        ("staking", staking.admin, staking.next_admin, staking.paused),
        ("orders", orders.admin, orders.next_admin, orders.paused),
    ];
    admins.extend(buyback.map(|config| ("buyback", config.admin, config.next_admin, config.paused)));
    let mut rows = Vec::new();
    for (program, admin, next, paused) in admins {
        let next = (next != Pubkey::default()).then_some(next);
        let proposed = next.map_or_else(String::new, |next| session.link(&next));
        rows.push(vec![program.into(), session.link(&admin), proposed, paused.to_string()]);
        let next = next.map(|next| next.to_string());
        session.output.push(
            "admins",
            json!({ "program": program, "admin": admin.to_string(), "next": next, "paused": paused }),
        );
    }
    session.output.table(&["program", "admin", "proposed", "paused"], &[], rows);
    let mut rows = Vec::new();
    for (role, of) in [
        ("staking-oracle", staking.oracle),
        ("slasher", staking.slasher),
        ("orders-oracle", orders.oracle),
        ("arbiter", orders.arbiter),
    ] {
        let holder = of.at(now);
        let next = (of.next != holder).then_some((of.next, of.next_at));
        let announced =
            next.map_or_else(String::new, |(key, at)| format!("{} on {}", session.link(&key), time::utc(at)));
        rows.push(vec![role.into(), session.link(&holder), announced]);
        let next = next.map(|(key, at)| json!({ "key": key.to_string(), "at": at }));
        session.output.push("roles", json!({ "role": role, "holder": holder.to_string(), "next": next }));
    }
    session.output.table(&["role", "holder", "announced"], &[], rows);
    session.output.set("exchanges", Value::Array(Vec::new()));
    for place in buyback.iter().flat_map(|config| config.exchanges) {
        if place.program != Pubkey::default() {
            let from = time::utc(place.allowed_from);
            let exchange = session.link(&place.program);
            session.output.say(format!("exchange {exchange}, allowed from {from}"));
            let program = place.program.to_string();
            session.output.push("exchanges", json!({ "program": program, "from": place.allowed_from }));
        }
    }
    Ok(())
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn address_or_nobody(text: &str) -> Result<Pubkey, String> {
    match text {
        "nobody" => Ok(Pubkey::default()),
        text => values::address(text),
    }
}
