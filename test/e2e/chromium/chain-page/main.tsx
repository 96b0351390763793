/// <reference types="vite/client" />
import '../../../../renderer/zod-mode.ts';
import { createRoot } from 'react-dom/client';
import '../../../../renderer/styles/tokens.css';
import '../../../../renderer/styles/fonts.css';
import '../../../../renderer/styles/base.css';
import { App } from '../../../../renderer/frame/app.tsx';
import { actions, connect } from '../../../../renderer/state/index.ts';
import { createFakeApi, FAKE_SCENARIOS } from '../../../support/fake-api.ts';

/* The real window over a chain of ten million entries that are made when asked for: no such file is needed for a test. */

const [wanted = 'huge', position = ''] = window.location.hash.slice(1).split('/');
const scenario = FAKE_SCENARIOS.find((name) => name === wanted) ?? 'huge';
Object.defineProperty(window, 'api', { value: createFakeApi({ scenario, latency: 5 }) });
connect();
createRoot(document.getElementById('root') ?? document.body).render(<App />);
await actions.openPicked('file');
actions.openScreen('chain');
if (position !== '') actions.jumpTo(Number(position));
