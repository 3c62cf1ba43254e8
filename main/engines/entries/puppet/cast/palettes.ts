/** Colours of the characters and of their outfits. One warm light from the upper left, a cool one from behind on the right; shadows lean to plum, never to grey. */

export interface SkinPalette {
  readonly light: string;
  readonly base: string;
  readonly warm: string;
  readonly shade: string;
  readonly deep: string;
  readonly line: string;
  readonly blush: string;
}
export interface HairPalette {
  readonly line: string;
  readonly deep: string;
  readonly shade: string;
  readonly base: string;
  readonly light: string;
  readonly gloss: string;
  /** The last third of long hair. */
  readonly tip: string;
  readonly rim: string;
}
export interface EyePalette {
  readonly irisTop: string;
  readonly irisMiddle: string;
  readonly irisLow: string;
  readonly irisGlow: string;
  readonly irisLine: string;
  readonly pupil: string;
}

export const skins = Object.freeze({
  fair: {
    light: '#fff6ef',
    base: '#ffe8db',
    warm: '#fdd3c1',
    shade: '#f2b49f',
    deep: '#d98a7c',
    line: '#a2524e',
    blush: '#f6766f',
  },
  tan: {
    light: '#ffeedd',
    base: '#fcdcc4',
    warm: '#f4c3a4',
    shade: '#e2a283',
    deep: '#c07c62',
    line: '#84483a',
    blush: '#ee7f68',
  },
} satisfies Record<string, SkinPalette>);

export const hairs = Object.freeze({
  rosewood: {
    line: '#2c1320',
    deep: '#4a2032',
    shade: '#763847',
    base: '#a6565f',
    light: '#d68a80',
    gloss: '#ffe6d4',
    tip: '#f5b49e',
    rim: '#ffc9d8',
  },
  lilac: {
    line: '#3b315f',
    deep: '#675b93',
    shade: '#8e82ba',
    base: '#b9addb',
    light: '#dbd2f2',
    gloss: '#ffffff',
    tip: '#f5b9d8',
    rim: '#e6f4ff',
  },
  midnight: {
    line: '#0b1024',
    deep: '#162041',
    shade: '#21305a',
    base: '#30467a',
    light: '#4d6ba6',
    gloss: '#b5d2ff',
    tip: '#3f62a0',
    rim: '#a8e4ff',
  },
  honey: {
    line: '#4a2c1c',
    deep: '#80572f',
    shade: '#ad7d45',
    base: '#d7aa68',
    light: '#f0cf93',
    gloss: '#fff8e2',
    tip: '#f4dba4',
    rim: '#fff0d8',
  },
} satisfies Record<string, HairPalette>);

export const eyes = Object.freeze({
  teal: { irisTop: '#0e3a52', irisMiddle: '#1b7d94', irisLow: '#45c2c4', irisGlow: '#c9fff2', irisLine: '#0b2a3d', pupil: '#071c2a' },
  orchid: { irisTop: '#43185c', irisMiddle: '#8d3ba2', irisLow: '#dd7ccb', irisGlow: '#ffe3f6', irisLine: '#2f0f45', pupil: '#220a33' },
  amber: { irisTop: '#5a2508', irisMiddle: '#b6661a', irisLow: '#f0b044', irisGlow: '#fff3bd', irisLine: '#401a06', pupil: '#2b1104' },
  jade: { irisTop: '#0e3a2c', irisMiddle: '#23835c', irisLow: '#63cf92', irisGlow: '#dcffda', irisLine: '#0a2a20', pupil: '#061d16' },
} satisfies Record<string, EyePalette>);
