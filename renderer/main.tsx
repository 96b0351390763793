import './zod-mode.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/fonts.css';
import './styles/base.css';
import { App } from './frame/app.tsx';
import { actions, connect } from './state/index.ts';

/** The loopback host names a sample in the address when it is started with `--sample`. */
function sampleInAddress(): string | null {
  return new URLSearchParams(window.location.hash.slice(1)).get('sample');
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id "root".');
connect();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
const sample = sampleInAddress();
if (sample !== null) void actions.openSample(sample);
