import type { Severity } from '../../shared/base/finding.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { actions, type ScreenId, useAppState } from '../state/index.ts';
import { TOOL_TITLES } from '../words/part-words.ts';
import './rail.css';
import { Preferences } from './preferences.tsx';
import type { RailPart } from './rail-parts.ts';

const SHAPES: Readonly<Record<Severity, string>> = { fail: '◆', warning: '▲', note: '○' };

function Badge({ part }: { readonly part: RailPart }) {
  if (part.findings !== null) {
    const { count, worst } = part.findings;
    return (
      <span className={`rail__badge rail__badge--${worst}`}>
        <span aria-hidden="true">
          {SHAPES[worst]} {formatCount(count)}
        </span>
        <span className="visually-hidden">{`, ${formatCounted(count, 'finding', 'findings')}`}</span>
      </span>
    );
  }
  return part.items === null || part.items === 0 ? null : (
    <span className="rail__badge number">{formatCount(part.items)}</span>
  );
}

/** The parts of the bundle, those it lacks included. */
export function Rail({ parts, current }: { readonly parts: readonly RailPart[]; readonly current: ScreenId | null }) {
  const tool = useAppState((state) => state.tool);
  return (
    <nav className="rail" aria-label="Parts of the bundle">
      <ul className="rail__parts">
        {parts.map((part) => (
          <li key={part.screen}>
            <button
              type="button"
              className={part.present ? 'rail__part' : 'rail__part rail__part--absent'}
              aria-current={part.screen === current ? 'page' : undefined}
              onClick={() => actions.openScreen(part.screen)}
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
          onClick={() => actions.openTool('custody')}
        >
          {TOOL_TITLES.custody}
        </button>
        <Preferences />
      </div>
    </nav>
  );
}
