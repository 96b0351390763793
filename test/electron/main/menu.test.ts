import type { MenuItemConstructorOptions } from 'electron/main';
import { describe, expect, it, vi } from 'vitest';
import { menuTemplate } from '../../../electron/main/menu.ts';

function items(template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);
}

describe('the menu', () => {
  it('sends the commands of the page', () => {
    const send = vi.fn();
    const all = items(menuTemplate('linux', false, send));
    for (const item of all) item.click?.(...([] as unknown as Parameters<NonNullable<typeof item.click>>));
    expect(send.mock.calls.map(([command]) => command)).toEqual(['open-file', 'open-folder', 'close', 'keys']);
  });

  it('reloads and inspects only while the program is developed', () => {
    const roles = (developer: boolean) => items(menuTemplate('linux', developer, vi.fn())).map((item) => item.role);
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(false)).not.toContain('reload');
    expect(roles(true)).toContain('toggleDevTools');
  });

  it('leads to no web address', () => {
    expect(JSON.stringify(menuTemplate('darwin', false, vi.fn()))).not.toMatch(/https?:/);
  });
});
