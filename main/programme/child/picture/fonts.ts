/**
 * Owns which of the shipped fonts a text needs. The fonts come in slices by code point; a slice is loaded the first time a text needs it,
 * so that a show holds only the few it uses. Colour emoji come from the .woff slices: the canvas does not draw their .woff2 twins.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { packageDir } from '../../../kernel/shipped-files.ts';

export type FontWeight = 500 | 700;

export interface FontBook {
  /** The `font-family` list for `text`: what it needs is loaded. */
  textFamilies(text: string, weight: FontWeight): string;
  emojiFamilies(text: string): string;
  /** Whether a shipped font has the character. */
  covers(character: string): boolean;
}

type Range = readonly [from: number, to: number];
interface Slice {
  readonly key: string;
  readonly ranges: readonly Range[];
}

const loaded = new Set<string>();

export function createFontBook(): FontBook {
  const text = readSlices('@fontsource/noto-sans-sc');
  const emoji = readSlices('@fontsource/noto-color-emoji');

  const textFamily = (slice: Slice, weight: FontWeight): string =>
    loadFont(`Vanchor Sans ${weight} ${slice.key}`, text.folder, `noto-sans-sc-${slice.key}-${weight}-normal.woff2`);
  const emojiFamily = (slice: Slice): string =>
    loadFont(`Vanchor Emoji ${slice.key}`, emoji.folder, `noto-color-emoji-${slice.key}-400-normal.woff`);

  return {
    textFamilies(value, weight) {
      const needed = pickSlices(text.slices, value, () => true);
      const latin = text.slices.find((slice) => slice.key === 'latin');
      // The Latin slice always leads: digits and punctuation then look the same in every caption.
      const ordered = latin ? [latin, ...needed.filter((slice) => slice !== latin)] : needed;
      return [...ordered.map((slice) => `"${textFamily(slice, weight)}"`), 'sans-serif'].join(', ');
    },
    emojiFamilies(value) {
      // Slices hold joined sequences whole, so those that know more of the text come first.
      const needed = pickSlices(emoji.slices, value, (code) => code > 0x7f && code !== 0x200d && code !== 0xfe0f);
      return needed.map((slice) => `"${emojiFamily(slice)}"`).join(', ') || 'sans-serif';
    },
    covers(character) {
      const code = character.codePointAt(0) ?? 0;
      return [...text.slices, ...emoji.slices].some((slice) => inRanges(slice.ranges, code));
    },
  };
}

function pickSlices(slices: readonly Slice[], value: string, counts: (code: number) => boolean): readonly Slice[] {
  const codes = new Set(Array.from(value, (character) => character.codePointAt(0) ?? 0).filter(counts));
  const scored = slices.map((slice) => ({ slice, hits: [...codes].filter((code) => inRanges(slice.ranges, code)).length }));
  const wanted = scored.filter(({ hits }) => hits > 0).sort((a, b) => b.hits - a.hits);
  return wanted.map(({ slice }) => slice);
}

const inRanges = (ranges: readonly Range[], code: number): boolean => ranges.some(([from, to]) => code >= from && code <= to);

function loadFont(family: string, folder: string, file: string): string {
  if (!loaded.has(family)) {
    loaded.add(family);
    // Read here, not by the canvas: inside a packaged app the file is in an archive that only fs can see.
    GlobalFonts.register(readFileSync(join(folder, file)), family);
  }
  return family;
}

function readSlices(packageName: string): { readonly folder: string; readonly slices: readonly Slice[] } {
  const root = packageDir(packageName);
  const table = JSON.parse(readFileSync(join(root, 'unicode.json'), 'utf8')) as Record<string, string>;
  const slices = Object.entries(table).map(([key, ranges]) => ({ key: key.replace(/[[\]]/g, ''), ranges: parseUnicodeRange(ranges) }));
  return { folder: join(root, 'files'), slices };
}

/** 'U+0-ff,U+131' -> [[0, 255], [305, 305]] */
export function parseUnicodeRange(value: string): readonly Range[] {
  return value.split(',').flatMap((part): Range[] => {
    const match = /^\s*U\+([0-9a-f]+)(?:-([0-9a-f]+))?\s*$/i.exec(part);
    if (!match?.[1]) return [];
    const from = parseInt(match[1], 16);
    return [[from, match[2] ? parseInt(match[2], 16) : from]];
  });
}
