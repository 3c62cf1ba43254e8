/** ARPABET as Flite's English voices print it (CMU set and the older radio set) -> visemes. */
import type { Viseme } from '../../contract/visemes.ts';
import { buildParts } from './spread-phoneme.ts';
import type { VisemePart } from './spread-phoneme.ts';

const shapes: Readonly<Record<Viseme, readonly string[]>> = {
  sil: ['pau', 'h#', 'brth', 'sil'],
  PP: ['p', 'b', 'm', 'em'],
  FF: ['f', 'v'],
  TH: ['th', 'dh'],
  DD: ['t', 'd', 'dx'],
  kk: ['k', 'g', 'hh', 'hv', 'q'],
  CH: ['ch', 'jh', 'sh', 'zh'],
  SS: ['s', 'z'],
  nn: ['n', 'ng', 'l', 'en', 'el', 'nx'],
  RR: ['r', 'er', 'axr'],
  aa: ['aa', 'ah', 'ae'],
  E: ['eh', 'ax'],
  I: ['iy', 'ih', 'y', 'ix', 'ax-h'],
  O: ['ao'],
  U: ['uw', 'uh', 'w', 'ux'],
};

/** The glide takes the last part of the vowel. */
const diphthongs: Readonly<Record<string, readonly [Viseme, Viseme]>> = {
  ay: ['aa', 'I'],
  aw: ['aa', 'U'],
  ey: ['E', 'I'],
  ow: ['O', 'U'],
  oy: ['O', 'I'],
};
const nucleusShare = 0.6;

const table = new Map<string, readonly VisemePart[]>();
for (const [viseme, phonemes] of Object.entries(shapes) as [Viseme, readonly string[]][]) {
  for (const phoneme of phonemes) table.set(phoneme, buildParts([[viseme, 1]]));
}
for (const [phoneme, [nucleus, glide]] of Object.entries(diphthongs)) {
  table.set(
    phoneme,
    buildParts([
      [nucleus, nucleusShare],
      [glide, 1 - nucleusShare],
    ]),
  );
}

/** Undefined for a phoneme that is not in the set. A trailing stress digit is ignored. */
export function arpabetParts(phoneme: string): readonly VisemePart[] | undefined {
  return table.get(phoneme.toLowerCase().replace(/[0-2]$/, ''));
}
