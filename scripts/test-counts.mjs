/**
 * Counts of one run of Vitest, from the report of its `json` reporter.
 *
 * A file that could not be loaded has no tests to fail, and an error outside a test belongs to none: each of them counts as one failure,
 * so that nothing that went wrong is left out of the sum.
 *
 * @param {string | null} report text of the report; null when none was written
 * @param {boolean} succeeded whether Vitest said so by its exit code
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function countReport(report, succeeded) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const files = readFiles(report);
  for (const file of files) {
    const results = file.assertionResults ?? [];
    for (const { status } of results) {
      if (status === 'passed') counts.passed += 1;
      else if (status === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
    if (file.status === 'failed' && !results.some(({ status }) => status === 'failed')) counts.failed += 1;
  }
  const nothing = counts.passed + counts.failed + counts.skipped === 0;
  if ((nothing || !succeeded) && counts.failed === 0) counts.failed = 1;
  return counts;
}

function readFiles(report) {
  try {
    const { testResults } = JSON.parse(report ?? '');
    return Array.isArray(testResults) ? testResults : [];
  } catch {
    return [];
  }
}

/**
 * @param {readonly { passed: number, failed: number, skipped: number }[]} parts
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function sumCounts(parts) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const part of parts) for (const key of Object.keys(sum)) sum[key] += part[key];
  return sum;
}

/** The line that closes a test run, for example `812 passed, 0 failed, 3 skipped`; what was not skipped is not mentioned. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
