/** Every process of one run, found from outside: a temporary folder of the run's own is in the environment of whatever it starts, however deep. Linux only. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

export interface RunFolder {
  readonly dir: string;
  /** Living processes of this run, this one not counted. */
  processes(): readonly { readonly pid: number; readonly command: string }[];
  /** Waits until none is left; the ones that still live after `timeoutMs` are returned. */
  whenAlone(timeoutMs: number): Promise<readonly { readonly pid: number; readonly command: string }[]>;
  /** Ends what is left, by force, and removes the folder. */
  remove(): void;
}

export function openRunFolder(): RunFolder {
  const before = process.env['TMPDIR'];
  const dir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-chaos-'));
  process.env['TMPDIR'] = dir;
  const mark = `TMPDIR=${dir}`;

  const list: RunFolder['processes'] = () =>
    readdirSync('/proc').flatMap((name) => {
      const pid = Number(name);
      if (!Number.isInteger(pid) || pid === process.pid) return [];
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark)) return [];
        return [{ pid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean).join(' ').slice(0, 120) }];
      } catch {
        return []; // ended meanwhile, or somebody else's
      }
    });

  return {
    dir,
    processes: list,
    async whenAlone(timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const left = list();
        if (left.length === 0 || performance.now() > deadline) return left;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    remove() {
      for (const { pid } of list()) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // ended by itself
        }
      }
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
