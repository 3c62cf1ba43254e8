/** What the composer keeps between starts: the last lines that were sent, and the quick phrases. Bounded; a store that cannot be read counts as empty. */
export const keptHistory = 50;
export const keptPhrases = 24;
const historyKey = 'vanchor.composer.history';
const phrasesKey = 'vanchor.composer.phrases';

function read(key: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((line): line is string => typeof line === 'string') : [];
  } catch {
    return [];
  }
}

function write(key: string, lines: readonly string[]): readonly string[] {
  localStorage.setItem(key, JSON.stringify(lines));
  return lines;
}

export const keptLines = {
  /** Newest first. */
  history: (): readonly string[] => read(historyKey),
  remember: (line: string): readonly string[] =>
    write(historyKey, [line, ...read(historyKey).filter((other) => other !== line)].slice(0, keptHistory)),
  phrases: (): readonly string[] => read(phrasesKey),
  keepPhrases: (phrases: readonly string[]): readonly string[] => write(phrasesKey, phrases.slice(0, keptPhrases)),
};
