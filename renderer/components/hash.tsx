import { useId, useState } from 'react';
import { capText, showText } from '../../shared/base/text.ts';
import { actions } from '../state/index.ts';
import { Icon } from './icon.tsx';
import './hash.css';

const HEAD = 8;
const TAIL = 6;
/** Longer than any digest in use; a text that calls itself a hash is cut here. */
const LONGEST = 128;

/**
 * The short form of a hash: first 8 and last 6 characters.
 * @param value untrusted text that should be hex digits.
 * @returns the whole text when it is short, for example `2c9f41aa…00b7e1` otherwise; hidden characters spelled out.
 */
export function shortHash(value: string): string {
  const shown = showText(value, LONGEST);
  if (shown.length <= HEAD + TAIL + 2) return shown;
  return `${capText(shown, HEAD).kept}…${Array.from(shown).slice(-TAIL).join('')}`;
}

interface HashProps {
  /** Null is shown as "none". */
  readonly value: string | null;
  /** What it is the hash of, for example "SHA-256 of the file". */
  readonly label: string;
}

/**
 * A hash in its short form; whole while pointed at or focused; pressing copies it.
 *
 * SECURITY: what reaches the clipboard has its hidden characters spelled out too. Test: hash.test.tsx
 * "copies hidden characters spelled out".
 */
export function Hash({ value, label }: HashProps) {
  const [copied, setCopied] = useState(false);
  const fullId = useId();
  if (value === null) return <span className="muted">none</span>;
  const full = showText(value, LONGEST);
  const copy = async (): Promise<void> => setCopied(await actions.copy(full));
  return (
    <span className="hash">
      <button
        type="button"
        className="hash__button"
        aria-label={`${label}: ${shortHash(value)}, copy`}
        aria-describedby={fullId}
        onClick={() => void copy()}
        onBlur={() => setCopied(false)}
        onPointerLeave={() => setCopied(false)}
      >
        <code>{shortHash(value)}</code>
        <Icon name={copied ? 'done' : 'copy'} />
      </button>
      <span className="hash__full" id={fullId} role="tooltip">
        <code>{full}</code>
      </span>
    </span>
  );
}
