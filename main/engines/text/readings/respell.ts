/** A clause with words of the dictionary written as they are said; each remembers where the word stood. Pure. */
import { isShouted } from '../english/say-latin.ts';
import { createTracer, type TracedText } from '../traced-text.ts';
import type { FoundReading } from './find-readings.ts';
import { spokenEnding, withEnding } from './phones.ts';

export interface RespelledClause extends TracedText {
  /** Of words that are given in phones, by the place of the word; with their ending ("tomato's"). */
  readonly phones: ReadonlyMap<number, string>;
}

export function respell(clause: string, found: readonly FoundReading[]): RespelledClause {
  const tracer = createTracer();
  const phones = new Map<number, string>();
  // a line in capitals stays one, or its other words would be taken for initials
  const shouted = isShouted(clause);
  let at = 0;
  const keep = (until: number): void => {
    for (; at < until; at += 1) tracer.add(clause[at] as string, at);
  };
  for (const { start, end, reading, phones: given } of found) {
    keep(start);
    const [ending = '', letters = ''] = given === undefined ? [] : (spokenEnding.exec(clause.slice(end, end + 4)) ?? []);
    if (given !== undefined) phones.set(start, letters === '' ? given : withEnding(given, letters.toLowerCase()));
    const said = `${reading}${ending}`;
    tracer.add(shouted ? said.toUpperCase() : said, start);
    at = end + ending.length;
  }
  keep(clause.length);
  return { ...tracer.finish(), phones };
}
