import type { ReactNode } from 'react';
import './banner.css';

interface BannerProps {
  /** `error`: the tool could not do its work. `question`: the reader has to decide. `note`: worth knowing. */
  readonly kind: 'error' | 'question' | 'note';
  /** One sentence. */
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** One sentence across the content, with what can be done about it. */
export function Banner({ kind, children, actions }: BannerProps) {
  return (
    <div className={`banner banner--${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <p className="banner__text">{children}</p>
      {actions === undefined ? null : <div className="banner__actions">{actions}</div>}
    </div>
  );
}
