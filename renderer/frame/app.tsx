import { useEffect, useMemo, useRef } from 'react';
import { showText } from '../../shared/base/text.ts';
import type { DocumentView } from '../../shared/ipc/model.ts';
import { Banner } from '../components/banner.tsx';
import { IconButton } from '../components/button.tsx';
import { ProgressBar } from '../components/progress.tsx';
import { groupFindings } from '../evidence/finding-groups.ts';
import { ChainScreen } from '../screens/chain/chain-screen.tsx';
import { EvidenceScreen } from '../screens/evidence/evidence-screen.tsx';
import { FilesScreen } from '../screens/files/files-screen.tsx';
import { FindingsScreen } from '../screens/findings/findings-screen.tsx';
import { OpenScreen } from '../screens/open/open-screen.tsx';
import { OverviewScreen } from '../screens/overview/overview-screen.tsx';
import { PacksScreen } from '../screens/packs/packs-screen.tsx';
import { TrustScreen } from '../screens/trust/trust-screen.tsx';
import { actions, type ScreenId, type ToolId, useAppState } from '../state/index.ts';
import './app.css';
import { useAppearance } from './appearance.ts';
import { DetailColumn, hasDetail } from './detail-column.tsx';
import { DropArea, DropQuestion } from './drop-area.tsx';
import { useFrameKeys } from './frame-keys.ts';
import { IdentityBar } from './identity-bar.tsx';
import { KeyHelp } from './key-help.tsx';
import { Rail } from './rail.tsx';
import { railParts } from './rail-parts.ts';
import { ScreenFault } from './screen-fault.tsx';
import { ToolPage, ToolScreen } from './tool-page.tsx';
import { VerdictBar } from './verdict-bar.tsx';

function Content({ document, screen }: { readonly document: DocumentView; readonly screen: ScreenId }) {
  const target = useAppState((state) => state.target);
  switch (screen) {
    case 'overview':
      return <OverviewScreen document={document} />;
    case 'chain':
      return <ChainScreen document={document} target={target} />;
    case 'isolation':
    case 'retention':
    case 'encryption':
    case 'proof':
      return <EvidenceScreen key={screen} document={document} screen={screen} />;
    case 'packs':
      return <PacksScreen document={document} />;
    case 'trust':
      return <TrustScreen document={document} />;
    case 'findings':
      return <FindingsScreen document={document} />;
    case 'files':
      return <FilesScreen document={document} />;
  }
}

/** Where the keyboard stands after the screen that held the focus is gone. */
function useFocusOnContent(screen: ScreenId | ToolId) {
  const content = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of screen that matters
  useEffect(() => {
    if (window.document.activeElement === window.document.body) content.current?.focus({ preventScroll: true });
    // Which of these scrolls depends on the room there is: the content, its pane, or the whole window.
    for (const box of [content.current, content.current?.parentElement, window.document.scrollingElement])
      if (box != null) box.scrollTop = 0;
  }, [screen]);
  return content;
}

function Opened({ document }: { readonly document: DocumentView }) {
  const screen = useAppState((state) => state.screen);
  const detailOpen = useAppState((state) => state.detailOpen);
  const { report, files, parts, packs } = document;
  const groups = useMemo(() => groupFindings({ report, files, parts, packs }), [report, files, parts, packs]);
  const tool = useAppState((state) => state.tool);
  const content = useFocusOnContent(tool ?? screen);
  const detailed = tool === null && hasDetail(screen, document, groups.length);
  const detail = detailed ? (detailOpen ? 'frame__body--detail' : 'frame__body--detail-closed') : '';
  const unfinished = document.state === 'opening' || document.state === 'running';
  return (
    <div className="frame">
      <header className="frame__head">
        <IdentityBar document={document} />
        <VerdictBar document={document} />
      </header>
      <DropQuestion />
      <Opening />
      <div className={`frame__body ${detail}`}>
        <Rail parts={railParts(document, groups)} current={tool === null ? screen : null} />
        <div className="frame__pane">
          <main className={`frame__content frame__content--${tool ?? screen}`} id="content" tabIndex={-1} ref={content}>
            <ScreenFault key={tool ?? screen}>
              {tool === null ? <Content document={document} screen={screen} /> : <ToolScreen tool={tool} />}
            </ScreenFault>
          </main>
          {detailed ? (
            <ScreenFault key={screen}>
              <DetailColumn document={document} />
            </ScreenFault>
          ) : null}
        </div>
      </div>
      {unfinished ? <ProgressBar progress={document.progress} onCancel={() => void actions.cancelReplay()} /> : null}
    </div>
  );
}

function Opening() {
  const opening = useAppState((state) => state.opening);
  return opening === null ? null : <Banner kind="note">{`Opening ${showText(opening, 120)}…`}</Banner>;
}

function NoticeBar() {
  const notice = useAppState((state) => state.notice);
  if (notice === null) return null;
  return (
    <Banner kind="error" actions={<IconButton icon="close" label="Dismiss" onPress={actions.dismissNotice} />}>
      {notice}
    </Banner>
  );
}

/** The whole window. */
export function App() {
  const document = useAppState((state) => state.document);
  const keysShown = useAppState((state) => state.keysShown);
  const tool = useAppState((state) => state.tool);
  useFrameKeys();
  useAppearance();
  return (
    <div className="window">
      <NoticeBar />
      {document !== null ? (
        <Opened key={document.id} document={document} />
      ) : tool !== null ? (
        <ToolPage tool={tool} />
      ) : (
        <OpenScreen />
      )}
      <DropArea />
      {keysShown ? <KeyHelp /> : null}
    </div>
  );
}
