/** Memory and processor time of our processes, read from the system. Linux reads /proc; macOS asks ps; elsewhere the figures are null, never guessed. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface ProcessSample {
  readonly rssBytes: number | null;
  /** Per cent of one core since the last sample of the same pid; null on the first. */
  readonly cpuPercent: number | null;
}

const run = promisify(execFile);
/** USER_HZ is 100 on every Linux that Electron runs on. */
const ticksPerSecond = 100;
const pageBytes = 4096;

export function createProcessMeter(): { sample(pids: readonly number[]): Promise<Map<number, ProcessSample>> } {
  const last = new Map<number, { cpuMs: number; atMs: number }>();

  async function read(pid: number): Promise<{ rssBytes: number; cpuMs: number } | undefined> {
    try {
      if (process.platform === 'linux') {
        const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
        // the name in parentheses may hold spaces: fields are counted after it
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return { cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond, rssBytes: Number(fields[21]) * pageBytes };
      }
      if (process.platform === 'darwin') {
        const { stdout } = await run('ps', ['-o', 'rss=,time=', '-p', String(pid)]);
        const [rss = '0', time = '0:0'] = stdout.trim().split(/\s+/);
        const [minutes = '0', seconds = '0'] = time.split(':');
        return { rssBytes: Number(rss) * 1024, cpuMs: (Number(minutes) * 60 + Number(seconds)) * 1000 };
      }
    } catch {
      return undefined;
    }
    return undefined;
  }

  return {
    async sample(pids) {
      const result = new Map<number, ProcessSample>();
      await Promise.all(
        pids.map(async (pid) => {
          const reading = await read(pid);
          if (!reading) {
            last.delete(pid);
            result.set(pid, { rssBytes: null, cpuPercent: null });
            return;
          }
          const atMs = performance.now();
          const before = last.get(pid);
          last.set(pid, { cpuMs: reading.cpuMs, atMs });
          result.set(pid, {
            rssBytes: reading.rssBytes,
            cpuPercent: before && atMs > before.atMs ? ((reading.cpuMs - before.cpuMs) / (atMs - before.atMs)) * 100 : null,
          });
        }),
      );
      for (const pid of last.keys()) if (!pids.includes(pid)) last.delete(pid);
      return result;
    },
  };
}
