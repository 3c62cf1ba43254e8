/** What the programme tells of an enhancer, as the watch after a swap counts it: one request for each second of shown frames. */
import type { ProgrammeEvent } from '../programme/protocol/control.ts';
import type { Observation } from '../swap/types.ts';

/** An enhancer that misses more is not one that keeps up. */
const mostPlainShare = 0.5;

export function enhancerObservation(share: Extract<ProgrammeEvent, { type: 'enhancer-share' }>, nowMs: number): Observation {
  const { instanceId, enhanced, plain, costMs } = share;
  return {
    instanceId,
    askedAtMs: nowMs,
    outcome: plain > (enhanced + plain) * mostPlainShare ? 'failed' : 'served',
    ...(costMs === null ? {} : { firstOutputMs: costMs }),
  };
}
