/** How one request to an engine went, told once: what the watch after a swap is judged by. */
import type { InstanceId } from '../../contract/ids.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Observation } from '../../swap/types.ts';

export type Observe = (observation: Observation) => void;

export interface ObservedRequest {
  /** Something came. */
  output(): void;
  end(outcome: Observation['outcome']): void;
}

/** A request that is never ended (a cancel) is not told. */
export function observeRequest(clock: Clock, observe: Observe | undefined, instanceId: InstanceId): ObservedRequest {
  const askedAtMs = clock.now();
  let firstOutputMs: number | undefined;
  let told: 'no' | 'yes' = 'no';
  return {
    output() {
      firstOutputMs ??= clock.now() - askedAtMs;
    },
    end(outcome) {
      if (told === 'yes') return;
      told = 'yes';
      observe?.({ instanceId, askedAtMs, outcome, ...(firstOutputMs === undefined ? {} : { firstOutputMs }) });
    },
  };
}
