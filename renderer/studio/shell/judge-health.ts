/** How the show is, as one word and its reasons: what a glance at the status bar has to tell. Pure. */
import type { StudioSnapshot } from '../../../main/api/contract/studio.ts';

export type HealthReason = 'slate' | 'process' | 'destination' | 'reconnecting' | 'late' | 'dropped' | 'memory';
export interface Health {
  readonly level: 'good' | 'warn' | 'bad';
  /** The worst first. */
  readonly reasons: readonly HealthReason[];
}

const broken: ReadonlySet<string> = new Set(['failed', 'unresponsive', 'quarantined']);

export function judgeHealth({ show, processes, engines, destinations, models }: StudioSnapshot): Health {
  const bad: HealthReason[] = [];
  const warn: HealthReason[] = [];
  if (show.source === 'slate') bad.push('slate');
  if (processes.some(({ state }) => broken.has(state)) || engines.some(({ state }) => state === 'failed')) bad.push('process');
  if (destinations.some(({ state }) => state === 'failed')) bad.push('destination');
  if (destinations.some(({ state }) => state === 'reconnecting' || state === 'congested')) warn.push('reconnecting');
  if (show.framesSkipped > 0 || show.framesHeldSpeaking > 0) warn.push('late');
  if (droppedFrames(destinations) > 0) warn.push('dropped');
  if (models.memory.usedBytes > 0.9 * models.memory.budgetBytes) warn.push('memory');
  return { level: bad.length > 0 ? 'bad' : warn.length > 0 ? 'warn' : 'good', reasons: [...bad, ...warn] };
}

export const droppedFrames = (destinations: StudioSnapshot['destinations']): number =>
  destinations.reduce((sum, { figures }) => sum + (figures?.droppedFrames ?? 0), 0);
