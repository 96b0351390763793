import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { SystemFault } from '../../../electron/node/system-fault.ts';
import { isMachineAnswer, systemAnswer } from '../../../electron/node/system-words.ts';

const answer = (code: string): Error => Object.assign(new Error('/home/user/secret'), { code });

describe('what the system answers', () => {
  it.each([
    ['ENOSPC', 'the disk is full'],
    ['EACCES', 'this user may not do that there'],
    ['EIO', 'the disk, or the connection to it, failed'],
    ['EROFS', 'the disk can only be read'],
  ])('says what %s means and what to do about it, with no path', (code, meaning) => {
    const { message } = new SystemFault('A working file can not be written', answer(code));
    expect(message).toContain(`A working file can not be written: the system answers ${code}, ${meaning}. `);
    expect(message).toMatch(/(Make room|Give this user|Copy the evidence|Take a folder)[^.]*\.$/);
    expect(message).not.toContain('secret');
  });

  it('ends in a full stop whatever the code, and knows no code that is not the system’s', () => {
    for (const code of Object.keys(constants.errno)) expect(systemAnswer(code)).toMatch(/^the system answers E.*\.$/);
    expect(systemAnswer('ELOOP')).toBe('the system answers ELOOP.');
    for (const other of ['unknown', 'ERR_INVALID_ARG_TYPE', 'constructor', '__proto__']) {
      expect(isMachineAnswer(other)).toBe(false);
      expect(systemAnswer(other)).toBe(`the system answers ${other}.`);
    }
  });
});
