/** A value that can be read at any time and tells when it changed. */
export interface Store<S> {
  get(): S;
  /** Replaces the members that `patch` names; listeners run once, after the change. */
  set(patch: Partial<S>): void;
  /** Calls `listener` after each change until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** Makes a store that holds `initial`. */
export function createStore<S extends object>(initial: S): Store<S> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...patch };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
