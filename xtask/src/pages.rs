//! docs/instructions.md: every instruction of every program, from the IDLs.

use {
    crate::{
        bytecode::tracked,
        limits::WIDTH,
        workspace::{root, Program},
    },
    anchor_lang_idl::types::{Idl, IdlInstruction, IdlInstructionAccountItem},
    anyhow::Result,
    std::{fmt::Write as _, fs},
};

const HEAD: &str = "\
# Instructions

Every instruction of every program, as its code documents it; `cargo xtask idl` writes this page. Each name
links to the file of the instruction, whose head says who may call it, what it moves and what it refuses. What
it costs is in [bench/budget.json](../bench/budget.json), what each account is in [idl/](../idl), and what the
program says when an account is wrong in [tests/refusals.txt](../tests/refusals.txt).
";

/// The page.
///
/// # Errors
/// If git does not list the files.
pub fn instructions(idls: &[(Program, Idl)]) -> Result<String> {
    let files = tracked()?;
    let mut page = HEAD.to_owned();
    for (program, idl) in idls {
        let _ = write!(page, "\n## {}\n\n", program.name);
        let mut instructions: Vec<_> = idl.instructions.iter().collect();
        instructions.sort_by_key(|instruction| &instruction.name);
        for instruction in instructions {
            let own = |file: &&String| file.starts_with(&format!("{}/src/instructions/", program.folder));
            let accounts = format!("/// Accounts of `{}`", instruction.name);
            let has = |file: &&String| {
                fs::read_to_string(root().join(file)).is_ok_and(|text| text.contains(&accounts))
            };
            let file = files.iter().filter(own).find(has);
            let name = match file {
                Some(file) => format!("[`{}`](../{file})", instruction.name),
                None => format!("`{}`", instruction.name),
            };
            let item =
                format!("- {name}, signed by {}: {}", signers(instruction), instruction.docs.join(" "));
            wrap(&mut page, &item);
        }
    }
    Ok(page)
}

/// Writes an item of a list, in lines of at most [`WIDTH`] characters.
fn wrap(page: &mut String, item: &str) {
    let mut column = 0;
    for word in item.split_whitespace() {
        let length = word.chars().count();
        let (before, width) = match column {
            0 => ("", 0),
            _ if column + 1 + length > WIDTH => ("\n  ", 2),
            _ => (" ", column + 1),
        };
        let _ = write!(page, "{before}{word}");
        column = width + length;
    }
    page.push('\n');
}

fn signers(instruction: &IdlInstruction) -> String {
    let mut names = Vec::new();
    let mut items: Vec<_> = instruction.accounts.iter().collect();
    while let Some(item) = items.pop() {
        match item {
            IdlInstructionAccountItem::Single(account) if account.signer => names.push(account.name.clone()),
            IdlInstructionAccountItem::Single(_) => {}
            IdlInstructionAccountItem::Composite(group) => items.extend(&group.accounts),
        }
    }
    names.reverse();
    if names.is_empty() {
        "nobody".into()
    } else {
        names.join(", ")
    }
}
