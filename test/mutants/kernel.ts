import type { GuardedTest } from './mutant.ts';

const TESTS = 'test/electron/verifier/kernel.test.ts';
const CARELESS = 'leaves %s to the plain path though the hash agrees with it';

/** Guards of the fast path: what is taken out lets a row through that the plain path has to see, or keeps one back that is sound. */
export const KERNEL: readonly GuardedTest[] = [
  {
    tests: TESTS,
    test: 'leaves more than 15 digits behind the point',
    written: CARELESS,
    mutants: [
      {
        guard: 'digits that a double may not give back',
        file: 'kernel/number.ts',
        text: 'if (digits > MAX_DIGITS) return false;',
        instead: '',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves a number that is printed with an exponent',
    written: CARELESS,
    mutants: [
      {
        guard: 'small numbers are printed with an exponent',
        file: 'kernel/number.ts',
        text: 'if (leading > 5) return false;',
        instead: '',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves a minus before nothing but zeros',
    written: CARELESS,
    mutants: [
      {
        guard: '-0 is printed as 0',
        file: 'kernel/number.ts',
        text: 'if (zero && whole != from && digits == 0) return false;',
        instead: '',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'takes the number 12.50',
    written: 'takes the number %s',
    mutants: [
      {
        guard: 'zeros at the end of a fraction are left out',
        file: 'kernel/number.ts',
        text: 'kept = last;',
        instead: 'kept = place;',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves __proto__ to',
    written: CARELESS,
    mutants: [
      {
        guard: 'a member __proto__ is not hashed',
        file: 'kernel/members.ts',
        text: 'return !(length == 9 &&',
        instead: 'return !(length == 0 &&',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves integer-like names',
    written: CARELESS,
    mutants: [
      {
        guard: 'integer-like names come first',
        file: 'kernel/members.ts',
        text: 'if (isDigit(load<u8>(from))) return false;',
        instead: '',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves a repeated name to',
    written: CARELESS,
    mutants: [
      {
        guard: 'a name stands once, members in order',
        file: 'kernel/canonical.ts',
        text: 'if (order == 0) return false;',
        instead: '',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves a repeated name, out of order, the other way',
    written: CARELESS,
    mutants: [
      {
        guard: 'a name stands once, members out of order',
        file: 'kernel/members.ts',
        text: 'if (order == 0) return false;',
        instead: '',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves an escape in a name as it is written',
    written: CARELESS,
    mutants: [
      {
        guard: 'a name with an escape is left',
        file: 'kernel/canonical.ts',
        text: 'byte >= 0x80 || byte == 0x5c',
        instead: 'byte >= 0x80',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves a lone surrogate, encoded',
    written: CARELESS,
    mutants: [
      {
        guard: 'surrogates are no UTF-8',
        file: 'kernel/text.ts',
        text: 'else if (lead == 0xed) high = 0x9f;',
        instead: '',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves a lone surrogate, escaped',
    written: CARELESS,
    mutants: [
      {
        guard: 'a high surrogate needs a partner',
        file: 'kernel/escape.ts',
        text: 'if (load<u16>(place + 6) != 0x755c) return 0;',
        instead:
          'if (load<u16>(place + 6) != 0x755c) {\n    written = writeUtf8(<u32>code, 3, target);\n    return 6;\n  }',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves a lone low surrogate',
    written: CARELESS,
    mutants: [
      {
        guard: 'a low surrogate needs a partner before it',
        file: 'kernel/escape.ts',
        text: 'if (code >= 0xdc00) return 0;',
        instead: 'if (code >= 0xdc00) {\n    written = writeUtf8(<u32>code, 3, target);\n    return 6;\n  }',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves a raw control character',
    written: CARELESS,
    mutants: [
      {
        guard: 'control characters have to be escaped',
        file: 'kernel/text.ts',
        text: '} else if (byte < 0x20) {\n      return false;',
        instead: '} else if (byte < 0x01) {\n      return false;',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves another sign for a colon',
    written: CARELESS,
    mutants: [
      {
        guard: 'a colon stands between name and value',
        file: 'kernel/canonical.ts',
        text: 'if (peek() != 0x3a) return false;',
        instead: '',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'takes every character',
    mutants: [
      {
        guard: 'quotes and backslashes are escaped',
        file: 'kernel/escape.ts',
        text: 'if (code == 0x22 || code == 0x5c) return writeShort(<u8>code, target);',
        instead: '',
      },
      {
        guard: 'controls are escaped in the shortest form',
        file: 'kernel/escape.ts',
        text: 'if (code == 9) return writeShort(0x74, target);',
        instead: '',
      },
      {
        guard: 'digits of escapes are in lower case',
        file: 'kernel/escape.ts',
        text: '0x57 + last',
        instead: '0x37 + last',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'takes a slash however',
    mutants: [
      {
        guard: 'a slash is not escaped',
        file: 'kernel/text.ts',
        text: 'store<u8>(target++, letter);',
        instead: 'store<u8>(target++, 0x5c);\n        store<u8>(target++, letter);',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'takes rows of every length around that of a slot: one text',
    written: 'takes rows of every length around that of a slot: %s',
    mutants: [
      {
        guard: 'a long row is put where there is room',
        file: 'kernel/row.ts',
        text: 'if (crowded) {',
        instead: 'if (false) {',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves a hash that is written in capitals',
    mutants: [
      {
        guard: 'hashes are lower-case digits',
        file: 'kernel/hash-text.ts',
        text: 'if (!isHex(v128.load(digits + i))) return false;',
        instead: '{}',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'ends a run before a row',
    mutants: [
      {
        guard: 'each row names the hash before it',
        file: 'kernel/index.ts',
        text: 'rowPrevious != 0 && sameHash(rowPrevious, previous)',
        instead: 'rowPrevious != 0',
      },
      {
        guard: 'each row carries the next label',
        file: 'kernel/index.ts',
        text: 'rowSeq == nextSeq && ',
        instead: '',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'leaves a row with another member "seq":1',
    written: 'leaves a row with another member %s',
    mutants: [
      {
        guard: 'a member of a row stands once',
        file: 'kernel/row.ts',
        text: 'if (bit == 0 || (seen & bit) != 0) return false;',
        instead: 'if (bit == 0) return false;',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'stops at row 0 when',
    written: 'stops at row %i when',
    mutants: [
      {
        guard: 'digests are compared',
        file: 'electron/verifier/kernel.ts',
        text: 'if (together === stored) return taken;',
        instead: 'return taken;',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'stops at row 31 when',
    written: 'stops at row %i when',
    mutants: [
      {
        guard: 'the row whose digest differs is not taken',
        file: 'electron/verifier/kernel.ts',
        text: '    return row;\n',
        instead: '    return row + 1;\n',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'refuses a kernel of another version, and names the remedy: one of the next version',
    written: 'refuses a kernel of another version, and names the remedy: one %s',
    mutants: [
      {
        guard: 'the kernel is of the version that the program was written for',
        file: 'electron/verifier/kernel.ts',
        text: 'if (version !== KERNEL_VERSION) throw new Error(otherKernel(String(version)));',
        instead: '',
      },
    ],
  },
];
