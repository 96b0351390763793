import type { PackView } from '../../../shared/ipc/model.ts';

/** What each kind of document is, in one sentence. */
export const PACK_ABOUT: Readonly<Record<PackView['kind'], string>> = {
  'audit-chain-pack': 'Rows of the audit chain, each with an anchor of its own, and a seal over the whole.',
  'control-pack':
    'What the producer’s collectors found for each control, with one anchor of the audit chain. The signature covers the manifest and nothing else.',
  'blocked-report':
    'It stands where a pack was expected, and names the collectors that could not finish. It proves nothing about a control.',
  receipt: 'What a time-stamp authority or a public log says about one anchor.',
  oscal:
    'Assessment results and plan of action in the OSCAL format, made from a control pack. That a control is satisfied is what they state; what is asked here is whether they state what the evidence of the pack gives.',
};

/** What a group of questions is about. */
export type Topic = 'contents' | 'rows' | 'signature' | 'time' | 'log' | 'receipt';

/** The topics in the order in which they are asked, with what a reader has to know to judge the answers. */
export const TOPICS: Readonly<Record<Topic, { readonly title: string; readonly lead: string }>> = {
  contents: { title: 'Contents', lead: 'Does what stands in it fit together?' },
  rows: {
    title: 'Rows',
    lead: 'Every row is asked the same questions. Here they are counted; the Chain part answers them row by row.',
  },
  signature: {
    title: 'Signature',
    lead: 'Whose words are these? A signature that fits says that one key made it. Whose key that is, only a pinned key says.',
  },
  time: {
    title: 'Time stamp',
    lead: 'Since when does it exist? An authority signs that it saw these bytes at a time. Anyone can run an authority: which one this is, only a root that you supplied says.',
  },
  log: {
    title: 'Public log',
    lead: 'Did others see it? A log that anyone can read took the entry in. Anyone can run a log: which one this is, only a log key that you trust says.',
  },
  receipt: { title: 'Receipt', lead: 'Is the receipt about this anchor?' },
};

/** Where a reader can change what an answer rests on. */
export const RESTS_ON_TRUST: ReadonlySet<Topic> = new Set(['signature', 'time', 'log']);
