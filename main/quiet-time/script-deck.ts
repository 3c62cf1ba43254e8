/** Which line of a script is said next: in its order or shuffled, and none again before all were said. A line that was broken off lies on top again. */
export interface ScriptDeck {
  /** null: the script is empty. */
  next(): string | null;
  /** It was not said to its end. */
  putBack(line: string): void;
  /** Lines that are left before all were said. */
  readonly left: number;
}

export type ScriptOrder = 'sequential' | 'shuffled';

/** `chance`: 0 up to, not including, 1. */
export function createScriptDeck(lines: readonly string[], order: ScriptOrder, chance: () => number): ScriptDeck {
  let waiting: number[] = [];
  let last = -1;

  function deal(): void {
    waiting = lines.map((_, index) => index);
    if (order === 'sequential') return;
    for (let i = waiting.length - 1; i > 0; i -= 1) swap(waiting, i, Math.floor(chance() * (i + 1)));
    // the last one of a round is not the first one of the next
    if (waiting.length > 1 && waiting[0] === last) swap(waiting, 0, 1 + Math.floor(chance() * (waiting.length - 1)));
  }

  return {
    next() {
      if (waiting.length === 0) deal();
      const index = waiting.shift();
      if (index === undefined) return null;
      last = index;
      return lines[index] ?? null;
    },
    putBack(line) {
      if (lines[last] === line && !waiting.includes(last)) waiting.unshift(last);
    },
    get left() {
      return waiting.length;
    },
  };
}

function swap(items: number[], a: number, b: number): void {
  const kept = items[a];
  const other = items[b];
  if (kept === undefined || other === undefined) return;
  items[a] = other;
  items[b] = kept;
}
