/** Whether a program is paused: at most 14 of any 28 days. */

/** A pause, as the configs have it. */
export interface PauseState {
  /** When the last pause began, in Unix seconds; 0 before the first one. */
  began: bigint;
  /** Entry is refused before this time, in Unix seconds; 0 while the pause is lifted. */
  until: bigint;
}

/**
 * Whether a program refuses entry at `now` (Unix seconds). Exits are never refused.
 *
 * @example isPaused(config.pause, now)
 */
export function isPaused({ until }: PauseState, now: bigint): boolean {
  return now < until;
}
