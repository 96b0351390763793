import { randomBytes, timingSafeEqual } from 'node:crypto';

const newSecret = (): string => randomBytes(32).toString('base64url');

function sameSecret(given: string, secret: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Who may talk to the host: the one browser that opened the printed address. The token in that address works once and is
 * exchanged for a cookie, so that an address seen later (history, process list, a shared screen) opens nothing.
 */
export class Session {
  readonly #secret = newSecret();
  readonly #cookieName: string;
  #token: string | null = newSecret();

  /** @param port of the host, so that the cookies of two hosts on one machine stay apart */
  constructor(port: number) {
    this.#cookieName = `bathyscope-${port}`;
  }

  /** Path of the address to print: `/open/<token>`. */
  get openPath(): string {
    return `/open/${this.#token ?? 'used'}`;
  }

  /** Takes the token of `/open/<token>`; the `set-cookie` header on its first use, null ever after and for any other token. */
  exchange(token: string): string | null {
    // SECURITY: one-time token, HttpOnly and SameSite=Strict cookie (test/electron/loopback/host.test.ts).
    if (this.#token === null || !sameSecret(token, this.#token)) return null;
    this.#token = null;
    return `${this.#cookieName}=${this.#secret}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** True for the value of a `cookie` header that carries the session. */
  accepts(cookieHeader: string | undefined): boolean {
    const cookies = (cookieHeader ?? '').split(';').map((cookie) => cookie.trim().split('='));
    return cookies.some(([name, value]) => name === this.#cookieName && sameSecret(value ?? '', this.#secret));
  }
}
