/** Cuts a clause into pieces that one eSpeak voice can read without a pause: by punctuation, and by script where languages are mixed. Pure. */
import type { Lang, Reading } from '../../../main/contract/speech.ts';
import { normaliseClause, type NormalisedClause } from '../../../main/engines/text/normalise-clause.ts';
import type { TracedText } from '../../../main/engines/text/traced-text.ts';
import { createWordFinder } from '../../../main/engines/text/word-places.ts';
import { feedKana } from './feed-kana.ts';
import { feedPhones } from './feed-phones.ts';
import { feedPinyin } from './feed-pinyin.ts';
import { feedEnglish, feedPlain } from './feed-plain.ts';
import type { ReadJapanese } from './japanese-reader.ts';
import { english, findLanguage, mandarin, readerOf, scripts, type EspeakLanguage, type ReadScript } from './languages.ts';

export interface SpeechPiece {
  readonly language: EspeakLanguage;
  readonly text: string;
  /** For each character of `text` the index of the clause's word (Intl.Segmenter) it stands for. */
  readonly wordOf: readonly (number | undefined)[];
  /** Silence after it, at speed 1. */
  readonly pauseMs: number;
}

const pauses: Readonly<Record<string, number>> = {
  ',': 130,
  '，': 130,
  '、': 90,
  ';': 180,
  '；': 180,
  ':': 150,
  '：': 150,
  '—': 130,
  '.': 230,
  '。': 230,
  '!': 230,
  '！': 230,
  '?': 240,
  '？': 240,
  '…': 260,
  '\n': 260,
};
/** Between two scripts there is no pause, only a breath of room. */
const scriptChangeMs = 25;
const endings: Readonly<Record<string, string>> = { '？': '?', '?': '?', '！': '!', '!': '!', '，': ',', ',': ',', '、': ',' };
/** A run without punctuation is cut between words before it grows longer: one synthesis must not take long. */
const longestPiece = 220;

/** `japanese`: reads kanji; without it they are left out. */
export function planSpeech(clause: string, lang: Lang, japanese?: ReadJapanese, readings?: readonly Reading[]): SpeechPiece[] {
  const language = findLanguage(lang);
  if (!language) return [];
  const wordAt = createWordFinder(clause, lang);
  const normalised = normaliseClause(clause, lang, readings);
  return cutAtPauses(normalised).flatMap(({ run, pauseMs, ending }) => {
    const pieces = cutByScript(run, language).flatMap(({ language: own, run: part }) => {
      const fed = feed(part, own, japanese, normalised);
      return /[\p{L}\p{N}]/u.test(fed.text) ? [{ own, fed }] : [];
    });
    return pieces.map(({ own, fed }, index): SpeechPiece => {
      const last = index === pieces.length - 1;
      // A comma holds the melody up: the sentence goes on in another voice.
      const text = `${fed.text}${last ? ending : ','}`;
      return { language: own, text, wordOf: fed.origin.map(wordAt), pauseMs: last ? pauseMs : scriptChangeMs };
    });
  });
}

function feed(
  run: TracedText,
  language: EspeakLanguage,
  japanese: ReadJapanese | undefined,
  { syllables, phones }: NormalisedClause,
): TracedText {
  if (language === mandarin) return feedPinyin(keepOnly(run, /\p{Script=Han}/u), syllables);
  if (language.lang === 'ja') return feedKana(run, japanese);
  return language === english ? feedPhones(feedEnglish(run), phones) : feedPlain(run);
}

function keepOnly({ text, origin }: TracedText, pattern: RegExp): TracedText {
  let kept = '';
  const places: number[] = [];
  for (let at = 0; at < text.length;) {
    const char = String.fromCodePoint(text.codePointAt(at) as number);
    if (pattern.test(char)) {
      kept += char;
      for (let unit = 0; unit < char.length; unit += 1) places.push(origin[at] as number);
    }
    at += char.length;
  }
  return { text: kept, origin: places };
}

interface PausedRun {
  readonly run: TracedText;
  readonly pauseMs: number;
  /** What tells eSpeak the melody. */
  readonly ending: string;
}

function cutAtPauses({ text, origin }: TracedText): PausedRun[] {
  const runs: PausedRun[] = [];
  let from = 0;
  let space = 0;
  const close = (to: number, next: number, char: string): void => {
    const run = { text: text.slice(from, to), origin: origin.slice(from, to) };
    if (run.text.trim() !== '') runs.push({ run, pauseMs: pauses[char] ?? 0, ending: endings[char] ?? (char === ' ' ? ',' : '.') });
    else if (runs.length > 0 && pauses[char] !== undefined) lengthen(runs, char);
    from = next;
    space = next;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (/\s/.test(char) || /\p{Script=Han}/u.test(char)) space = at;
    if (pauses[char] !== undefined && !isInside(text, at)) close(at, at + 1, char);
    else if (at - from >= longestPiece) {
      const cut = space > from ? space : at;
      close(cut, cut, ' ');
    }
  }
  close(text.length, text.length, '');
  return runs;
}

/** "?!" and "……" are one pause, the longest of them. */
function lengthen(runs: PausedRun[], char: string): void {
  const last = runs[runs.length - 1] as PausedRun;
  runs[runs.length - 1] = { ...last, pauseMs: Math.max(last.pauseMs, pauses[char] ?? 0) };
}

/** A full stop inside a number ("3.5") or a name ("v2.0") is no pause. */
function isInside(text: string, at: number): boolean {
  return /[.,:]/.test(text[at] as string) && /[\p{L}\p{N}]/u.test(text[at + 1] ?? '');
}

const patterns = scripts.map((script) => [script, new RegExp(`\\p{Script_Extensions=${script}}`, 'u')] as const);

function scriptOf(char: string): ReadScript | 'other' | undefined {
  if (!/\p{L}/u.test(char) && char !== 'ー') return undefined;
  return patterns.find(([, pattern]) => pattern.test(char))?.[0] ?? 'other';
}

/** Marks and digits belong to the letters before them; letters of a script that nobody reads are left out. */
function cutByScript(
  { text, origin }: TracedText,
  language: EspeakLanguage,
): { readonly language: EspeakLanguage; readonly run: TracedText }[] {
  let unread = false;
  const runs: { language: EspeakLanguage | undefined; text: string; origin: number[] }[] = [{ language: undefined, text: '', origin: [] }];
  for (let at = 0; at < text.length;) {
    const char = String.fromCodePoint(text.codePointAt(at) as number);
    const script = scriptOf(char);
    let current = runs[runs.length - 1] as (typeof runs)[number];
    if (script !== undefined && script !== 'other') {
      const reader = readerOf(script, language);
      if (current.language !== undefined && current.language !== reader) {
        current = { language: reader, text: '', origin: [] };
        runs.push(current);
      }
      current.language = reader;
    }
    // A mark goes with its letter.
    unread = script === 'other' || (unread && /\p{M}/u.test(char));
    if (!unread) {
      current.text += char;
      for (let unit = 0; unit < char.length; unit += 1) current.origin.push(origin[at] as number);
    }
    at += char.length;
  }
  return runs.flatMap((run) =>
    run.text.trim() === '' ? [] : [{ language: run.language ?? language, run: { text: run.text, origin: run.origin } }],
  );
}
