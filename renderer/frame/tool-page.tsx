import { Button } from '../components/button.tsx';
import { CustodyScreen } from '../screens/custody/custody-screen.tsx';
import { TrustStoreScreen } from '../screens/trust/trust-store-screen.tsx';
import { actions, type ToolId } from '../state/index.ts';
import { ScreenFault } from './screen-fault.tsx';
import './tool-page.css';

/** A screen of the app that needs no bundle. */
export function ToolScreen({ tool }: { readonly tool: ToolId }) {
  return tool === 'custody' ? <CustodyScreen /> : <TrustStoreScreen />;
}

/** Such a screen while no bundle is open: it has the window to itself, and a way back. */
export function ToolPage({ tool }: { readonly tool: ToolId }) {
  return (
    <div className="tool">
      <main className="tool__main" id="content" tabIndex={-1}>
        <div className="tool__back">
          <Button onPress={() => actions.openTool(null)}>Back to the start</Button>
        </div>
        <ScreenFault key={tool}>
          <ToolScreen tool={tool} />
        </ScreenFault>
      </main>
    </div>
  );
}
