/** Mandarin as eSpeak NG reads it: pinyin with tone numbers, the syllables of a word together, words apart. Pure. */
import { customPinyin, pinyin } from 'pinyin-pro';
import type { TracedText } from '../../../main/engines/text/traced-text.ts';
import { beforeColour, isColouring, particleReading, wordReadings } from './chinese-readings.ts';

customPinyin(wordReadings);

/** Bounds the work on one run: pinyin-pro looks at it as a whole. */
const longestRun = 400;

/**
 * `run`: Han characters only. pinyin-pro sees all of it and so the context of each character; the tone changes of 一 and 不 are its work, those of third tones eSpeak's.
 * `given`: syllables of the pronunciation dictionary, by place in the clause; they go before everything else.
 */
export function feedPinyin(run: TracedText, given: ReadonlyMap<number, string> = new Map()): TracedText {
  const parts: string[] = [];
  const origin: number[] = [];
  for (let from = 0; from < run.text.length; from += longestRun) {
    const fed = feedPart({ text: run.text.slice(from, from + longestRun), origin: run.origin.slice(from, from + longestRun) }, given);
    if (fed.text === '') continue;
    if (parts.length > 0) {
      parts.push(' ');
      origin.push(fed.origin[0] as number);
    }
    parts.push(fed.text);
    for (const place of fed.origin) origin.push(place);
  }
  return { text: parts.join(''), origin };
}

function feedPart(run: TracedText, given: ReadonlyMap<number, string>): TracedText {
  const characters = Array.from(run.text);
  const read = pinyin(run.text, { toneType: 'num', type: 'array', v: true, toneSandhi: true });
  const starts = new Set(Array.from(new Intl.Segmenter('zh', { granularity: 'word' }).segment(run.text), ({ index }) => index));
  let text = '';
  const origin: number[] = [];
  let at = 0;
  characters.forEach((char, index) => {
    const own = given.get(run.origin[at] as number);
    const coloured = own === undefined && isColouring(characters, index + 1) && !given.has(run.origin[at + char.length] as number);
    const usual = isColouring(characters, index) ? 'er5' : (particleReading(characters, index) ?? plainSyllable(read[index]));
    const syllable = own ?? usual;
    const spoken = coloured ? beforeColour(syllable) : syllable;
    const joined = text === '' || !starts.has(at) || syllable === 'er5' || !/\d$/.test(text);
    const said = joined ? spoken : ` ${spoken}`;
    text += said;
    for (let unit = 0; unit < said.length; unit += 1) origin.push(run.origin[at] as number);
    at += char.length;
  });
  return { text, origin };
}

/** The neutral tone is 0 there and 5 here; a character that has no reading is left out. */
function plainSyllable(read: string | undefined): string {
  return /^[a-z]+[0-5]$/.exec(read ?? '')?.[0].replace('0', '5') ?? '';
}
