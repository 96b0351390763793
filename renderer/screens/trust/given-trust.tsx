import { useEffect, useRef, useState } from 'react';
import type { Result } from '../../../shared/base/result.ts';
import type { DocumentView, TrustUse } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { readInstant } from '../../format/instant.ts';
import { actions } from '../../state/index.ts';
import { GivenForm } from './given-form.tsx';
import { readFingerprint, readKeyId, readTenant } from './given-text.ts';
import { UseTable } from './use-table.tsx';

type FormName = 'tenant' | 'fingerprint';

const problemOf = (read: Result<unknown>): string | null => (read.ok ? null : read.error.message);

interface FormProps {
  readonly onClose: () => void;
}

function TenantForm({ tenant, onClose }: FormProps & { readonly tenant: string }) {
  return (
    <GivenForm
      title="Expect a tenant"
      about="Compared with the tenant that packs, receipts, proof and index name, and with the account in signatures. Another tenant is a contradiction."
      fields={[
        {
          name: 'tenant',
          label: 'Tenant',
          hint: 'As the producer writes it, for example in the contract. Not from the bundle.',
          max: 200,
          text: tenant,
          problemOf: (text) => problemOf(readTenant(text)),
        },
      ]}
      submit="Expect it"
      onSubmit={({ tenant: text = '' }) => {
        const read = readTenant(text);
        if (read.ok) void actions.expectTenant(read.value);
        onClose();
      }}
      onClose={onClose}
    />
  );
}

function FingerprintForm({ onClose }: FormProps) {
  return (
    <GivenForm
      title="Pin a fingerprint"
      about="For a key that you do not hold yourself: one that travels in the evidence then counts when it has this fingerprint, and any other contradicts it, unless it is in your trust store. The fingerprint has to reach you on another way than the bundle."
      fields={[
        {
          name: 'fingerprint',
          label: 'Fingerprint',
          hint: 'SHA-256 over the SPKI DER of the key: 64 hexadecimal digits. Spaces and colons are left out.',
          max: 400,
          mono: true,
          text: '',
          problemOf: (text) => problemOf(readFingerprint(text)),
        },
        {
          name: 'keyId',
          label: 'Key id (optional)',
          hint: 'The name that the key must carry in the evidence. Without it the name is not compared.',
          max: 256,
          text: '',
          problemOf: (text) => problemOf(readKeyId(text)),
        },
      ]}
      submit="Pin it"
      onSubmit={({ fingerprint: text = '', keyId = '' }) => {
        const fingerprint = readFingerprint(text);
        const named = readKeyId(keyId);
        if (fingerprint.ok && named.ok) void actions.pinFingerprint(fingerprint.value, named.value);
        onClose();
      }}
      onClose={onClose}
    />
  );
}

/** All that the bundle is judged with beside anchors, and the ways to give signatures, a tenant and fingerprints for it alone. */
export function GivenTrust({ document }: { readonly document: DocumentView }) {
  const [form, setForm] = useState<FormName | null>(null);
  const [asked, setAsked] = useState<FormName>('tenant');
  const bar = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    // The form that held the focus is gone.
    if (wasOpen.current && form === null)
      bar.current?.querySelector<HTMLElement>(`[data-form="${asked}"] button`)?.focus();
    wasOpen.current = form !== null;
  }, [form, asked]);
  const tenant = document.trust.find(({ kind, provenance }) => kind === 'tenant' && provenance === null);
  const open = (name: FormName): void => {
    setAsked(name);
    setForm(name);
  };
  const remove = async (use: TrustUse): Promise<void> => {
    await actions.removeGiven(use);
    // So is the button of the row.
    bar.current?.querySelector('button')?.focus();
  };
  return (
    <div className="trust__part">
      <h3>Keys, roots, logs and signatures</h3>
      {document.trust.length === 0 ? (
        <p className="prose">Nothing yet: no key, no signature, no tenant that it must be of.</p>
      ) : (
        <UseTable
          uses={document.trust}
          at={readInstant(document.dates.opened)?.epoch ?? Date.now()}
          onRemove={(use) => void remove(use)}
        />
      )}
      <div className="trust__actions" ref={bar}>
        <Button icon="plus" onPress={() => void actions.addSignaturesPicked()}>
          Add signature…
        </Button>
        <span data-form="tenant">
          <Button icon="plus" pressed={form === 'tenant'} onPress={() => open('tenant')}>
            {tenant === undefined ? 'Expect tenant…' : 'Expect another tenant…'}
          </Button>
        </span>
        <span data-form="fingerprint">
          <Button icon="plus" pressed={form === 'fingerprint'} onPress={() => open('fingerprint')}>
            Pin fingerprint…
          </Button>
        </span>
      </div>
      <p className="muted prose trust__given-means">
        The detached signature of a control pack, the tenant that the evidence must be of, or a fingerprint where you
        hold no whole key. Each counts for this bundle only, goes into nobody’s store, and ends when the bundle is
        closed.
      </p>
      {form === 'tenant' ? <TenantForm tenant={tenant?.label ?? ''} onClose={() => setForm(null)} /> : null}
      {form === 'fingerprint' ? <FingerprintForm onClose={() => setForm(null)} /> : null}
    </div>
  );
}
