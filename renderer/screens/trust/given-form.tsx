import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import '../../components/field.css';
import './trust-form.css';

/** One line of text that is asked for. */
export interface GivenField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly max: number;
  readonly mono?: boolean;
  /** What it starts with. */
  readonly text: string;
  /** What is wrong with a text, in one sentence; null when it can be taken. */
  problemOf(text: string): string | null;
}

interface GivenFormProps {
  readonly title: string;
  readonly about: string;
  readonly fields: readonly GivenField[];
  readonly submit: string;
  /** Takes the texts, by the names of their fields; called only when nothing is wrong with any. */
  readonly onSubmit: (texts: Readonly<Record<string, string>>) => void;
  readonly onClose: () => void;
}

/** Asks for what is given for one bundle only; what is wrong is said at its field. */
export function GivenForm({ title, about, fields, submit, onSubmit, onClose }: GivenFormProps) {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(fields.map(({ name, text }) => [name, text])),
  );
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  const problemOf = (field: GivenField): string | null => field.problemOf(texts[field.name] ?? '');
  const take = (event: FormEvent): void => {
    event.preventDefault();
    const wrong = fields.find((field) => problemOf(field) !== null);
    setAsked(true);
    if (wrong === undefined) onSubmit(texts);
    else form.current?.querySelector<HTMLElement>(`[name="${wrong.name}"]`)?.focus();
  };
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // The key means this form and nothing behind it.
    event.stopPropagation();
    onClose();
  };
  return (
    <form
      ref={form}
      className="trust-form"
      aria-labelledby={`${id}-title`}
      onSubmit={take}
      onKeyDown={leave}
      noValidate
    >
      <h4 id={`${id}-title`}>{title}</h4>
      <p className="muted prose">{about}</p>
      {fields.map((field) => {
        const problem = asked ? problemOf(field) : null;
        return (
          <div key={field.name} className="trust-form__field">
            <label htmlFor={`${id}-${field.name}`}>{field.label}</label>
            <input
              id={`${id}-${field.name}`}
              className={field.mono === true ? 'field field--mono' : 'field'}
              name={field.name}
              maxLength={field.max}
              value={texts[field.name]}
              spellCheck={false}
              autoComplete="off"
              aria-invalid={problem !== null}
              aria-describedby={`${id}-${field.name}-problem ${id}-${field.name}-hint`}
              onChange={(event) => setTexts({ ...texts, [field.name]: event.target.value })}
            />
            <p className="trust-form__problem" id={`${id}-${field.name}-problem`} role="alert">
              {problem}
            </p>
            <span className="muted" id={`${id}-${field.name}-hint`}>
              {field.hint}
            </span>
          </div>
        );
      })}
      <div className="trust__actions">
        <button type="submit" className="button button--primary">
          {submit}
        </button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
