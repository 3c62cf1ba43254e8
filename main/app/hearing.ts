/**
 * Utterances in, lines out: each is given whole to the engine of the asr slot, in order, one at a time; its final words go through the door of typed chat.
 * An engine that fails or dies in mid-utterance has said nothing yet: the whole utterance is tried again on what then fills the slot. A partial is never a line,
 * so that nothing is said twice. Knows no microphone and no voice gate: where an utterance begins and ends is told.
 */
import { wordsIn, type UserMessage } from '../contract/failure.ts';
import type { ShowId } from '../contract/ids.ts';
import { longestUtteranceSamples, type AsrItem } from '../engines/contract/requests.ts';
import { systemClock, type Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import { oneAtATime } from '../kernel/one-at-a-time.ts';
import type { Lease, Router } from '../routing/types.ts';
import { leaseSoon } from './engine-ports/lease-soon.ts';
import { observeRequest, type Observe } from './engine-ports/observe.ts';
import { appMessages } from './messages.ts';

/** What the door says to a line. */
export type Said = { readonly accepted: true; readonly turnId: string } | { readonly accepted: false; readonly reason: UserMessage };

export interface HearingOptions {
  readonly router: Router;
  /** Read at each utterance: a studio has one show after another. */
  readonly showId: ShowId;
  /** The door of typed chat. */
  readonly say: (line: { readonly author: string; readonly text: string }) => Said;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly observe?: Observe;
  /** Default 5000: so long an utterance waits for an engine that is being started again. */
  readonly readyWithinMs?: number;
  /** Default 20 000. */
  readonly itemTimeoutMs?: number;
}

export interface Utterance {
  readonly utteranceId: string;
  readonly author: string;
  /** Mono, 16 kHz. */
  readonly pcm: Int16Array;
}

/** `nothing`: there were no words in it. `unheard`: it became no line, and why. */
export type Heard =
  | { readonly state: 'line'; readonly text: string; readonly turnId: string }
  | { readonly state: 'nothing' }
  | { readonly state: 'unheard'; readonly words: UserMessage };

export interface Hearing {
  /** Never rejects. `isStillOn`: is the show on that it was said to? Asked again and again, since it may wait long behind others. Default: always. */
  hear(utterance: Utterance, isStillOn?: () => boolean): Promise<Heard>;
  /** Aborts what is heard and what waits. */
  dispose(): void;
}

const maxAttempts = 3;
/** Half a minute each: more than this is a microphone that nobody keeps up with. */
const mostWaiting = 8;
const showIsOver: Heard = { state: 'unheard', words: appMessages.notOnAir };

export function createHearing(options: HearingOptions): Hearing {
  const { router, say, logger, observe } = options;
  const clock = options.clock ?? systemClock;
  const end = new AbortController();
  let waiting = 0;
  const inTurn = oneAtATime();

  async function ask(lease: Lease, { utteranceId, pcm }: Utterance): Promise<string> {
    const observed = observeRequest(clock, observe, lease.instance.id);
    try {
      let final: Extract<AsrItem, { type: 'final' }> | undefined;
      const request = { showId: options.showId, epoch: 0, utteranceId, pcm };
      for await (const item of lease.instance.infer('asr', request, { signal: end.signal, timeoutMs: options.itemTimeoutMs ?? 20_000 })) {
        observed.output();
        if (item.type === 'final') final = item;
      }
      if (!final) throw new Error('the stream ended without final words');
      observed.end('served');
      return final.text.trim();
    } catch (error) {
      if (!end.signal.aborted) observed.end('failed');
      throw error;
    } finally {
      lease.release();
    }
  }

  /** Nobody's words go to a server, or into the next show, when the show that they were said to is over. */
  async function hearNow(utterance: Utterance, isStillOn: () => boolean): Promise<Heard> {
    const need = { kind: 'asr' } as const;
    /** What the engine that failed last said of it: a key that is refused, a server that is gone. */
    let words: UserMessage = appMessages.notHeard;
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      if (!isStillOn()) return showIsOver;
      const pick = (): Lease | undefined => router.lease(need);
      const lease = await leaseSoon(need, { router, clock, withinMs: options.readyWithinMs ?? 5000, pick }, end.signal);
      // it may have ended while an engine was waited for
      if (!isStillOn()) {
        lease?.release();
        return showIsOver;
      }
      if (!lease) return { state: 'unheard', words: router.canServe(need) || attempt > 1 ? words : appMessages.noEar };
      try {
        const text = await ask(lease, utterance);
        if (text === '') return { state: 'nothing' };
        if (!isStillOn()) return showIsOver;
        const said = say({ author: utterance.author, text });
        return said.accepted ? { state: 'line', text, turnId: said.turnId } : { state: 'unheard', words: said.reason };
      } catch (error) {
        end.signal.throwIfAborted();
        words = wordsIn(error) ?? words;
        logger.warn('an utterance was not heard', { engine: lease.instance.manifest.id, attempt, error: String(error) });
      }
    }
    return isStillOn() ? { state: 'unheard', words } : showIsOver;
  }

  return {
    async hear(utterance, isStillOn = () => true) {
      const { length } = utterance.pcm;
      if (length === 0) return { state: 'nothing' };
      if (length > longestUtteranceSamples) return { state: 'unheard', words: appMessages.utteranceTooLong };
      if (waiting >= mostWaiting) return { state: 'unheard', words: appMessages.hearingFull };
      waiting += 1;
      try {
        return await inTurn(() => hearNow(utterance, isStillOn));
      } catch (error) {
        if (!end.signal.aborted) logger.error('hearing failed', { error: String(error) });
        return { state: 'unheard', words: wordsIn(error) ?? appMessages.notHeard };
      } finally {
        waiting -= 1;
      }
    },
    dispose: () => end.abort(new Error('hearing ended')),
  };
}
