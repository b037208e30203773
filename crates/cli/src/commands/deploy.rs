//! Deploys a program: its code goes to a buffer, piece by piece, and from there the loader takes
//! it.
//!
//! The buffer's address follows from the signer and the code, so a deployment that stopped half way
//! goes on where it was. Pieces are sent without waiting for each; what has not arrived is sent
//! again.

use {
    crate::{Exit, Failure, Session},
    io_client::{
        addresses::{external::UPGRADEABLE_LOADER, loader, Program},
        hex,
    },
    io_rpc::{rent, sol},
    serde_json::json,
    solana_account::Account,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_loader_v3_interface::{
        get_program_data_address,
        instruction::{create_buffer, deploy_with_max_program_len, write},
        state::UpgradeableLoaderState,
    },
    solana_pubkey::Pubkey,
    solana_sha256_hasher::hash,
    solana_signer::Signer,
    solana_system_interface::instruction::{allocate, allocate_with_seed, assign, transfer},
    std::ops::Range,
};

/// Bytes of code in one transaction: what is left of 1,232 beside two signatures, five keys and the
/// compute budget.
const PIECE: usize = 800;

/// How often the pieces that have not arrived are sent.
const ROUNDS: u32 = 12;

/// How often it looks whether the pieces of a round have arrived.
const LOOKS: u32 = 8;

/// Where the code lies in a buffer and in a program's data.
const BUFFER_HEADER: usize = UpgradeableLoaderState::size_of_buffer_metadata();
const PROGRAM_HEADER: usize = UpgradeableLoaderState::size_of_programdata_metadata();

/// Deploys `code` at the address of `program`, with the signer as its upgrade authority; does
/// nothing if it is there. A dry run says what it would take.
///
/// # Errors
/// If other code is there, the signer has too little SOL, or the cluster takes no more pieces.
pub fn deploy(session: &mut Session, name: &str, program: &Keypair, code: &[u8]) -> Result<(), Failure> {
    let me = session.me()?;
    match deployed(session, &program.pubkey())? {
        Some(there) if is_same(&there, code) => {
            session.output.say(format!("{name}: deployed already"));
            return Ok(());
        }
        Some(_) => return Err(other_code(name, &program.pubkey())),
        None => check_place(session, name, &program.pubkey())?,
    }
    let payer = session.payer_address()?;
    let seed = hex::encode(&hash(code).to_bytes()[..16]);
    let buffer = Pubkey::create_with_seed(&me, &seed, &UPGRADEABLE_LOADER)
        .map_err(|error| Failure::new(Exit::Other, format!("No buffer for {name}: {error}.")))?;
    let there = session.chain.account(&buffer)?;
    if there.as_ref().is_none_or(|account| account.owner != UPGRADEABLE_LOADER) {
        let bytes = UpgradeableLoaderState::size_of_buffer(code.len());
        let lamports = rent(session.chain, bytes)?;
        let no_buffer = |error| Failure::new(Exit::Other, format!("No buffer for {name}: {error}."));
        let open = create_buffer(&payer, &buffer, &me, lamports, code.len()).map_err(no_buffer)?;
        // An address of its own would need a key that is lost when it stops. `create_account` fails
        // where a stranger has sent lamports.
        let mut calls = topped_up(&payer, &buffer, lamports, there.as_ref());
        calls.push(allocate_with_seed(&buffer, &me, &seed, bytes as u64, &UPGRADEABLE_LOADER));
        calls.extend(open.into_iter().skip(1));
        session.send(&format!("{name}: a buffer"), &calls)?;
    }
    let size = UpgradeableLoaderState::size_of_program();
    let lamports = rent(session.chain, size)?;
    if session.options.dry_run {
        let stays = lamports + rent(session.chain, UpgradeableLoaderState::size_of_programdata(code.len()))?;
        let pieces = pieces_missing(session, &buffer, code)?.len();
        session.output.say(format!("{name}: {pieces} transactions to write it; {} SOL of rent", sol(stays)));
        session.output.push("programs", json!({ "name": name, "pieces": pieces, "rent_lamports": stays }));
        return Ok(());
    }
    fill(session, name, &buffer, code)?;
    let finish =
        deploy_with_max_program_len(&payer, &program.pubkey(), &buffer, &me, lamports, code.len(), true)
            .map_err(|error| Failure::new(Exit::Other, format!("{name}: {error}.")))?;
    let id = program.pubkey();
    let mut calls = topped_up(&payer, &id, lamports, session.chain.account(&id)?.as_ref());
    calls.extend([allocate(&id, size as u64), assign(&id, &UPGRADEABLE_LOADER)]);
    calls.extend(finish.into_iter().skip(1));
    session.send_with(&format!("{name}: deployed"), &calls, &[program])
}

