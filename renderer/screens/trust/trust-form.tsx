import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { TrustImport } from '../../../shared/ipc/contract.ts';
import { Button } from '../../components/button.tsx';
import '../../components/field.css';
import { trustActions } from '../../state/index.ts';
import { TRUST_IMPORTS } from '../../words/trust-words.ts';
import { EMPTY_DRAFT, type Missing, missingOf, requestOf, type TrustDraft } from './trust-draft.ts';
import './trust-form.css';

type TextField = 'how' | 'by' | 'keyId' | 'tenantId' | 'label' | 'origin';

interface FieldProps {
  readonly name: TextField;
  readonly label: string;
  readonly hint: string;
  readonly max: number;
}

const HOW: FieldProps = {
  name: 'how',
  label: 'How was it obtained?',
  hint: 'For example: read out over the telephone; engagement letter of 2026-01-12, annex 2.',
  max: 500,
};
const BY: FieldProps = { name: 'by', label: 'By whom?', hint: 'Name of the person who obtained it.', max: 200 };

/** The fields of each kind, in the order in which they are asked. */
const FIELDS: Readonly<Record<TrustImport['kind'], readonly FieldProps[]>> = {
  'trust-file': [],
  key: [
    HOW,
    BY,
    { name: 'keyId', label: 'Key id (optional)', hint: 'Without it the name of the key is not compared.', max: 256 },
    { name: 'tenantId', label: 'Tenant (optional)', hint: 'Without it the key may sign for any tenant.', max: 200 },
  ],
  'timestamp-root': [HOW, BY, { name: 'label', label: 'Name (optional)', hint: 'A name to know it by.', max: 200 }],
  'log-key': [
    { name: 'origin', label: 'Name of the log', hint: 'The first line of its checkpoints (the origin).', max: 300 },
    HOW,
    BY,
  ],
};

interface TrustFormProps {
  readonly kind: TrustImport['kind'];
}

/** Asks where a piece of trust comes from before its file is picked or dropped: without that it would be worth nothing later. */
export function TrustForm({ kind }: TrustFormProps) {
  const [draft, setDraft] = useState<TrustDraft>({ ...EMPTY_DRAFT, kind });
  const [missing, setMissing] = useState<readonly Missing[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, button')?.focus();
    trustActions.setForm(requestOf({ ...EMPTY_DRAFT, kind }));
    return trustActions.closeForm;
  }, [kind]);

  const change = (patch: Partial<TrustDraft>): void => {
    const next = { ...draft, ...patch };
    setDraft(next);
    if (missing.length > 0) setMissing(missingOf(next));
    trustActions.setForm(requestOf(next));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const request = requestOf(draft);
    if (request !== null) {
      void trustActions.importPicked(request);
      return;
    }
    const lacking = missingOf(draft);
    setMissing(lacking);
    form.current?.querySelector<HTMLElement>(`[name="${lacking[0]?.field ?? ''}"]`)?.focus();
  };

  const { title, about } = TRUST_IMPORTS[kind];
  return (
    <form ref={form} className="trust-form" aria-labelledby={`${id}-title`} onSubmit={submit} noValidate>
      <h3 id={`${id}-title`}>{`Import: ${title}`}</h3>
      <p className="muted prose">{about}</p>
      {FIELDS[kind].map((field) => (
        <label key={field.name} className="trust-form__field">
          <span>{field.label}</span>
          <input
            className="field"
            name={field.name}
            maxLength={field.max}
            value={draft[field.name]}
            aria-invalid={missing.some((one) => one.field === field.name)}
            aria-describedby={`${id}-${field.name}`}
            onChange={(event) => change({ [field.name]: event.target.value })}
          />
          <span className="muted" id={`${id}-${field.name}`}>
            {field.hint}
          </span>
        </label>
      ))}
      {kind === 'key' ? <Uses draft={draft} onChange={change} /> : null}
      <p className="trust-form__missing" role="alert">
        {missing.length === 0 ? '' : `Still missing: ${missing.map((one) => one.words).join(', ')}.`}
      </p>
      <div className="trust__actions">
        <button type="submit" className="button button--primary">
          Choose the file…
        </button>
        <Button onPress={trustActions.closeForm}>Cancel</Button>
        <span className="muted">or drop the file on this window</span>
      </div>
    </form>
  );
}

interface UsesProps {
  readonly draft: TrustDraft;
  readonly onChange: (patch: Partial<TrustDraft>) => void;
}

function Uses({ draft, onChange }: UsesProps) {
  return (
    <fieldset className="trust-form__uses">
      <legend>What may the key sign?</legend>
      <label>
        <input
          type="checkbox"
          name="uses"
          checked={draft.auditChain}
          onChange={(event) => onChange({ auditChain: event.target.checked })}
        />
        Anchors and seals of the audit chain
      </label>
      <label>
        <input
          type="checkbox"
          checked={draft.controlPack}
          onChange={(event) => onChange({ controlPack: event.target.checked })}
        />
        Manifests of control packs
      </label>
    </fieldset>
  );
}
