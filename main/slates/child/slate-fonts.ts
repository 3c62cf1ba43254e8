/** The shipped fonts for the slate: registers those slices of Noto Sans SC that a text needs. Never a system font. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { packageDir } from '../../kernel/shipped-files.ts';

const packageName = '@fontsource/noto-sans-sc';

interface Slice {
  readonly file: string;
  readonly ranges: readonly (readonly [number, number])[];
}

/** The font faces of a fontsource style sheet. */
export function parseFontSlices(css: string): Slice[] {
  return Array.from(css.matchAll(/url\(\.\/files\/([^)]+\.woff2)\)[^}]*?unicode-range:\s*([^;]+);/g), ([, file = '', list = '']) => ({
    file,
    ranges: list.split(',').map((range) => {
      const [from = '0', to] = range.trim().replace(/^U\+/i, '').split('-');
      return [Number.parseInt(from, 16), Number.parseInt(to ?? from, 16)] as const;
    }),
  }));
}

/** The files that hold at least one character of `text`. */
export function slicesFor(slices: readonly Slice[], text: string): string[] {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return slices
    .filter(({ ranges }) => points.some((point) => ranges.some(([from, to]) => point >= from && point <= to)))
    .map(({ file }) => file);
}

const registered = new Set<string>();

/** A font-family list for canvas that covers `text` in the given weight. */
export function slateFontFamily(weight: 400 | 500 | 700, text: string): string {
  const folder = packageDir(packageName);
  const files = slicesFor(parseFontSlices(readFileSync(join(folder, `${weight}.css`), 'utf8')), text);
  return files
    .map((file) => {
      const family = `slate ${file.replace(/\.woff2$/, '')}`;
      if (!registered.has(family)) {
        GlobalFonts.register(readFileSync(join(folder, 'files', file)), family);
        registered.add(family);
      }
      return `"${family}"`;
    })
    .join(', ');
}
