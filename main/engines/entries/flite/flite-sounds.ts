/** Phones of the dictionary as Flite's lexicon writes them, and made-up words that stand for them in its text. Pure. */
import { readPhones } from '../../text/readings/phones.ts';

/** "T AH0 M AA1" -> t, ax0, m, aa1. Its lexicon has no secondary stress and writes it as stress. */
export function fliteSounds(phones: string): string[] {
  return readPhones(phones).map(({ name, stress }) => {
    if (stress === null) return name.toLowerCase();
    return name === 'AH' && stress === 0 ? 'ax0' : `${name.toLowerCase()}${Math.min(stress, 1)}`;
  });
}

const syllables = ['ba', 'da', 'fa', 'ga', 'ka', 'la', 'ma', 'na', 'pa', 'ra', 'sa', 'ta', 'va', 'za'] as const;

/** Names words that `text` does not hold. What cannot be pronounced Flite would spell before it looks for it among its words. */
export function createWordMaker(text: string): (index: number) => string {
  const lower = text.toLowerCase();
  let stem = 'zalo';
  while (lower.includes(stem)) stem += 'lo';
  return (index) => {
    let word = '';
    for (let rest = index; word === '' || rest > 0; rest = Math.floor(rest / syllables.length))
      word = `${syllables[rest % syllables.length] as string}${word}`;
    return `${stem}${word}`;
  };
}
