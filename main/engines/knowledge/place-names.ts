/** Countries and other places far away that a line wants something sent to: what a book says of its own delivery need not hold there. Pure. */
import { foldText, type TextSpan } from './tokenize.ts';

export interface NamedPlace extends TextSpan {
  /** Folded. */
  readonly name: string;
}

/** Said for any of them, or not as Intl has it. */
const otherNames = {
  en: 'abroad,overseas,internationally,other countries,another country,america,usa,the us,uk,england,britain,scotland,europe,asia,africa,korea,turkey,hong kong,macau,macao,taiwan',
  zh: '国外,海外,境外,外国,别的国家,其他国家,欧洲,亚洲,非洲,美洲,港澳台,港澳,香港,澳门,台湾',
} as const;
/** No places to send something to, in CLDR's list of regions. */
const noPlaces: ReadonlySet<string> = new Set(['CN', 'EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']);
const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

function namesIn(lang: 'en' | 'zh'): string {
  const display = new Intl.DisplayNames([lang === 'zh' ? 'zh-Hans' : 'en'], { type: 'region', fallback: 'none' });
  const regions = letters
    .flatMap((first) => letters.map((second) => `${first}${second}`))
    .filter((code) => !noPlaces.has(code))
    .map((code) => foldText(display.of(code) ?? '').replace(/\s*\(.*/u, ''))
    .filter((name) => name.length > 1 && !/china|中国/u.test(name));
  return [...new Set([...otherNames[lang].split(','), ...regions])]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'))
    .join('|');
}

/** "French perfume" is no place: something is sent to one, or it is asked whether. */
function placePatterns(): readonly RegExp[] {
  const [en, zh] = [namesIn('en'), namesIn('zh')];
  return [
    new RegExp(`(?<=\\b(?:to|into|in|ship|shipping|deliver|delivery|send) (?:the )?)(?:${en})(?![\\p{L}\\p{N}])`, 'u'),
    new RegExp(`(?<=[到去往至寄发送给在])(?:${zh})|(?:${zh})(?=能|可|包邮|寄|发|送|邮|运|行不|怎么|要多久|多久|几天|也|吗|$)`, 'u'),
  ];
}
let patterns: readonly RegExp[] | undefined;

/** The first one, and where it stands in this folded text. */
export function placeIn(folded: string): NamedPlace | null {
  patterns ??= placePatterns();
  for (const pattern of patterns) {
    const match = pattern.exec(folded);
    if (match) return { name: match[0], from: match.index, until: match.index + match[0].length };
  }
  return null;
}
