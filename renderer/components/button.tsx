import type { ReactNode } from 'react';
import './button.css';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly icon?: IconName;
  /** `primary`: the one action that a screen is about. `quiet`: no frame until pointed at. */
  readonly kind?: 'primary' | 'plain' | 'quiet';
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  /** Replaces the visible text for screen readers when that alone would not say what it acts on. */
  readonly label?: string;
  readonly title?: string;
}

/** A push button with visible text. */
export function Button({ children, onPress, icon, kind = 'plain', pressed, disabled, label, title }: ButtonProps) {
  return (
    <button
      type="button"
      className={`button button--${kind}`}
      onClick={onPress}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      title={title}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  /** Accessible name, and the hint that pointing shows. */
  readonly label: string;
  readonly onPress: () => void;
}

/** A push button that shows an icon only. */
export function IconButton({ icon, label, onPress }: IconButtonProps) {
  return (
    <button type="button" className="button button--icon" onClick={onPress} aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
}
