import { Component, type ReactNode } from 'react';
import { EmptyState } from '../components/empty-state.tsx';
import { EvidenceText } from '../components/evidence-text.tsx';

interface ScreenFaultProps {
  readonly children: ReactNode;
}

interface ScreenFaultState {
  readonly message: string | null;
}

/** Keeps a part that can not be drawn from taking the window with it: a fault of the tool, said as one. */
export class ScreenFault extends Component<ScreenFaultProps, ScreenFaultState> {
  override state: ScreenFaultState = { message: null };

  static getDerivedStateFromError(error: unknown): ScreenFaultState {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children;
    return (
      <div role="alert">
        <EmptyState title="The tool could not draw this part.">
          <p>This says nothing about the evidence. The other parts and the command line still work.</p>
          <p>
            <EvidenceText text={this.state.message} mono />
          </p>
        </EmptyState>
      </div>
    );
  }
}
