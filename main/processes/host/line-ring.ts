/** The last lines of a text stream, bounded by lines, by bytes and by the length of one line, however much is written. */

export interface LineRingLimits {
  readonly maxLines: number;
  readonly maxChars: number;
  readonly maxLineChars: number;
}

export interface LineRing {
  push(chunk: string): void;
  lines(): readonly string[];
  /** Characters held, for the bound's own test. */
  readonly heldChars: number;
}

const defaultLimits: LineRingLimits = { maxLines: 200, maxChars: 64 * 1024, maxLineChars: 2048 };

export function createLineRing(limits: LineRingLimits = defaultLimits): LineRing {
  let lines: string[] = [];
  let start = 0;
  let heldChars = 0;
  let partial = '';

  function keep(line: string): void {
    // A slice of a big chunk would keep the whole chunk alive; the detour through a Buffer makes it a string of its own.
    const own = Buffer.from(line.slice(0, limits.maxLineChars), 'utf8').toString('utf8');
    lines.push(own);
    heldChars += own.length;
    while (lines.length - start > limits.maxLines || heldChars > limits.maxChars) {
      heldChars -= lines[start]?.length ?? 0;
      start += 1;
    }
    if (start > limits.maxLines) {
      lines = lines.slice(start);
      start = 0;
    }
  }

  return {
    push(chunk) {
      let from = 0;
      for (let newline = chunk.indexOf('\n'); newline >= 0; newline = chunk.indexOf('\n', from)) {
        const line = partial + chunk.slice(from, Math.min(newline, from + limits.maxLineChars));
        partial = '';
        keep(line.endsWith('\r') ? line.slice(0, -1) : line);
        from = newline + 1;
      }
      const room = limits.maxLineChars - partial.length;
      if (room > 0 && from < chunk.length) partial = Buffer.from(partial + chunk.slice(from, from + room), 'utf8').toString('utf8');
    },
    lines() {
      const held = lines.slice(start);
      return partial.length > 0 ? [...held, partial] : held;
    },
    get heldChars() {
      return heldChars + partial.length;
    },
  };
}
