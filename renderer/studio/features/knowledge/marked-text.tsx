/** A line with the stretches that matched marked in it. */
import type { ReactNode } from 'react';
import classes from './knowledge.module.css';

export interface MarkedSpan {
  readonly from: number;
  readonly until: number;
  readonly kind?: 'word' | 'product';
}

export function MarkedText({
  text,
  spans,
  testId,
}: {
  readonly text: string;
  readonly spans: readonly MarkedSpan[];
  readonly testId?: string;
}) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { from, until, kind = 'word' } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from < at) continue;
    parts.push(text.slice(at, from));
    parts.push(
      <mark key={from} data-kind={kind}>
        {text.slice(from, until)}
      </mark>,
    );
    at = until;
  }
  parts.push(text.slice(at));
  return (
    <span className={classes['line']} data-testid={testId}>
      {parts}
    </span>
  );
}
