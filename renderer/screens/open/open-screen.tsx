import { showText } from '../../../shared/base/text.ts';
import { Button } from '../../components/button.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { Instant } from '../../components/instant.tsx';
import { Preferences } from '../../frame/preferences.tsx';
import { actions, type ToolId, useAppState } from '../../state/index.ts';
import { TOOL_TITLES } from '../../words/part-words.ts';
import './open-screen.css';
import { recentVerdict } from './recent-verdict.ts';

function Recents() {
  const recents = useAppState((state) => state.recents);
  if (recents.length === 0) return null;
  return (
    <section aria-labelledby="recents-title">
      <div className="open__section-head">
        <h2 id="recents-title">Recent bundles</h2>
        <Button kind="quiet" onPress={() => void actions.clearRecents()}>
          Forget them
        </Button>
      </div>
      <ul className="open__list">
        {recents.map((recent) => (
          <li key={recent.id}>
            <button
              type="button"
              className="open__item"
              disabled={!recent.reachable}
              onClick={() => void actions.openRecent(recent.id)}
            >
              <span className="open__item-title">
                <EvidenceText text={recent.name} />
              </span>
              <span className="open__item-note">
                opened <Instant text={recent.openedAt} />
                {recent.verdict === null ? null : ` · then: ${recentVerdict(recent.verdict)}`}
                {recent.reachable ? null : ' · the browser gave no path to it: drop or pick it again'}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Samples() {
  const samples = useAppState((state) => state.info?.samples);
  if (samples === undefined || samples.length === 0) return null;
  return (
    <section aria-labelledby="samples-title">
      <div className="open__section-head">
        <h2 id="samples-title">Learn on a sample</h2>
      </div>
      <ul className="open__list">
        {samples.map((sample) => (
          <li key={sample.id}>
            <button type="button" className="open__item" onClick={() => void actions.openSample(sample.id)}>
              <span className="open__item-title">{sample.title}</span>
              <span className="open__item-note">{sample.lesson}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const TOOLS = Object.keys(TOOL_TITLES) as ToolId[];

/** The window without a bundle. */
export function OpenScreen() {
  const opening = useAppState((state) => state.opening);
  const info = useAppState((state) => state.info);
  return (
    <div className="open">
      <main className="open__main" id="content" tabIndex={-1}>
        <h1>
          Bathyscope replays the audit chain of an evidence bundle on this machine, and says what that shows and what it
          does not.
        </h1>
        <div className="open__drop">
          <p>Drop a zip, a folder, a .json or an .ndjson anywhere on this window, or</p>
          <div className="open__actions">
            <Button kind="primary" icon="file" onPress={() => void actions.openPicked('file')}>
              Open file…
            </Button>
            <Button icon="folder" onPress={() => void actions.openPicked('folder')}>
              Open folder…
            </Button>
          </div>
          <p className="muted" role="status">
            {opening === null
              ? 'Nothing is sent anywhere: the evidence is read on this machine and stays on it.'
              : `Opening ${showText(opening, 120)}…`}
          </p>
        </div>
        <div className="open__columns">
          <Recents />
          <Samples />
        </div>
      </main>
      <footer className="open__foot">
        <p className="muted">{info === null ? 'Bathyscope' : `Bathyscope ${info.version}`}</p>
        <div className="open__tools">
          {TOOLS.map((tool) => (
            <button key={tool} type="button" className="link" onClick={() => actions.openTool(tool)}>
              {TOOL_TITLES[tool]}
            </button>
          ))}
        </div>
        <Preferences />
      </footer>
    </div>
  );
}
