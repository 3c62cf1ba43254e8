/** Makes a chat line fit to be answered: pure text in, cleaned text or a refusal in words out. Knows nothing of what a line means. */
import type { UserMessage } from '../contract/failure.ts';
import type { ConversationLimits } from './limits.ts';
import { lineMessages } from './user-messages.ts';

export type CleanLine =
  | { readonly state: 'clean'; readonly text: string; readonly notice?: UserMessage }
  | { readonly state: 'refused'; readonly reason: UserMessage };

/** Marks that reorder, hide or only pad text. U+200D stays: it joins emoji and is needed by some scripts. */
const invisible =
  /\u00ad|\u061c|[\u115f\u1160]|\u180e|\u200b|[\u200e\u200f]|[\u202a-\u202e]|[\u2060-\u2064]|[\u2066-\u206f]|\u3164|\ufeff|[\ufff9-\ufffb]/gu;
/** What remains of a line when these are gone is something to answer. */
const unseen = /\s|\p{M}|\u200c|\u200d/gu;
const spaces = /[\s\p{Z}]+/gu;
const controls = /[\p{Cc}\p{Cs}\p{Co}]/gu;
/** A letter wears a few combining marks in real writing; dozens are there to break the picture. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu;
const maxAuthorCharacters = 80;

/** Strips what cannot be read aloud or shown, folds to NFC, makes one line of it. */
export function cleanText(text: string): string {
  return (
    text
      .replace(invisible, '')
      .replace(spaces, ' ')
      .replace(controls, '')
      .normalize('NFC')
      // what stood between two spaces may be gone
      .replace(spaces, ' ')
      .replace(stackedMarks, '$1')
      .trim()
  );
}

export function cleanAuthor(author: string): string {
  const cleaned = cutAt(cleanText(author.slice(0, 8 * maxAuthorCharacters)), maxAuthorCharacters);
  return cleaned === '' ? 'guest' : cleaned;
}

export function cleanLine(text: string, limits: Pick<ConversationLimits, 'lineCharacters' | 'answeredCharacters'>): CleanLine {
  // Length counts what was sent, before any work is done on it.
  if (text.length > limits.lineCharacters) return { state: 'refused', reason: lineMessages.tooLong(text.length, limits.lineCharacters) };
  const cleaned = cleanText(text);
  if (cleaned.replace(unseen, '') === '') return { state: 'refused', reason: lineMessages.empty };
  if (cleaned.length <= limits.answeredCharacters) return { state: 'clean', text: cleaned };
  const kept = cutAt(cleaned, limits.answeredCharacters);
  return { state: 'clean', text: kept, notice: lineMessages.trimmed(kept.length) };
}

/** A prefix of at most `limit` UTF-16 units that ends at a space where one is near, and never inside a character. */
export function cutAt(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = 0;
  for (const { segment, index } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text.slice(0, limit + 64))) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  const space = text.lastIndexOf(' ', end);
  if (text[end] !== ' ' && space > limit * 0.8) end = space;
  return text.slice(0, end).trimEnd();
}
