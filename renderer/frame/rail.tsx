import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import type { Severity } from '../../shared/base/finding.ts';
import { FoldButton } from '../components/fold-button.tsx';
import { formatCount, formatCounted } from '../format/number.ts';
import { actions, type ScreenId, useAppState } from '../state/index.ts';
import { SCREEN_TITLES, TOOL_TITLES } from '../words/part-words.ts';
import './rail.css';
import { Preferences } from './preferences.tsx';
import type { RailPart } from './rail-parts.ts';

const SHAPES: Readonly<Record<Severity, string>> = { fail: '◆', warning: '▲', note: '○' };
const NAMES: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  fail: ['failure', 'failures'],
  warning: ['warning', 'warnings'],
  note: ['note', 'notes'],
};

function Badge({ part }: { readonly part: RailPart }) {
  if (part.findings !== null) {
    const { count, worst, ofWorst, exact } = part.findings;
    const inAll = count === ofWorst ? '' : `, ${formatCounted(count, 'finding', 'findings')} in all`;
    return (
      <span className={`rail__badge rail__badge--${worst}`}>
        <span aria-hidden="true">
          {SHAPES[worst]} {formatCount(ofWorst)}
          {exact ? '' : '+'}
        </span>
        <span className="visually-hidden">{`, ${exact ? '' : 'at least '}${formatCounted(ofWorst, ...NAMES[worst])}${inAll}`}</span>
      </span>
    );
  }
  return part.items === null || part.items === 0 ? null : (
    <span className="rail__badge number">{formatCount(part.items)}</span>
  );
}

/** The fold of the rail, where there is room for one line of it only: Esc and going elsewhere close it. */
function useFold() {
  const [unfolded, setUnfolded] = useState(false);
  const rail = useRef<HTMLElement>(null);
  return {
    rail,
    unfolded,
    toggle: () => setUnfolded(!unfolded),
    /** What was pressed is about to be hidden: the keyboard goes on in what it opened. */
    leave: () => {
      if (!unfolded) return;
      setUnfolded(false);
      window.document.getElementById('content')?.focus({ preventScroll: true });
    },
    onBlur: (event: FocusEvent<HTMLElement>) => {
      if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget)) setUnfolded(false);
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'Escape' || !unfolded) return;
      event.preventDefault();
      setUnfolded(false);
      rail.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    },
  };
}

/** The parts of the bundle, those it lacks included. */
export function Rail({ parts, current }: { readonly parts: readonly RailPart[]; readonly current: ScreenId | null }) {
  const tool = useAppState((state) => state.tool);
  const fold = useFold();
  const bodyId = useId();
  const shown = current === null ? tool && TOOL_TITLES[tool] : SCREEN_TITLES[current];
  return (
    <nav
      className={fold.unfolded ? 'rail rail--unfolded' : 'rail'}
      aria-label="Parts of the bundle"
      ref={fold.rail}
      onBlur={fold.onBlur}
      onKeyDown={fold.onKeyDown}
    >
      <FoldButton unfolded={fold.unfolded} controls={bodyId} onPress={fold.toggle}>
        Parts <span className="rail__shown">{shown}</span>
      </FoldButton>
      <div className="rail__body" id={bodyId}>
        <ul className="rail__parts">
          {parts.map((part) => (
            <li key={part.screen}>
              <button
                type="button"
                className={part.present ? 'rail__part' : 'rail__part rail__part--absent'}
                aria-current={part.screen === current ? 'page' : undefined}
                onClick={() => {
                  actions.openScreen(part.screen);
                  fold.leave();
                }}
              >
                <span className="rail__title">{part.title}</span>
                <Badge part={part} />
                {part.present ? null : <span className="rail__note">not in this bundle</span>}
              </button>
            </li>
          ))}
        </ul>
        <div className="rail__foot">
          <button type="button" className="link" onClick={() => void actions.openPicked('file')}>
            Open another…
          </button>
          <button type="button" className="link" onClick={() => void actions.closeDocument()}>
            Close this bundle
          </button>
          <button
            type="button"
            className="link"
            aria-current={tool === 'custody' ? 'page' : undefined}
            onClick={() => {
              actions.openTool('custody');
              fold.leave();
            }}
          >
            {TOOL_TITLES.custody}
          </button>
          <Preferences />
        </div>
      </div>
    </nav>
  );
}
