/** The errors of the IO programs, by their addresses and codes. */

import { PROGRAM_ERRORS } from "../generated/errors.js";

/** An error of a program. */
export interface ProgramError {
  /** The program's name. */
  program: string;
  /** The code it returned. */
  code: number;
  /** The error's name. */
  name: string;
  /** What it means, and what to do next. */
  message: string;
}

/**
 * The error of a program by its address and code; undefined if it is none of an IO program's.
 * {@link explain} needs it only for a failure without logs: pass it as `context.programError` then.
 *
 * @example programError(ioStaking.IO_STAKING_PROGRAM_ADDRESS, 6013)?.message
 */
export function programError(address: string, code: number): ProgramError | undefined {
  const program = PROGRAM_ERRORS[address];
  const found = program?.messages[code];
  return program && found && { program: program.name, code, name: found[0], message: found[1] };
}
