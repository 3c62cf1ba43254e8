/** What a long run leaves behind in this process and below it: heap after a collection, resident memory, files, timers and sockets, children, listening ports. Linux. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import process from 'node:process';
import v8 from 'node:v8';
import vm from 'node:vm';
import { treeOf } from './process-tree.ts';

export interface Leftovers {
  /** After so many swaps. */
  readonly count: number;
  readonly heapMiB: number;
  readonly rssMiB: number;
  /** Open file descriptors that are sockets or pipes. */
  readonly sockets: number;
  readonly children: number;
  readonly listening: number;
  /** Handles and requests that keep the event loop busy. */
  readonly resources: number;
}

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

export function readLeftovers(count: number): Leftovers {
  collect();
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    count,
    heapMiB: heapUsed / 2 ** 20,
    rssMiB: rss / 2 ** 20,
    sockets: openSockets(),
    children: treeOf(process.pid).length - 1,
    listening: listeningSockets(),
    resources: process.getActiveResourcesInfo().filter((name) => name !== 'Timeout' && name !== 'Immediate').length,
  };
}

function openSockets(): number {
  return descriptorTargets().filter((target) => /^(socket|pipe):/.test(target)).length;
}

function descriptorTargets(): string[] {
  return readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)];
    } catch {
      return [];
    }
  });
}

/** TCP and Unix sockets of this process that listen. */
function listeningSockets(): number {
  const mine = new Set(descriptorTargets().flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
  const tcp = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && mine.has(fields[9] ?? '')),
  );
  // flags 00010000: it accepts connections
  const unix = readFileSync('/proc/net/unix', 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '00010000' && mine.has(fields[6] ?? ''));
  return tcp.length + unix.length;
}

export interface Slope {
  /** Per 1000 swaps. */
  readonly value: number;
  /** One-sided upper 95 % bound. */
  readonly upper: number;
}

/** Least squares over the samples, with the bound from the slope's standard error (normal quantile 1.645; enough samples for it). The first tenth is warm-up. */
export function slopePer1000(samples: readonly Leftovers[], of: (sample: Leftovers) => number): Slope {
  const used = samples.slice(Math.ceil(samples.length / 10));
  const n = used.length;
  if (n < 4) return { value: Number.NaN, upper: Number.NaN };
  const meanX = used.reduce((sum, { count }) => sum + count, 0) / n;
  const meanY = used.reduce((sum, sample) => sum + of(sample), 0) / n;
  const spread = used.reduce((sum, { count }) => sum + (count - meanX) ** 2, 0);
  const slope = used.reduce((sum, sample) => sum + (sample.count - meanX) * (of(sample) - meanY), 0) / spread;
  const residual = used.reduce((sum, sample) => sum + (of(sample) - meanY - slope * (sample.count - meanX)) ** 2, 0);
  const error = Math.sqrt(residual / (n - 2) / spread);
  return { value: slope * 1000, upper: (slope + 1.645 * error) * 1000 };
}
