/** Thrown out of long work when the user cancelled it. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/** Asks long work to stop; work looks at it at every chunk. */
export class CancelToken {
  private requested = false;

  cancel(): void {
    this.requested = true;
  }

  get cancelled(): boolean {
    return this.requested;
  }

  /** Throws Cancelled when it was asked for. */
  check(): void {
    if (this.requested) throw new Cancelled();
  }
}
