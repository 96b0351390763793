import type { ReactNode } from 'react';
import './empty-state.css';

interface EmptyStateProps {
  /** What is not here, in one sentence. */
  readonly title: string;
  /** What would be here, and how to get it. */
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** A place that is empty for a reason, and teaches what belongs there. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <section className="empty">
      <p className="empty__title">{title}</p>
      <div className="empty__text">{children}</div>
      {actions === undefined ? null : <div className="empty__actions">{actions}</div>}
    </section>
  );
}
