/** Japanese as eSpeak NG reads it: katakana as pronounced, words apart. Kanji need a reader; without one they are left out. Pure. */
import { createTracer, type TracedText } from '../../../main/engines/text/traced-text.ts';
import type { ReadJapanese } from './japanese-reader.ts';

/** Read where the dictionary has no word. */
const loneParticles: Readonly<Record<string, string>> = { ヲ: 'オ' };
const longVowels: readonly (readonly [RegExp, string])[] = [
  [/[アカサタナハマヤラワガザダバパァャヮ]/u, 'ア'],
  [/[イキシチニヒミリギジヂビピィ]/u, 'イ'],
  [/[ウクスツヌフムユルグズヅブプゥュヴ]/u, 'ウ'],
  [/[エケセテネヘメレゲゼデベペェ]/u, 'エ'],
  [/[オコソトノホモヨロヲゴゾドボポォョ]/u, 'オ'],
];
/** eSpeak NG's voice puts an "a" into リャ, リュ, リョ. */
const splitGlides: Readonly<Record<string, string>> = { リャ: 'リヤ', リュ: 'リユ', リョ: 'リヨ' };

export function feedKana(run: TracedText, read: ReadJapanese | undefined): TracedText {
  const tracer = createTracer();
  let at = 0;
  // The dictionary knows words as they are written with kanji; kana by themselves it would take apart.
  const words = /\p{Script=Han}/u.test(run.text) ? read?.(run.text) : undefined;
  for (const { surface, pronunciation } of words ?? [{ surface: run.text, pronunciation: undefined }]) {
    // A reader that drops characters must not move the places of the rest.
    const start = Math.max(at, run.text.indexOf(surface, at));
    const kana = speakable(toKatakana(pronunciation ?? surface));
    const place = run.origin[Math.min(start, run.origin.length - 1)] as number;
    if (kana !== '') {
      // A small kana belongs to the one before it, wherever the reader cut.
      if (tracer.text !== '' && !/^[ァィゥェォャュョッヮ]/u.test(kana)) tracer.add(' ', place);
      spread(kana, surface, start, run, (said, from) => tracer.add(said, from));
    }
    at = start + surface.length;
  }
  return tracer.finish();
}

/** The places of a word's characters, in proportion, over its kana. */
function spread(kana: string, surface: string, start: number, run: TracedText, add: (said: string, at: number) => void): void {
  Array.from(kana).forEach((char, index, all) => {
    const offset = Math.min(surface.length - 1, Math.floor((index * surface.length) / all.length));
    add(char, run.origin[Math.min(start + Math.max(0, offset), run.origin.length - 1)] as number);
  });
}

function toKatakana(text: string): string {
  return text.replaceAll(/[\u3041-\u3096]/gu, (char) => String.fromCharCode(char.charCodeAt(0) + 0x60));
}

/** Long vowels written out, ン parted from a vowel, what eSpeak's voice reads wrongly written otherwise. */
export function speakable(katakana: string): string {
  let out = '';
  for (const char of katakana.replaceAll(/リ[ャュョ]/gu, (glide) => splitGlides[glide] ?? glide)) {
    if (char === 'ー' || char === '〜') out += longVowels.find(([pattern]) => pattern.test(out.at(-1) ?? ''))?.[1] ?? '';
    else if (/[アイウエオヤユヨヲ]/u.test(char) && out.endsWith('ン')) out += ` ${loneParticles[char] ?? char}`;
    else if (/[\p{Script=Katakana}\s]/u.test(char)) out += loneParticles[char] ?? char;
    else out += ' ';
  }
  return out.trim();
}
