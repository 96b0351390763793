import { useEffect, useState } from 'react';
import { actions } from '../state/index.ts';
import { Button } from './button.tsx';

const CONFIRMATION_MS = 2_000;

interface CopyButtonProps {
  readonly children: string;
  /** Makes the text when it is asked for, not before. */
  readonly text: () => string;
  readonly label?: string;
}

/** Copies a text and says so in its own place. */
export function CopyButton({ children, text, label }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => setCopied(await actions.copy(text()));
  return (
    <>
      <Button
        kind="quiet"
        icon={copied ? 'done' : 'copy'}
        onPress={() => void copy()}
        {...(label === undefined ? {} : { label })}
      >
        {copied ? 'Copied' : children}
      </Button>
      <span className="visually-hidden" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}
