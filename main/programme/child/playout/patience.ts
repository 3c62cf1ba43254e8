/** How long a clause is waited for. Pure. */
import type { Clause } from './clause.ts';

/** The head of the queue waits this long for its sound, and this long after it was told that there is no more. */
const headPatienceMs = 20_000;
const endedPatienceMs = 2000;

/** `over`: nothing of it will be heard. `cut-off`: what came is all there will be. */
export function judgeHead(head: Clause, nowMs: number): 'wait' | 'over' | 'cut-off' {
  const { stream, ended } = head;
  if (head.spec.streamId === null || head.startPos !== null) return 'wait';
  const empty = !stream || stream.totalSamples === 0;
  if (!empty) {
    const silent = ended && stream.state === 'open' && nowMs - Math.max(ended.atMs, stream.touchedMs) > endedPatienceMs;
    return silent ? 'cut-off' : 'wait';
  }
  if (ended?.failed === true || (stream !== null && stream.state !== 'open')) return 'over';
  if (ended && nowMs - ended.atMs > endedPatienceMs) return 'over';
  return nowMs - head.enqueuedMs > headPatienceMs && nowMs - (stream?.touchedMs ?? 0) > headPatienceMs ? 'over' : 'wait';
}

/** Whether the clause on air has held its breath in vain. */
export function isAbandoned(air: Clause, nowMs: number): boolean {
  if (!air.holding || air.stream?.state !== 'open') return false;
  const silentMs = nowMs - Math.max(air.stream.touchedMs, air.ended?.atMs ?? 0);
  return silentMs > (air.ended ? endedPatienceMs : headPatienceMs);
}
