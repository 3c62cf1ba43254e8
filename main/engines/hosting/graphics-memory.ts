/** What the graphics cards have and who holds it, as nvidia-smi tells; null where there is none. Asked at most once a second; knows no engine. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface GraphicsReading {
  /** Of all cards. */
  readonly totalBytes: number;
  /** Of the card that has most left: a model lies on one card unless it is told otherwise. */
  readonly availableBytes: number;
  readonly bytesByPid: ReadonlyMap<number, number>;
}

export interface GraphicsMeter {
  /** Never rejects. A reading that could not be had is null, and is tried again; a machine without the program is not asked again. */
  read(): Promise<GraphicsReading | null>;
  /** The last reading, without asking. */
  readonly last: GraphicsReading | null;
}

export interface GraphicsMeterOptions {
  readonly now: () => number;
  /** Runs nvidia-smi; rejects with `code` 'ENOENT' where there is none. */
  readonly run?: (args: readonly string[]) => Promise<string>;
}

const maxAgeMs = 1000;
const timeoutMs = 3000;
const mebibyte = 1024 * 1024;
const format = '--format=csv,noheader,nounits';

export function createGraphicsMeter({ now, run = runNvidiaSmi }: GraphicsMeterOptions): GraphicsMeter {
  let last: GraphicsReading | null = null;
  let readAtMs = -Infinity;
  let running: Promise<GraphicsReading | null> | undefined;
  let program: 'unknown' | 'missing' = 'unknown';

  async function ask(): Promise<GraphicsReading | null> {
    try {
      const [cards, holders] = await Promise.all([
        run(['--query-gpu=memory.total,memory.free', format]),
        run(['--query-compute-apps=pid,used_memory', format]),
      ]);
      last = parseReading(cards, holders);
    } catch (error) {
      last = null;
      if ((error as { code?: unknown }).code === 'ENOENT') program = 'missing';
    }
    readAtMs = now();
    return last;
  }

  return {
    get last() {
      return last;
    },
    read() {
      if (program === 'missing') return Promise.resolve(null);
      if (now() - readAtMs < maxAgeMs) return Promise.resolve(last);
      running ??= ask().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

/** Lines of numbers in MiB; what is no number ("[N/A]", a message) is left out. null: no card. */
export function parseReading(cards: string, holders: string): GraphicsReading | null {
  const sizes = rows(cards);
  if (sizes.length === 0) return null;
  const bytesByPid = new Map<number, number>();
  for (const [pid, mib] of rows(holders)) bytesByPid.set(pid, (bytesByPid.get(pid) ?? 0) + mib * mebibyte);
  return {
    totalBytes: sizes.reduce((sum, [total]) => sum + total, 0) * mebibyte,
    availableBytes: Math.max(...sizes.map(([, free]) => free)) * mebibyte,
    bytesByPid,
  };
}

function rows(text: string): ReadonlyArray<readonly [number, number]> {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s*,\s*(\d+)\s*$/.exec(line);
    return match ? [[Number(match[1]), Number(match[2])] as const] : [];
  });
}

async function runNvidiaSmi(args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('nvidia-smi', [...args], { timeout: timeoutMs, windowsHide: true });
  return stdout;
}
