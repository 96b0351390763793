import type { ReactNode } from 'react';
import './screen.css';

interface ScreenProps {
  readonly title: string;
  /** One or two sentences on what this part is about. */
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the bundle: heading, what it is about, and its sections. */
export function Screen({ title, lead, aside, actions, children }: ScreenProps) {
  return (
    <div className="screen">
      <header>
        <div className="screen__head">
          <h1>{title}</h1>
          {aside}
          {actions === undefined ? null : <div className="screen__actions">{actions}</div>}
        </div>
        {lead === undefined ? null : <p className="screen__lead">{lead}</p>}
      </header>
      {children}
    </div>
  );
}
