import { useState } from 'react';
import type { PackView } from '../../../shared/ipc/model.ts';
import { EvidenceText } from '../../components/evidence-text.tsx';
import '../../components/plain-table.css';
import { useRowKeys } from '../../components/row-keys.ts';
import { ShowMore } from '../../components/show-more.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { formatCounted } from '../../format/number.ts';
import { actions } from '../../state/index.ts';

const PAGE = 100;

interface PackListProps {
  readonly packs: readonly PackView[];
  readonly shown: PackView;
}

/** All packs, receipts and other sealed documents; pressing one shows it below. */
export function PackList({ packs, shown }: PackListProps) {
  const [limit, setLimit] = useState(PAGE);
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section className="packs__list" aria-label="Packs, receipts and other sealed documents" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Result</th>
              <th scope="col">What it is</th>
              <th scope="col">File</th>
              <th scope="col">Findings</th>
            </tr>
          </thead>
          <tbody ref={rows}>
            {packs.slice(0, limit).map((pack) => (
              <tr key={pack.id} className={pack === shown ? 'packs__row packs__row--selected' : 'packs__row'}>
                <td className="fixed">
                  <StateMark state={pack.result} />
                </td>
                <td>
                  <button
                    type="button"
                    className="link"
                    data-row=""
                    aria-pressed={pack === shown}
                    onClick={() => actions.selectPack(pack.id)}
                  >
                    <EvidenceText text={pack.title} max={200} />
                  </button>
                </td>
                <td>
                  <EvidenceText text={pack.file} max={200} />
                </td>
                <td className="fixed">
                  {pack.findings.length === 0 ? (
                    <span className="muted">none</span>
                  ) : (
                    formatCounted(pack.findings.length, 'finding', 'findings')
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <ShowMore shown={limit} total={packs.length} page={PAGE} onMore={() => setLimit(limit + PAGE)} />
    </>
  );
}
