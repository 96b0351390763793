import type { BundleFile } from '../../../shared/ipc/model.ts';
import { StateMark } from '../../components/state-mark.tsx';
import { FILE_STATUS } from './file-words.ts';

/** What became of a file, in a word. */
export function FileStatus({ status }: { readonly status: BundleFile['status'] }) {
  const { state, word } = FILE_STATUS[status];
  if (state !== null) return <StateMark state={state} word={word} />;
  return <span className={status === 'used' ? '' : 'muted'}>{word}</span>;
}
