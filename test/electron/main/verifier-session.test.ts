import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { messageWeight } from '../../../electron/main/message-guard.ts';
import { type SessionEnd, VERIFIER_CAPS, VerifierSession } from '../../../electron/main/verifier-session.ts';
import type { AppEvent } from '../../../shared/ipc/events.ts';
import { FakeVerifier } from '../../support/fake-verifier.ts';

const anything = z.unknown();

function session(): {
  verifier: FakeVerifier;
  session: VerifierSession;
  events: AppEvent[];
  ends: SessionEnd[];
  clock: { now: number };
} {
  const verifier = new FakeVerifier();
  verifier.answer = () => undefined;
  const events: AppEvent[] = [];
  const ends: SessionEnd[] = [];
  const clock = { now: 0 };
  const listeners = { onEvent: (event: AppEvent) => events.push(event), onEnd: (end: SessionEnd) => ends.push(end) };
  return { verifier, session: new VerifierSession(verifier, listeners, () => clock.now), events, ends, clock };
}

const progress = {
  type: 'event',
  event: {
    type: 'progress',
    documentId: 'd',
    progress: {
      phase: 'replaying',
      bytesDone: 1,
      bytesTotal: null,
      rows: 1,
      rowsPerSecond: null,
      secondsLeft: null,
      breaks: 0,
    },
  },
};

describe('a session with a verifier', () => {
  it('matches replies to requests by number, in any order', async () => {
    const { verifier, session: one } = session();
    const first = one.request({ method: 'close' }, z.string());
    const second = one.request({ method: 'close' }, z.string());
    const [a, b] = verifier.requests;
    expect(a?.requestId).not.toBe(b?.requestId);
    verifier.replies(b?.requestId ?? -1, 'second');
    verifier.replies(a?.requestId ?? -1, 'first');
    expect(await first).toEqual({ ok: true, value: 'first' });
    expect(await second).toEqual({ ok: true, value: 'second' });
  });

  it('passes on a fault as a fault', async () => {
    const { verifier, session: one } = session();
    const asked = one.request({ method: 'close' }, anything);
    verifier.says({ type: 'reply-fault', requestId: 1, error: { code: 'x', message: 'y' } });
    expect(await asked).toEqual({ ok: false, error: { code: 'x', message: 'y' } });
  });

  it.each([
    ['text', 'hello'],
    ['nothing', undefined],
    ['an unknown type', { type: 'shell', command: 'ls' }],
    ['an extra member', { ...progress, extra: 1 }],
    ['a reply nobody waits for', { type: 'reply', requestId: 99, ok: true, value: 1 }],
    ['an event of a wrong shape', { type: 'event', event: { type: 'document', document: { verdict: 'verified' } } }],
    ['too much', { type: 'reply', requestId: 1, ok: true, value: 'x'.repeat(VERIFIER_CAPS.messageWeight + 1) }],
  ])('ends a verifier that sends %s', (_, message) => {
    const { verifier, ends, events } = session();
    verifier.says(message);
    expect(verifier.killed).toBe(true);
    expect(ends).toEqual(['broke-protocol']);
    verifier.says(progress);
    expect(events).toEqual([]);
  });

  it('ends a verifier whose reply does not fit the question, and answers with a fault', async () => {
    const { verifier, session: one, ends } = session();
    const asked = one.request({ method: 'close' }, z.strictObject({ rows: z.int() }));
    verifier.replies(1, { rows: 1, html: '<b>' });
    expect(await asked).toMatchObject({ ok: false, error: { code: 'verifier-ended' } });
    expect(ends).toEqual(['broke-protocol']);
    expect(verifier.killed).toBe(true);
  });

  it('ends a verifier that answers the same request twice', () => {
    const { verifier, session: one, ends } = session();
    void one.request({ method: 'close' }, anything);
    verifier.replies(1, 1);
    verifier.replies(1, 1);
    expect(ends).toEqual(['broke-protocol']);
  });

  it('lets a fair stream of events through and ends a flood', () => {
    const { verifier, events, ends, clock } = session();
    for (let event = 0; event < VERIFIER_CAPS.eventsPerSecond; event += 1) verifier.says(progress);
    clock.now += 1_000;
    for (let event = 0; event < VERIFIER_CAPS.eventsPerSecond; event += 1) verifier.says(progress);
    expect(events).toHaveLength(2 * VERIFIER_CAPS.eventsPerSecond);
    expect(ends).toEqual([]);
    verifier.says(progress);
    expect(ends).toEqual(['broke-protocol']);
  });

  it('refuses more waiting requests than its cap, without asking the verifier', async () => {
    const { verifier, session: one } = session();
    for (let request = 0; request < VERIFIER_CAPS.waiting; request += 1)
      void one.request({ method: 'close' }, anything);
    expect(await one.request({ method: 'close' }, anything)).toMatchObject({ error: { code: 'too-many-requests' } });
    expect(verifier.requests).toHaveLength(VERIFIER_CAPS.waiting);
  });

  it('settles all that waits when the verifier crashes, and asks nothing afterwards', async () => {
    const { verifier, session: one, ends } = session();
    const asked = one.request({ method: 'close' }, anything);
    verifier.ends(1);
    expect(await asked).toMatchObject({ ok: false, error: { code: 'verifier-ended' } });
    expect(await one.request({ method: 'close' }, anything)).toMatchObject({ error: { code: 'verifier-ended' } });
    expect(ends).toEqual(['crashed']);
    expect(verifier.requests).toHaveLength(1);
  });
});

describe('messageWeight', () => {
  it('counts strings, names and buffers wherever they stand', () => {
    const small = messageWeight({ a: ['', {}] }, 1e6);
    expect(messageWeight({ a: ['x'.repeat(1_000), {}] }, 1e6)).toBe(small + 1_000);
    expect(messageWeight({ ['a'.repeat(501)]: ['', {}] }, 1e6)).toBe(small + 500);
    expect(messageWeight({ a: [new Uint8Array(4_096)] }, 1e6)).toBeGreaterThan(4_096);
  });

  it('stops early, survives cycles, and calls maps and sets too heavy', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(messageWeight(cycle, 100)).toBeLessThanOrEqual(100);
    expect(messageWeight(new Array(1_000_000).fill(0), 1_000)).toBeGreaterThan(1_000);
    expect(messageWeight(new Map([[1, 2]]), 1_000)).toBeGreaterThan(1_000);
  });

  it('grows no faster than the value', () => {
    const weigh = (items: number): number => messageWeight(new Array(items).fill('entry'), Number.MAX_SAFE_INTEGER);
    expect(weigh(100_000) / weigh(10_000)).toBeLessThan(11);
  });
});
