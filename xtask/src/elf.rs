//! What a program must be for the loader: sBPF v3, with an entry point inside its code.

use {
    anyhow::{ensure, Result},
    object::{
        elf,
        read::elf::{ElfFile64, ProgramHeader},
        Endianness,
    },
};

/// The version in the header's flags: SIMD-0189's sBPF v3.
const SBPF_V3: u32 = 3;

/// A program without its entry point keeps some 3 KB of code; the smallest of ours has 9.
const LEAST_CODE: u64 = 6 * 1024;

/// Checks the ELF of one program.
pub fn check(code: &[u8]) -> Result<()> {
    let file = ElfFile64::<Endianness>::parse(code)?;
    let (header, endian) = (file.elf_header(), file.endian());
    let flags = header.e_flags.get(endian);
    ensure!(flags == SBPF_V3, "it is sBPF v{flags}, mainnet's stack arguments need v3");

    let entry = header.e_entry.get(endian);
    let text = file
        .elf_program_headers()
        .iter()
        .find(|segment| segment.p_type(endian) == elf::PT_LOAD && segment.p_flags(endian) & elf::PF_X != 0);
    let (start, size) = text.map_or((0, 0), |text| (text.p_vaddr(endian), text.p_memsz(endian)));
    ensure!(size >= LEAST_CODE, "it has {size} bytes of code: was it built as a library of another program?");
    ensure!((start..start + size).contains(&entry), "its entry point {entry:#x} is outside its code");
    Ok(())
}
