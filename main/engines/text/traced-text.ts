/** Text that remembers where it came from, and rules that rewrite it. Pure; knows no language. */

/** Text with, for every UTF-16 unit, its place in the clause that it was made from. Places never go back. */
export interface TracedText {
  readonly text: string;
  readonly origin: readonly number[];
}

/** Tried at one place of the text; the first that matches there speaks. */
export interface TextRule {
  readonly pattern: RegExp;
  /** Gets the groups ('' for one that did not match), or the whole match where there are none. */
  readonly say: (...groups: string[]) => string;
}

/** `source` is matched at the place itself; look-behind sees what stands before it. */
export function defineRule(source: string, say: TextRule['say'], flags = 'iuy'): TextRule {
  return { pattern: new RegExp(source, flags), say };
}

export interface Tracer {
  /** All of `said` comes from `at`. */
  add(said: string, at: number): void;
  readonly text: string;
  finish(): TracedText;
}

export function createTracer(): Tracer {
  const parts: string[] = [];
  const origin: number[] = [];
  let length = 0;
  let tail = '';
  return {
    add(said, at) {
      if (said === '') return;
      parts.push(said);
      length += said.length;
      tail = (tail + said).slice(-8);
      for (let unit = 0; unit < said.length; unit += 1) origin.push(at);
    },
    /** The last few characters. */
    get text() {
      return tail;
    },
    finish: () => ({ text: parts.join(''), origin: origin.slice(0, length) }),
  };
}

/** Words that two rules put side by side must not run together. */
function needsSpace(before: string, after: string): boolean {
  return /[\p{Script=Latin}\p{N}]$/u.test(before) && /^[\p{Script=Latin}\p{N}]/u.test(after);
}

/** Rewrites `source` from left to right; what no rule takes is given, character by character, to `other`. */
export function applyRules(source: TracedText, rules: readonly TextRule[], other: (char: string, before: string) => string): TracedText {
  const { text, origin } = source;
  const tracer = createTracer();
  let at = 0;
  scan: while (at < text.length) {
    const place = origin[at] as number;
    for (const { pattern, say } of rules) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match || match[0].length === 0) continue;
      const said = say(...(match.length > 1 ? match.slice(1).map((group) => group ?? '') : [match[0]]));
      tracer.add(needsSpace(tracer.text, said) ? ` ${said}` : said, place);
      at += match[0].length;
      // What follows a rewritten number directly is a word of its own.
      if (said !== match[0] && needsSpace(said, text[at] ?? '')) tracer.add(' ', place);
      continue scan;
    }
    const char = String.fromCodePoint(text.codePointAt(at) as number);
    tracer.add(other(char, tracer.text), place);
    at += char.length;
  }
  return tracer.finish();
}
