/** Takes a model's thinking aloud (`<think>…</think>`) out of text that arrives in pieces; tags may be cut anywhere. What is left may be spoken. */

export interface ThoughtFilter {
  /** The part of this piece (and of what was held back) that may be spoken. */
  push(text: string): string;
  /** The rest, once no more text comes. A thought that was never closed stays unsaid. */
  end(): string;
}

const names = ['think', 'thinking'];
const openTags = names.map((name) => `<${name}>`);
const closeTags = names.map((name) => `</${name}>`);
const longestTag = '</thinking>'.length;

/** As long as it was: 'İ'.toLowerCase() is two characters, and places are counted in what is held. */
const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** `from-start`: for models whose prompt template has already opened the thought, so that only its end is seen. */
export type ThinkingStyle = 'tagged' | 'from-start';

export function createThoughtFilter(style: ThinkingStyle = 'tagged'): ThoughtFilter {
  let inside = style === 'from-start';
  let held = '';
  /** Line breaks between a thought and the answer, or before it, are not speech. */
  let begun = false;

  function speak(text: string): string {
    if (begun) return text;
    const trimmed = text.trimStart();
    begun = trimmed !== '';
    return trimmed;
  }

  /** Where the first of `tags` begins and ends in what is held. */
  function find(tags: readonly string[]): { readonly at: number; readonly end: number } | undefined {
    const lower = lowerAscii(held);
    let found: { readonly at: number; readonly end: number } | undefined;
    for (const tag of tags) {
      const at = lower.indexOf(tag);
      if (at !== -1 && (found === undefined || at < found.at)) found = { at, end: at + tag.length };
    }
    return found;
  }

  /** From where on what is held could still become one of `tags`. */
  function undecidedFrom(tags: readonly string[]): number {
    const lower = lowerAscii(held);
    for (let at = Math.max(0, lower.length - longestTag + 1); at < lower.length; at += 1) {
      const tail = lower.slice(at);
      if (tags.some((tag) => tag.startsWith(tail))) return at;
    }
    return lower.length;
  }

  return {
    push(text) {
      held += text;
      let out = '';
      for (;;) {
        // outside, a closing tag alone is dropped too: its thought was opened out of our sight
        const tags = inside ? closeTags : [...openTags, ...closeTags];
        const tag = find(tags);
        if (tag === undefined) {
          const keepFrom = undecidedFrom(tags);
          if (!inside) out += held.slice(0, keepFrom);
          held = held.slice(keepFrom);
          return speak(out);
        }
        if (inside) inside = false;
        else {
          out += held.slice(0, tag.at);
          inside = held[tag.at + 1] !== '/';
        }
        held = held.slice(tag.end);
      }
    },
    end() {
      const rest = inside ? '' : held;
      held = '';
      return speak(rest);
    },
  };
}
