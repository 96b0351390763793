import { describe, expect, it } from 'vitest';
import { faultMessage } from '../../../electron/verifier/fault-message.ts';
import { RequestFault } from '../../../electron/verifier/request-fault.ts';

describe('what is said when the tool can not go on', () => {
  it('is the sentence of a request that is refused, and not the word it goes by', () => {
    const refused = new RequestFault('no-such-entry', 'There is no entry at position 10.');
    expect(faultMessage(refused)).toBe('There is no entry at position 10.');
  });

  it.each([
    ['read', 'EIO', 'A file can not be read: the system answers EIO, the disk, or the connection to it, failed. Copy'],
    ['write', 'ENOSPC', 'A file can not be written: the system answers ENOSPC, the disk is full. Make room on it'],
    ['open', 'EMFILE', 'A file can not be opened: the system answers EMFILE, too many files are open. Close'],
  ])('names what was wanted when the system refuses a %s, and no path', (syscall, code, words) => {
    const error = Object.assign(new Error(`${code}: no, ${syscall} '/home/user/secret'`), { code, syscall });
    expect(faultMessage(error)).toContain(words);
    expect(faultMessage(error)).not.toContain('secret');
  });
});
