/** Resident memory of a process, where the system tells it cheaply; null elsewhere. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const psTimeoutMs = 2000;

export async function readRssBytes(pid: number): Promise<number | null> {
  try {
    if (process.platform === 'linux') {
      const kib = /^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
      return kib === undefined ? null : Number(kib) * 1024;
    }
    if (process.platform === 'darwin') {
      const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)], { timeout: psTimeoutMs });
      return Number(stdout.trim()) * 1024 || null;
    }
  } catch {
    // The process has gone, or the system does not say.
  }
  return null;
}
