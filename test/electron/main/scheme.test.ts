import { describe, expect, it } from 'vitest';
import { responseHeaders } from '../../../electron/main/headers.ts';
import { answer, handleScheme, registerScheme } from '../../../electron/main/scheme.ts';
import type { StaticTable } from '../../../electron/node/static-table.ts';
import { fakeProtocol } from '../../support/fake-electron.ts';

const file = (text: string, contentType: string) => ({ bytes: new TextEncoder().encode(text), contentType });
const table: StaticTable = new Map([
  ['/', file('<page>', 'text/html; charset=utf-8')],
  ['/assets/main.js', file('script', 'text/javascript; charset=utf-8')],
]);

describe('the scheme app:', () => {
  it('has exactly the privileges of a secure standard scheme', () => {
    const protocol = fakeProtocol();
    registerScheme(protocol);
    expect(protocol.registerSchemesAsPrivileged).toHaveBeenCalledWith([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });

  it('serves the page and its files with their types', async () => {
    const protocol = fakeProtocol();
    handleScheme(protocol, table);
    expect(protocol.handle).toHaveBeenCalledWith('app', expect.any(Function));
    const page = answer(table, 'GET', 'app://bundle/#sample=healthy');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe('<page>');
    expect(await answer(table, 'GET', 'app://bundle/assets/main.js').text()).toBe('script');
  });

  it.each([
    ['POST', 'app://bundle/'],
    ['HEAD', 'app://bundle/'],
    ['GET', 'app://other/'],
    ['GET', 'app://bundle.example/'],
    ['GET', 'https://bundle/'],
    ['GET', 'file:///etc/passwd'],
    ['GET', 'app://bundle/assets'],
    ['GET', 'app://bundle/assets/../../../etc/passwd'],
    ['GET', 'app://bundle/%2e%2e/%2e%2e/etc/passwd'],
    ['GET', 'app://bundle/assets/main.js?x'],
    ['GET', 'app://bundle/assets%2fmain.js'],
    ['GET', 'app://bundle//assets/main.js'],
    ['GET', 'app://bundle/__proto__'],
  ])('has nothing for %s %s', (method, address) => {
    expect(answer(table, method, address).status).toBe(404);
  });

  it('puts the headers on every reply, errors included', () => {
    for (const path of ['/', '/assets/main.js', '/absent'])
      expect(Object.fromEntries(answer(table, 'GET', `app://bundle${path}`).headers)).toMatchObject(
        responseHeaders('electron'),
      );
  });
});
