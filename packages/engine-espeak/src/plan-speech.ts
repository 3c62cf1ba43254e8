/** Cuts a clause into pieces that one eSpeak voice can read without a pause: by punctuation, and in Mandarin by script too. Pure. */
import { pinyin } from 'pinyin-pro';
import type { Lang } from '../../../main/contract/speech.ts';
import { english, findLanguage, mandarin } from './languages.ts';
import type { EspeakLanguage } from './languages.ts';
import { normaliseChinese } from './normalise-chinese.ts';
import type { TracedText } from './normalise-chinese.ts';

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
  '.': 230,
  '。': 230,
  '!': 230,
  '！': 230,
  '?': 240,
  '？': 240,
  '…': 260,
  '\n': 260,
};
/** Between a Chinese and a Latin run there is no pause, only a breath of room. */
const scriptChangeMs = 25;
const endings: Readonly<Record<string, string>> = { '？': '?', '?': '?', '！': '!', '!': '!', '，': ',', ',': ',', '、': ',' };

export function planSpeech(original: string, lang: Lang): SpeechPiece[] {
  const language = findLanguage(lang);
  if (!language) return [];
  // Markup is not said; blanks of the same length keep every place where it was.
  const clause = original.replaceAll(/<\/?\p{Script=Latin}[^<>]*>/gu, (tag) => ' '.repeat(tag.length));
  const wordAt = wordFinder(clause, lang);
  const said = lang === 'zh' ? normaliseChinese(clause) : { text: clause, origin: Array.from({ length: clause.length }, (_, at) => at) };
  return cutAtPauses(said).flatMap(({ run, pauseMs, ending }) => {
    const pieces = language === mandarin ? cutByScript(run) : [{ language, run }];
    return pieces.flatMap(({ language: own, run: part }, index): SpeechPiece[] => {
      const last = index === pieces.length - 1;
      const spoken = own === mandarin ? toPinyin(part) : cleanText(part);
      if (!/[\p{L}\p{N}]/u.test(spoken.text)) return [];
      const text = `${spoken.text}${last ? ending : ','}`;
      return [{ language: own, text, wordOf: spoken.origin.map(wordAt), pauseMs: last ? pauseMs : scriptChangeMs }];
    });
  });
}

interface PausedRun {
  readonly run: TracedText;
  readonly pauseMs: number;
  /** What tells eSpeak the melody. */
  readonly ending: string;
}

/** A full stop inside a number ("3.5") or a name ("v2.0") is no pause. */
function cutAtPauses({ text, origin }: TracedText): PausedRun[] {
  const runs: PausedRun[] = [];
  let from = 0;
  const close = (to: number, char: string): void => {
    const run = { text: text.slice(from, to), origin: origin.slice(from, to) };
    if (run.text.trim() !== '') runs.push({ run, pauseMs: pauses[char] ?? 0, ending: endings[char] ?? '.' });
    from = to + 1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (pauses[char] === undefined) continue;
    if (/[.,:]/.test(char) && /[\p{L}\p{N}]/u.test(text[at + 1] ?? '')) continue;
    close(at, char);
  }
  close(text.length, '');
  return runs;
}

function cutByScript({ text, origin }: TracedText): { readonly language: EspeakLanguage; readonly run: TracedText }[] {
  return Array.from(text.matchAll(/\p{Script=Han}+|[\p{Script=Latin}][\p{Script=Latin}\p{M}\d'’\s.-]*/gu), (match) => ({
    language: /^\p{Script=Han}/u.test(match[0]) ? mandarin : english,
    run: { text: match[0], origin: origin.slice(match.index, match.index + match[0].length) },
  }));
}

/** Pinyin with tone numbers; the syllables of one word together, words apart. pinyin-pro sees the whole run and so the context of each character. */
function toPinyin(run: TracedText): TracedText {
  const syllables = pinyin(run.text, { toneType: 'num', type: 'array', v: true });
  const starts = new Set(Array.from(new Intl.Segmenter('zh', { granularity: 'word' }).segment(run.text), (segment) => segment.index));
  let text = '';
  const origin: number[] = [];
  let at = 0;
  Array.from(run.text).forEach((char, index) => {
    // The neutral tone is 0 there and 5 here; a character that has no reading is left out.
    const syllable = /^[a-z]+[0-5]$/.exec(syllables[index] ?? '')?.[0].replace('0', '5') ?? '';
    const said = starts.has(at) && text !== '' ? ` ${syllable}` : syllable;
    text += said;
    for (let unit = 0; unit < said.length; unit += 1) origin.push(run.origin[at] as number);
    at += char.length;
  });
  return { text, origin };
}

/** Without what eSpeak would read as a command or spell out: markup, phoneme brackets, emoji, control characters. */
function cleanText({ text, origin }: TracedText): TracedText {
  let clean = '';
  const kept: number[] = [];
  for (let at = 0; at < text.length;) {
    const char = String.fromCodePoint(text.codePointAt(at) as number);
    const said = /[\p{L}\p{M}\p{N}\p{Sc}'’%&+.,:-]/u.test(char) && char.length === 1 ? (char === '&' ? ' & ' : char) : ' ';
    clean += said;
    for (let unit = 0; unit < said.length; unit += 1) kept.push(origin[at] as number);
    at += char.length;
  }
  return { text: clean, origin: kept };
}

function wordFinder(clause: string, lang: Lang): (at: number) => number | undefined {
  const words = Array.from(new Intl.Segmenter(lang === 'und' ? 'en' : lang, { granularity: 'word' }).segment(clause)).filter(
    (segment) => segment.isWordLike,
  );
  // The word that holds this place, or the next one: a price starts at its currency sign.
  return (at) => {
    const index = words.findIndex((word) => word.index + word.segment.length > at);
    return index < 0 ? (words.length > 0 ? words.length - 1 : undefined) : index;
  };
}
