import { showText } from '../base/text.ts';
import { accountIdOf } from './account-id.ts';
import { failed, type Leg, type LegSubject, passed, unsettled } from './leg.ts';

/**
 * The leg on the tenant of a pack. A tenant and its account id are the same; what is shown is what was named and what stands there, for a person
 * to compare.
 *
 * @param tenantId as the pack states it; undefined when it can not be read
 * @param expected tenant that the auditor named; null when none was
 */
export function tenantLeg(subject: LegSubject, tenantId: string | undefined, expected: string | null): Leg {
  if (tenantId === undefined) return unsettled(subject, 'undetermined', 'The tenant of the pack can not be read.');
  const shown = showText(tenantId, 200);
  if (expected === null) {
    const message = `The pack says that it is of ${shown}; no tenant was named to compare it with.`;
    return { ...unsettled(subject, 'not-applicable', message), actual: shown };
  }
  if (accountIdOf(expected) === accountIdOf(tenantId)) {
    return passed(subject, `The pack is of ${shown}.`, { expected: shown, actual: shown });
  }
  return failed(subject, 'claim-differs', `The pack is of ${shown}, not of the tenant that you named.`, {
    expected: showText(expected, 200),
    actual: shown,
  });
}
