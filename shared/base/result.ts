/** Outcome of an operation that can fail for a reason the caller must handle. Never thrown across a process border. */
export type Result<T, E = Fault> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/**
 * The tool could not do its work: distinct from a finding, which says that evidence contradicts a claim.
 * A fault never becomes a verdict.
 */
export interface Fault {
  /** Stable machine word, for example `file-unreadable`. */
  readonly code: string;
  /** One sentence for a person. Text that comes from a bundle is already escaped and capped. */
  readonly message: string;
}

/** Wraps a value as a success. */
export function success<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Wraps an error as a failure. */
export function failure<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}
