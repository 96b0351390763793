import { act, screen } from '@testing-library/react';
import { actions, type ScreenId } from '../../../renderer/state/index.ts';
import { success } from '../../../shared/base/result.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import type { FakeApi } from '../../support/fake-api.ts';
import { type HeldTrust, holdTrust } from '../fixtures/trust.ts';
import { openWindow } from '../frame/open-window.tsx';

/** Opens the window on one part of a document that the test made itself. */
export async function openPart(
  document: DocumentView,
  part: ScreenId,
  trust: HeldTrust = holdTrust(),
): Promise<FakeApi> {
  const api = openWindow({}, trust);
  api.documentGet = () => Promise.resolve(success(document));
  await act(() => actions.openExisting(document.id));
  await act(async () => actions.openScreen(part));
  return api;
}

export const main = () => screen.getByRole('main');

/** The text of an element with its thin and unbreakable spaces made plain. */
export const plain = (element: Element) => (element.textContent ?? '').replaceAll(/[\u202f\u00a0]/g, ' ');
