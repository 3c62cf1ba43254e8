/** A clause with words of the dictionary written as they are said; each remembers where the word stood. Pure. */
import { isShouted } from '../english/say-latin.ts';
import { createTracer, type TracedText } from '../traced-text.ts';
import type { FoundReading } from './find-readings.ts';

export function respell(clause: string, found: readonly FoundReading[]): TracedText {
  const tracer = createTracer();
  // a line in capitals stays one, or its other words would be taken for initials
  const shouted = isShouted(clause);
  let at = 0;
  const keep = (until: number): void => {
    for (; at < until; at += 1) tracer.add(clause[at] as string, at);
  };
  for (const { start, end, reading } of found) {
    keep(start);
    tracer.add(shouted ? reading.toUpperCase() : reading, start);
    at = end;
  }
  keep(clause.length);
  return tracer.finish();
}
