import type { Check } from '../../../shared/base/verification.ts';
import { MessageText } from '../../components/message-text.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { TableScroll } from '../../components/table-scroll.tsx';
import { formatCount } from '../../format/number.ts';

/** Every check with the number of records it covered: one that covered none can not have passed. */
export function ChecksTable({ checks }: { readonly checks: readonly Check[] }) {
  return (
    <TableScroll label="Checks">
      <table className="table checks">
        <thead>
          <tr>
            <th scope="col">Result</th>
            <th scope="col">Check</th>
            <th scope="col" className="checks__records">
              Records
            </th>
            <th scope="col">What was found</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two packs have checks of the same id, and none of them moves
            <tr key={place}>
              <td className="fixed">
                <StateMark state={check.result} />
              </td>
              <td className="fixed">
                <code>{check.id}</code>
              </td>
              <td className="fixed number checks__records">{formatCount(check.records)}</td>
              <td>
                <MessageText text={check.message} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
