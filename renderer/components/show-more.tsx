import { formatCount } from '../format/number.ts';
import { Button } from './button.tsx';

interface ShowMoreProps {
  readonly shown: number;
  readonly total: number;
  /** How many more one press shows at most. */
  readonly page: number;
  readonly onMore: () => void;
}

/** Shows the next page of a list that was cut; nothing when all of it is shown. */
export function ShowMore({ shown, total, page, onMore }: ShowMoreProps) {
  if (shown >= total) return null;
  return (
    <Button
      onPress={onMore}
    >{`Show ${formatCount(Math.min(page, total - shown))} more of ${formatCount(total)}`}</Button>
  );
}
