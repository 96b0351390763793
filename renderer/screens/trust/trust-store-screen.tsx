import { Screen } from '../../components/screen.tsx';
import { TOOL_TITLES } from '../../words/part-words.ts';
import { TrustStoreSection } from './trust-store.tsx';

/** The trust store by itself, so that it can be filled before any bundle is opened. */
export function TrustStoreScreen() {
  return (
    <Screen
      title={TOOL_TITLES['trust-store']}
      lead="What you rely on in all bundles. It stays on this machine; bundles add nothing to it."
    >
      <section aria-labelledby="store-title">
        <h2 id="store-title">Keys, roots and log keys</h2>
        <TrustStoreSection />
      </section>
    </Screen>
  );
}
