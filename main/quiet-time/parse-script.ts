/** A text as the lines of a script: one a line; empty ones and those that begin with # are left out. Pure. */
export const mostScriptLines = 500;
export const longestScriptLine = 1000;

export type ParsedScript =
  | { readonly state: 'script'; readonly lines: readonly string[] }
  | { readonly state: 'refused'; readonly why: 'empty' | 'too-many' | 'too-long' | 'not-text'; readonly line?: number };

export function parseScript(text: string): ParsedScript {
  if (text.includes('\u0000') || text.includes('\ufffd')) return { state: 'refused', why: 'not-text' };
  const lines: string[] = [];
  for (const [index, raw] of text.split(/\r\n|\r|\n/u).entries()) {
    const line = raw.replace(/^\ufeff/u, '').trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.length > longestScriptLine) return { state: 'refused', why: 'too-long', line: index + 1 };
    lines.push(line);
    if (lines.length > mostScriptLines) return { state: 'refused', why: 'too-many' };
  }
  return lines.length === 0 ? { state: 'refused', why: 'empty' } : { state: 'script', lines };
}
