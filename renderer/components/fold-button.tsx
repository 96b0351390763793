import type { ReactNode } from 'react';
import './fold-button.css';

interface FoldButtonProps {
  readonly children: ReactNode;
  readonly unfolded: boolean;
  /** Id of the element that is folded away. */
  readonly controls: string;
  readonly onPress: () => void;
}

/** Shows what is folded away where there is little room, and folds it again. Not there where there is room for all. */
export function FoldButton({ children, unfolded, controls, onPress }: FoldButtonProps) {
  return (
    <button type="button" className="fold-button" aria-expanded={unfolded} aria-controls={controls} onClick={onPress}>
      {children}
    </button>
  );
}
