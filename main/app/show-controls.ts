/**
 * The show's controls at work: keeps the state of the machine, carries its effects out on the show that is on, and tells each change. One thing at a time, in the
 * order in which it was asked; only panic waits for nobody.
 */
import type { Asked } from '../api/show-port.ts';
import type { Air, Audience, SlateId } from '../contract/air.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import { oneAtATime } from '../kernel/one-at-a-time.ts';
import { airMessages } from './air-messages.ts';
import { airOff, panicSlate, stepAir, type AirEffect, type AirEvent } from './air-machine.ts';

/** What the controls do to a show that is on. */
export interface SteeredShow {
  /** false: there is no such slate. */
  holdSlate(slate: SlateId | null): Promise<boolean>;
  cancel(): Promise<{ silentAfterMs: number }>;
}

export interface ShowControls {
  readonly air: Air;
  /** Lines are taken. */
  readonly speaking: 'allowed' | 'silenced';
  /** undefined: the start may go on; else why not. */
  begin(audience: Audience, slate: SlateId | null): UserMessage | undefined;
  /** The programme runs. */
  started(): void;
  /** The start failed, or the show is over. */
  over(): void;
  stopping(): void;
  goLive(options: { readonly record: boolean }): Promise<Asked>;
  slate(slate: SlateId | null): Promise<Asked>;
  panic(): Promise<Asked<{ readonly slateAfterMs: number; readonly silentAfterMs: number }>>;
  continue(): Promise<Asked>;
}

export function createShowControls(options: {
  readonly show: () => SteeredShow | undefined;
  /** The destinations join the running programme. */
  readonly joinPlatforms: (options: { readonly record: boolean }) => Promise<void>;
  readonly onAir: (air: Air) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): ShowControls {
  const { clock, logger } = options;
  let air: Air = airOff;
  const inTurn = oneAtATime();

  const set = (next: Air): void => {
    if (next.phase === air.phase && next.audience === air.audience && next.slate === air.slate) return;
    air = next;
    options.onAir(next);
  };
  const words = (message: UserMessage): Asked<never> => ({ done: false, words: message });

  async function carryOut(effect: AirEffect, record: boolean): Promise<UserMessage | undefined> {
    const show = options.show();
    if (!show) return airMessages.refusals.off;
    switch (effect.type) {
      case 'hold-slate':
        return (await show.holdSlate(effect.slate)) ? undefined : airMessages.noOwnSlate;
      case 'silence':
        await show.cancel();
        return undefined;
      case 'join-platforms':
        await options.joinPlatforms({ record });
        return undefined;
      case 'stop':
        return undefined;
      default:
        return effect satisfies never;
    }
  }

  /** The state is set once the effects are done: what failed has changed nothing. */
  const ask = (event: AirEvent, record = false): Promise<Asked> =>
    inTurn(async () => {
      const step = stepAir(air, event);
      if ('refused' in step) return words(airMessages.refusals[step.refused]);
      const before = air;
      for (const effect of step.effects) {
        const problem = await carryOut(effect, record).catch((error: unknown) => {
          logger.error('a control of the show failed', { event: event.type, error });
          return effect.type === 'hold-slate' ? airMessages.slateUnusable : airMessages.notDone;
        });
        if (problem) return words(problem);
      }
      // an emergency or an end that came meanwhile has the last word
      if (air !== before) return settleBehind(step.air);
      set(step.air);
      return { done: true };
    });

  /** What was asked is done, but panic has come in between: its slate goes over whatever was put on, and what was asked counts afterwards. */
  async function settleBehind(wanted: Air): Promise<Asked> {
    if (air.phase !== 'panic') return words(airMessages.refusals.stopping);
    await options.show()?.holdSlate(panicSlate);
    if (air.phase === 'panic') set({ phase: 'panic', audience: wanted.audience, slate: wanted.slate });
    return { done: true };
  }

  return {
    get air() {
      return air;
    },
    get speaking() {
      return air.phase === 'panic' ? 'silenced' : 'allowed';
    },
    begin(audience, slate) {
      const step = stepAir(air, { type: 'start', audience, slate });
      if ('refused' in step) return airMessages.refusals[step.refused];
      set(step.air);
      return undefined;
    },
    started() {
      const step = stepAir(air, { type: 'started' });
      if ('air' in step) set(step.air);
    },
    over: () => set(airOff),
    stopping() {
      const step = stepAir(air, { type: 'stop' });
      if ('air' in step) set(step.air);
    },
    goLive: ({ record }) => ask({ type: 'go-live' }, record),
    slate: (slate) => ask({ type: 'slate', slate }),
    async panic() {
      const show = options.show();
      const step = stepAir(air, { type: 'panic' });
      if ('refused' in step) return words(airMessages.refusals[step.refused]);
      if (!show) return words(airMessages.refusals.off);
      // first: no line is taken from here on
      set(step.air);
      // also where it was on already: what is under way, a 'continue' above all, has to see that this came later
      air = { ...step.air };
      const askedAt = clock.now();
      const [slate, silence] = await Promise.allSettled([
        show.holdSlate(panicSlate).then(() => clock.now() - askedAt),
        show.cancel().then(({ silentAfterMs }) => silentAfterMs),
      ]);
      if (silence.status === 'rejected') logger.error('the anchor was not silenced in order', { error: silence.reason });
      if (slate.status === 'rejected') {
        logger.error('the emergency slate did not come on', { error: slate.reason });
        return words(airMessages.slateUnusable);
      }
      return { done: true, slateAfterMs: slate.value, silentAfterMs: silence.status === 'fulfilled' ? silence.value : 0 };
    },
    continue: () => ask({ type: 'continue' }),
  };
}