/// The transfer of what an account lacks of its rent, whatever a stranger has sent to its address.
fn topped_up(payer: &Pubkey, to: &Pubkey, rent: u64, there: Option<&Account>) -> Vec<Instruction> {
    let missing = rent.saturating_sub(there.map_or(0, |account| account.lamports));
    (missing > 0).then(|| transfer(payer, to, missing)).into_iter().collect()
}

/// # Errors
/// If a stranger has sent lamports to where the loader would keep the code: the loader's own
/// `create_account` fails there, and nobody can take them away.
fn check_place(session: &Session, name: &str, program: &Pubkey) -> Result<(), Failure> {
    let address = get_program_data_address(program);
    let Some(account) = session.chain.account(&address)? else { return Ok(()) };
    if account.owner == UPGRADEABLE_LOADER {
        return Ok(());
    }
    let message = format!(
        "Somebody has sent SOL to {address}, where the loader would keep the code of {name}: nothing can be \
         deployed at {program} any more."
    );
    Err(Failure::new(Exit::Refused, message)
        .hint("Make new keys for the programs, and build for them: migrations/README.md says how."))
}

/// Other code is at the address of a program.
pub fn other_code(name: &str, id: &Pubkey) -> Failure {
    Failure::new(Exit::Refused, format!("{name} is deployed at {id}, with other code."))
        .hint("Its upgrade authority upgrades it: `solana program deploy`, or the multisig's own tool.")
}

/// The code of a program on the cluster, with zeros after it as the loader leaves them.
///
/// # Errors
/// If the cluster does not answer.
pub fn deployed(session: &Session, program: &Pubkey) -> Result<Option<Vec<u8>>, Failure> {
    let account = session.chain.account(&get_program_data_address(program))?;
    let account = account.filter(|account| account.owner == UPGRADEABLE_LOADER);
    Ok(account.and_then(|account| account.data.get(PROGRAM_HEADER..).map(<[u8]>::to_vec)))
}

/// The upgrade authority of a program of the suite.
///
/// # Errors
/// If it is not there, or final.
pub fn upgrade_authority(session: &Session, program: &Program) -> Result<Pubkey, Failure> {
    let Program { name, id, program_data, .. } = program;
    let account = session.chain.account(program_data)?.filter(|account| account.owner == UPGRADEABLE_LOADER);
    let account = account.ok_or_else(|| {
        Failure::new(Exit::NotThere, format!("{name} ({id}) is not deployed on this cluster."))
            .hint("`io init` deploys it.")
    })?;
    loader::upgrade_authority(&account.data).ok_or_else(|| {
        Failure::new(Exit::Refused, format!("{name} is final: it has no upgrade authority any more."))
    })
}

/// Whether nobody can replace a program of the suite.
///
/// # Errors
/// If the cluster does not answer.
pub fn is_final(session: &Session, program: &Program) -> Result<bool, Failure> {
    let account = session.chain.account(&program.program_data)?;
    Ok(account.is_some_and(|account| loader::is_final(&account.data)))
}

/// Whether a program on the cluster is this code: the loader leaves zeros after it.
pub fn is_same(deployed: &[u8], code: &[u8]) -> bool {
    deployed.strip_prefix(code).is_some_and(|rest| rest.iter().all(|byte| *byte == 0))
}

/// Writes the code to the buffer.
fn fill(session: &mut Session, name: &str, buffer: &Pubkey, code: &[u8]) -> Result<(), Failure> {
    let me = session.me()?;
    let pieces = code.len().div_ceil(PIECE);
    let bar = session.progress(&format!("{name}: writing"), pieces as u64);
    for _ in 0..ROUNDS {
        let missing = pieces_missing(session, buffer, code)?;
        bar.set_position((pieces - missing.len()) as u64);
        if missing.is_empty() {
            bar.finish_and_clear();
            session.output.say(format!("{name}: {} bytes written", code.len()));
            return Ok(());
        }
        let call = |piece: &Range<usize>| -> Instruction {
            write(buffer, &me, u32::try_from(piece.start).unwrap_or(u32::MAX), code[piece.clone()].to_vec())
        };
        session.scatter(&missing.iter().map(call).collect::<Vec<_>>(), &bar)?;
        for _ in 0..LOOKS {
            session.wait();
            if pieces_missing(session, buffer, code)?.is_empty() {
                break;
            }
        }
    }
    Err(Failure::new(Exit::Unreachable, format!("{name}: the cluster did not take all of the code."))
        .hint("Run it again: it goes on where it was. A --priority-fee helps when the cluster is busy."))
}

/// Pieces of the code that the buffer does not hold.
fn pieces_missing(session: &Session, buffer: &Pubkey, code: &[u8]) -> Result<Vec<Range<usize>>, Failure> {
    let account = session.chain.account(buffer)?;
    let held = account.as_ref().and_then(|account| account.data.get(BUFFER_HEADER..)).unwrap_or_default();
    let pieces = (0..code.len()).step_by(PIECE).map(|start| start..code.len().min(start + PIECE));
    Ok(pieces.filter(|piece| held.get(piece.clone()) != code.get(piece.clone())).collect())
}
