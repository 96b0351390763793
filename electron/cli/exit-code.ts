import type { Verdict } from '../../shared/base/verification.ts';

/** Exit codes of the command line, see docs/cli.md. */
export const EXIT = {
  verified: 0,
  tampered: 1,
  undetermined: 2,
  malformed: 3,
  usage: 64,
  fault: 70,
  /** 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const OF_VERDICT: Readonly<Record<Verdict, ExitCode>> = {
  verified: EXIT.verified,
  tampered: EXIT.tampered,
  'consistent-not-anchored': EXIT.undetermined,
  unverifiable: EXIT.undetermined,
  malformed: EXIT.malformed,
};

/**
 * Worst first. An interruption and a fault of our own come first, because then nothing can be said of all inputs together; evidence that
 * contradicts itself weighs more than evidence that can not be read, and that more than evidence that does not suffice.
 */
const WORST_FIRST: readonly ExitCode[] = [
  EXIT.interrupted,
  EXIT.fault,
  EXIT.usage,
  EXIT.tampered,
  EXIT.malformed,
  EXIT.undetermined,
];

/** The exit code that one verdict stands for. */
export function exitCodeOf(verdict: Verdict): ExitCode {
  return OF_VERDICT[verdict];
}

/** The worst of several exit codes; 0 for none. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.verified;
}
