import { useEffect, useRef, useState } from 'react';
import type { TrustImport } from '../../../shared/ipc/contract.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { trustActions, useAppState } from '../../state/index.ts';
import { TRUST_IMPORTS } from '../../words/trust-words.ts';
import { ShippedLogs } from './shipped-logs.tsx';
import { StoreTable } from './store-table.tsx';
import { TrustForm } from './trust-form.tsx';
import './trust-screen.css';

const KINDS = Object.keys(TRUST_IMPORTS) as TrustImport['kind'][];

function Import() {
  const open = useAppState((state) => state.trustForm !== null);
  const [kind, setKind] = useState<TrustImport['kind'] | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    // The form that held the focus is gone.
    if (wasOpen.current && !open) bar.current?.querySelector('button')?.focus();
    wasOpen.current = open;
  }, [open]);
  const choose = (wanted: TrustImport['kind']): void => {
    setKind(wanted);
    trustActions.setForm(null);
  };
  return (
    <>
      <div className="trust__actions" ref={bar}>
        <span className="muted">Import:</span>
        {KINDS.map((name) => (
          <Button key={name} icon="plus" pressed={open && kind === name} onPress={() => choose(name)}>
            {`${TRUST_IMPORTS[name].title}…`}
          </Button>
        ))}
      </div>
      {open && kind !== null ? <TrustForm key={kind} kind={kind} /> : null}
    </>
  );
}

/** What the auditor trusts in all bundles: list, import, export, removal, and the log keys that came with the app. */
export function TrustStoreSection() {
  const store = useAppState((state) => state.trustStore);
  const [now] = useState(() => Date.now());
  useEffect(() => {
    void trustActions.load();
  }, []);
  if (store === null) return <p className="muted">Reading the trust store…</p>;
  return (
    <>
      {store.items.length === 0 ? (
        <EmptyState title="The trust store is empty.">
          <p>
            It holds the keys of producers, the roots of time-stamp authorities and the keys of public logs that you
            rely on, each with how, by whom and when it was obtained. It starts empty, because a key that you did not
            obtain yourself is someone else’s word.
          </p>
        </EmptyState>
      ) : (
        <StoreTable items={store.items} at={now} />
      )}
      <Import />
      {store.items.length === 0 ? null : (
        <div className="trust__actions">
          <Button onPress={() => void trustActions.exportStore()}>Export as a trust file…</Button>
          <span className="muted">for the command line, or for a colleague</span>
        </div>
      )}
      <ShippedLogs logs={store.shippedLogs} at={now} />
    </>
  );
}
