/// <reference types="vite/client" />
import '../../../../renderer/zod-mode.ts';
import { createRoot } from 'react-dom/client';
import '../../../../renderer/styles/tokens.css';
import '../../../../renderer/styles/fonts.css';
import '../../../../renderer/styles/base.css';
import { App } from '../../../../renderer/frame/app.tsx';
import { actions, connect } from '../../../../renderer/state/index.ts';
import { success } from '../../../../shared/base/result.ts';
import type { DocumentView } from '../../../../shared/ipc/model.ts';
import { PACKS } from '../../../renderer/fixtures/packs.ts';
import { custodyLog, holdTrust, TRUST_USES } from '../../../renderer/fixtures/trust.ts';
import { auditorAnchor, fakeDocument } from '../../../support/fake/document.ts';
import { fakeHash } from '../../../support/fake/hash.ts';
import { createFakeApi } from '../../../support/fake-api.ts';

/* The real window over packs, trust and a custody log that no bundle on disk has to hold: only layout is asked here. */

/** A bundle with packs, trust of use and of none, and a head sentence that holds a long word. */
function documentWithPacks(): DocumentView {
  const view = fakeDocument('healthy', 'parts', [auditorAnchor('healthy', 'anchor-1')]);
  const { report } = view;
  if (report === null) throw new Error('the document is done');
  const word = window.location.hash === '#long-word' ? 'g'.repeat(400) : fakeHash(7);
  const head = `${report.head} Sealed under ${word}, which has no place for a line break.`;
  const sentence =
    'This could still have been produced by whoever can write to the database, or had it in hand on its way to you, together with whoever keeps the place that the anchor came from and whoever holds the signing key.';
  return {
    ...view,
    packs: [...PACKS],
    trust: [...TRUST_USES],
    report: {
      ...report,
      head,
      exposure: { parties: ['database-administrator', 'bucket-owner', 'signing-key-holder'], sentence },
    },
  };
}

const api = Object.assign(createFakeApi(), holdTrust(undefined, custodyLog(450)), {
  documentGet: () => Promise.resolve(success(documentWithPacks())),
});
Object.defineProperty(window, 'api', { value: api });
connect();
createRoot(document.getElementById('root') ?? document.body).render(<App />);
if (window.location.hash !== '#closed') await actions.openExisting('parts');
