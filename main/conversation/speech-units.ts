/** How much there is to say in a text, by script: the common measure of the clause splitter and the language pick. Pure. */
export const scripts = ['han', 'kana', 'hangul', 'latin', 'cyrillic', 'greek', 'arabic', 'hebrew', 'thai', 'devanagari'] as const;
export type Script = (typeof scripts)[number];

export interface SpeechUnits {
  /** About one per syllable. */
  readonly total: number;
  readonly digits: number;
  readonly byScript: Readonly<Partial<Record<Script, number>>>;
}

const pieces =
  /(?<han>\p{Script=Han})|(?<kana>[\p{Script=Hiragana}\p{Script=Katakana}])|(?<hangul>\p{Script=Hangul})|(?<latin>\p{Script=Latin}[\p{Script=Latin}\p{M}'’]*)|(?<cyrillic>\p{Script=Cyrillic}+)|(?<greek>\p{Script=Greek}+)|(?<arabic>\p{Script=Arabic}+)|(?<hebrew>\p{Script=Hebrew}+)|(?<thai>\p{Script=Thai}+)|(?<devanagari>\p{Script=Devanagari}+)|(?<digit>\p{Nd})|(?<letter>\p{L})/gu;
const vowelRuns = /[aeiouyæøœà-åè-ïò-öù-ýāēīōū]+/giu;
const cyrillicVowels = /[аеёиоуыэюяіїє]/giu;
const greekVowels = /[αεηιουωάέήίόύώ]+/giu;

function syllables(script: string, piece: string): number {
  switch (script) {
    case 'latin':
      // Runs of vowels; never fewer for a longer piece of the same word, so a count on a growing text only grows.
      return Math.max(1, piece.match(vowelRuns)?.length ?? 0);
    case 'cyrillic':
      return Math.max(1, piece.match(cyrillicVowels)?.length ?? 0);
    case 'greek':
      return Math.max(1, piece.match(greekVowels)?.length ?? 0);
    case 'arabic':
    case 'hebrew':
    case 'thai':
    case 'devanagari':
      return Math.max(1, Math.round(piece.length / 2));
    default:
      return 1;
  }
}

export function countSpeechUnits(text: string): SpeechUnits {
  const byScript: Partial<Record<Script, number>> = {};
  let total = 0;
  let digits = 0;
  for (const match of text.matchAll(pieces)) {
    const [name = 'letter', piece = ''] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    const units = syllables(name, piece);
    total += units;
    if (name === 'digit') digits += units;
    else if ((scripts as readonly string[]).includes(name)) byScript[name as Script] = (byScript[name as Script] ?? 0) + units;
  }
  return { total, digits, byScript };
}
