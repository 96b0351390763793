import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { type DropSource, droppedItems } from '../../../renderer/frame/dropped-items.ts';
import { actions } from '../../../renderer/state/index.ts';
import { lastCall, openWindow } from './open-window.tsx';

/** What the File and Directory Entries API gives for a tree; a string is a file's content, an object a folder. */
interface Tree {
  readonly [name: string]: string | Tree;
}

function entryOf(name: string, node: string | Tree, parent = ''): FileSystemEntry {
  const fullPath = `${parent}/${name}`;
  const shared = { name, fullPath, filesystem: {}, getParent: () => undefined };
  if (typeof node === 'string') {
    const file = (done: (file: File) => void): void => done(new File([node], name));
    return { ...shared, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
  }
  const children = Object.entries(node).map(([child, content]) => entryOf(child, content, fullPath));
  const createReader = (): { readEntries: (done: (entries: FileSystemEntry[]) => void) => void } => {
    // Two at a time, as real readers also give folders in batches.
    let at = 0;
    return {
      readEntries: (done) => {
        done(children.slice(at, at + 2));
        at += 2;
      },
    };
  };
  return { ...shared, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

function sourceOf(tree: Tree): DropSource & { readonly types: readonly string[] } {
  const roots = Object.entries(tree);
  return {
    types: ['Files'],
    items: roots.map(([name, node]) => ({ kind: 'file', webkitGetAsEntry: () => entryOf(name, node) })),
    files: roots.map(([name, node]) => new File([typeof node === 'string' ? node : ''], name)),
  };
}

async function drop(tree: Tree): Promise<void> {
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'dataTransfer', { value: sourceOf(tree) });
  await act(async () => {
    document.body.dispatchEvent(event);
  });
  expect(event.defaultPrevented).toBe(true);
}

describe('droppedItems', () => {
  const tree = { bundle: { 'a.json': '1', 'b.json': '2', deep: { 'c.json': '3' } }, 'd.ndjson': '4' };

  it('walks folders in a browser, and keeps the path of each file inside what was dropped', async () => {
    const items = await droppedItems(sourceOf(tree), 'loopback');
    expect(items.map((item) => item.path).sort()).toEqual([
      'bundle/a.json',
      'bundle/b.json',
      'bundle/deep/c.json',
      'd.ndjson',
    ]);
  });

  it('leaves folders to the preload in Electron', async () => {
    const items = await droppedItems(sourceOf(tree), 'electron');
    expect(items.map((item) => item.path)).toEqual(['bundle', 'd.ndjson']);
  });

  it('takes files where the browser gives no entries', async () => {
    const { files } = sourceOf({ 'd.ndjson': '4' });
    const items = await droppedItems({ items: [], files }, 'loopback');
    expect(items.map((item) => item.path)).toEqual(['d.ndjson']);
  });
});

describe('dropping on the window', () => {
  it('opens a bundle when none is open', async () => {
    const api = openWindow();
    await drop({ 'bundle.zip': 'PK' });
    await screen.findByRole('region', { name: 'Verdict' });
    expect(lastCall(api, 'openDropped')).toMatchObject([{ path: 'bundle.zip' }]);
  });

  it('asks what it is when a bundle is open, and does nothing before the answer', async () => {
    const api = openWindow();
    await act(() => actions.openSample('healthy'));
    await drop({ 'anchor\u202Egpj.json': '{}' });
    expect(screen.getByText(/What is it\?/).textContent).toContain('anchor⟨U+202E⟩gpj.json');
    expect(lastCall(api, 'openDropped')).toBeUndefined();
    expect(lastCall(api, 'anchorDropped')).toBeUndefined();
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Add as an anchor' })));
    expect(lastCall(api, 'anchorDropped')).toMatchObject({
      request: { bytes: 'canonical' },
      items: [{ path: 'anchor\u202Egpj.json' }],
    });
    expect(screen.queryByText(/What is it\?/)).toBeNull();
  });

  it('adds several anchors, with their bytes as they are when that is the answer', async () => {
    const api = openWindow();
    await act(() => actions.openSample('healthy'));
    await drop({ '000000000008.json': '{}', '000000000016.json': '{}' });
    expect(screen.getByRole('button', { name: 'Add as anchors' })).toBeDefined();
    const asIs = screen.getByRole('button', { name: 'Add as anchors, bytes as they are' });
    await act(async () => void fireEvent.click(asIs));
    expect(lastCall(api, 'anchorDropped')).toMatchObject({ request: { bytes: 'as-is' }, items: [{}, {}] });
  });

  it('adds detached signatures when that is the answer', async () => {
    const api = openWindow();
    await act(() => actions.openSample('healthy'));
    await drop({ 'a.sig.json': '{}', 'b.sig.json': '{}' });
    const answer = screen.getByRole('button', { name: 'Add as detached signatures' });
    await act(async () => void fireEvent.click(answer));
    expect(lastCall(api, 'signatureDropped')).toMatchObject({ items: [{}, {}] });
  });

  it('opens it as another bundle when that is the answer', async () => {
    const api = openWindow({ scenario: 'edited' });
    await act(() => actions.openSample('healthy'));
    await drop({ 'other.zip': 'PK' });
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Open as a bundle' })));
    expect(lastCall(api, 'openDropped')).toMatchObject([{ path: 'other.zip' }]);
    expect(screen.getByRole('region', { name: 'Verdict' }).textContent).toContain('Tampered');
  });

  it('leaves it on Esc', async () => {
    const api = openWindow();
    await act(() => actions.openSample('healthy'));
    await drop({ 'anchor.json': '{}' });
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(screen.queryByText(/What is it\?/)).toBeNull();
    expect(lastCall(api, 'anchorDropped')).toBeUndefined();
  });

  it('ignores text that is dragged over', async () => {
    const api = openWindow();
    const event = new Event('drop', { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: { types: ['text/plain'], items: [], files: [] } });
    await act(async () => void document.body.dispatchEvent(event));
    expect(event.defaultPrevented).toBe(true);
    expect(lastCall(api, 'openDropped')).toBeUndefined();
  });
});
