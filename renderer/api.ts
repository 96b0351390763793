import type { BathyscopeApi } from '../shared/ipc/api.ts';

declare global {
  interface Window {
    /** Put there by Electron's preload or by the loopback client before the page's own script runs. */
    readonly api: BathyscopeApi;
  }
}
