/** What all slots' swaps share, and the order in which they tell: listeners are called when nothing is in between any more. */
import type { InstanceId } from '../contract/ids.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { AdmissionDesk } from './admission-desk.ts';
import type { CandidateSteps } from './candidate-steps.ts';
import type { InstancePool } from './instance-pool.ts';
import type { SwapPolicy, SwapPorts, SwapReceipt } from './types.ts';
import type { WarmShelf } from './warm-shelf.ts';
import type { RequestStats } from './watch.ts';

export interface SwapContext {
  readonly ports: SwapPorts;
  readonly policy: SwapPolicy;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pool: InstancePool;
  readonly desk: AdmissionDesk;
  readonly steps: CandidateSteps;
  readonly shelf: WarmShelf;
  readonly stats: Map<InstanceId, RequestStats>;
  readonly outbox: Outbox;
  tellReceipt(receipt: SwapReceipt): void;
  /** Something that a person should know and that is nobody's answer. */
  tellNotice(words: UserMessage): void;
}

export interface Outbox {
  /** Runs `act`; what was posted within is sent when the outermost `act` has returned. */
  hold(act: () => void): void;
  post(send: () => void): void;
}

/** A listener may ask for the next swap: it must find the slot settled and the earlier news told. */
export function createOutbox(): Outbox {
  const waiting: Array<() => void> = [];
  let held = 0;
  let sending: 'no' | 'yes' = 'no';

  function flush(): void {
    if (held > 0 || sending === 'yes') return;
    sending = 'yes';
    for (let send = waiting.shift(); send; send = waiting.shift()) send();
    sending = 'no';
  }

  return {
    hold(act) {
      held += 1;
      try {
        act();
      } finally {
        held -= 1;
        flush();
      }
    },
    post(send) {
      waiting.push(send);
      flush();
    },
  };
}
