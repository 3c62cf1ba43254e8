/** The conversation's Feeling over the router. Without an engine, or when it fails, a clause is said neutrally: never a reason not to speak. */
import type { Feeling } from '../../conversation/ports.ts';
import type { ShowId } from '../../contract/ids.ts';
import { neutralExpression } from '../../contract/speech.ts';
import type { Logger } from '../../kernel/logger.ts';
import { systemClock, type Clock } from '../../kernel/clock.ts';
import type { Router } from '../../routing/types.ts';
import { observeRequest, type Observe } from './observe.ts';

export interface FeelingOptions {
  readonly router: Router;
  readonly showId: ShowId;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Told how every request went. */
  readonly observe?: Observe;
  /** Default 400: a feeling that comes later would hold the voice up. */
  readonly timeoutMs?: number;
}

export function createFeeling({ router, showId, logger, clock = systemClock, observe, timeoutMs = 400 }: FeelingOptions): Feeling {
  return {
    async express(turn, clause, signal) {
      signal.throwIfAborted();
      const lease = router.lease({ kind: 'expression', lang: clause.lang });
      if (!lease) return neutralExpression;
      const observed = observeRequest(clock, observe, lease.instance.id);
      try {
        for await (const expression of lease.instance.infer(
          'expression',
          { showId, turnId: turn.turnId, epoch: turn.epoch, clauseId: clause.clauseId, text: clause.text, lang: clause.lang },
          { signal, timeoutMs },
        )) {
          observed.output();
          observed.end('served');
          return expression;
        }
        observed.end('failed');
        return neutralExpression;
      } catch (error) {
        signal.throwIfAborted();
        observed.end('failed');
        logger.warn('no feeling for a clause', { engine: lease.instance.manifest.id, error: String(error) });
        return neutralExpression;
      } finally {
        lease.release();
      }
    },
  };
}
