/** The first moderation gate: a list of words and phrases. Folds case, width and padding; knows nothing of meaning. */
import { z } from 'zod';
import type { Moderator } from './ports.ts';
import { moderationMessages } from './user-messages.ts';

const entries = z.array(z.string().trim().min(1).max(80)).max(5_000).default([]);
/** `both` stands in both directions; `in` only before the brain, `out` only before the voice. Keys starting with "//" are notes. */
const wordListsSchema = z.object({ both: entries, in: entries, out: entries });
const wordListKeys = z.record(z.string().regex(/^(?:both|in|out|\/\/.*)$/u), z.unknown());
export type WordLists = z.infer<typeof wordListsSchema>;

/** Throws a ZodError that names the place for a file that is not a word list. */
export function parseWordLists(value: unknown): WordLists {
  // a list under a misspelt name would hold nothing back, and nobody would know
  return wordListsSchema.parse(wordListKeys.parse(value));
}

export function createWordListModerator(lists: Partial<WordLists>): Moderator {
  const patterns = {
    in: buildPattern([...(lists.both ?? []), ...(lists.in ?? [])]),
    out: buildPattern([...(lists.both ?? []), ...(lists.out ?? [])]),
  };
  return {
    check(direction, text) {
      const hit = patterns[direction]?.test(foldForMatching(text)) ?? false;
      return hit ? { allowed: false, reason: moderationMessages[direction] } : { allowed: true };
    },
  };
}

/** NFKC (full width becomes half), lower case, no invisible characters; a line's end stays one. */
export function foldForMatching(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Cf}\p{Cc}\ufe00-\ufe0f]/gu, (mark) => (mark === '\n' ? mark : /\s/u.test(mark) ? ' ' : ''));
}

const han = /\p{Script=Han}/u;
/** What words are written in. */
const written = /[\p{L}\p{N}\p{Script=Han}]/u;
/**
 * Put between characters or words to slip past a list; a sentence's end is not. Only ever sought between two written characters, none of which it matches:
 * a run has one way to be read, so a long one costs its length and no more.
 */
const separator = String.raw`[^\p{L}\p{N}\p{Script=Han}。！？!?\n]`;

function buildPattern(words: readonly string[]): RegExp | null {
  const sources = new Set(
    words
      .map(foldForMatching)
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map(entryPattern),
  );
  return sources.size === 0 ? null : new RegExp([...sources].join('|'), 'u');
}

/** A Latin edge ends at a word boundary (of Latin script: Chinese may follow at once); Han matches anywhere, padded or not; a space is any separators. */
function entryPattern(entry: string): string {
  const characters = Array.from(entry.replace(/\s+/gu, ' '));
  let source = '';
  characters.forEach((character, index) => {
    const before = characters[index - 1] ?? '';
    if (han.test(character) && han.test(before)) source += `${separator}*`;
    if (character !== ' ') source += escapeRegExp(character);
    else source += written.test(before) && written.test(characters[index + 1] ?? '') ? `${separator}+` : String.raw`\s+`;
  });
  const wordCharacter = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}]/u;
  const boundary = String.raw`[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}]`;
  const before = wordCharacter.test(characters[0] ?? '') ? `(?<!${boundary})` : '';
  const after = wordCharacter.test(characters.at(-1) ?? '') ? `(?!${boundary})` : '';
  return before + source + after;
}

function escapeRegExp(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/u.test(character) ? `\\${character}` : character;
}
