import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { airOff, stepAir, type AirEvent } from '../../../main/app/air-machine.ts';
import { airMessages } from '../../../main/app/air-messages.ts';
import { slateIds, type Air } from '../../../main/contract/air.ts';

const air = (phase: Air['phase'], audience: Air['audience'] = 'platforms', slate: Air['slate'] = null): Air => ({ phase, audience, slate });
const rehearsing = air('rehearsing', 'rehearsal');
const live = air('live');
const slate = air('slate', 'platforms', 'starting-soon');
const panic = air('panic');
const start: AirEvent = { type: 'start', audience: 'rehearsal', slate: null };
const show: AirEvent = { type: 'slate', slate: 'own' };
const hide: AirEvent = { type: 'slate', slate: null };

describe('the controls of a show', () => {
  const table: ReadonlyArray<readonly [string, Air, AirEvent, Air | string, readonly string[]]> = [
    ['off starts into a rehearsal', airOff, start, air('starting', 'rehearsal'), []],
    [
      'off starts live',
      airOff,
      { type: 'start', audience: 'platforms', slate: 'starting-soon' },
      air('starting', 'platforms', 'starting-soon'),
      [],
    ],
    ['off has nothing to stop', airOff, { type: 'stop' }, 'off', []],
    ['off has nothing to panic about', airOff, { type: 'panic' }, 'off', []],
    ['off does not go live by itself', airOff, { type: 'go-live' }, 'off', []],
    ['what starts is not started twice', air('starting'), start, 'already-on', []],
    ['a started rehearsal', air('starting', 'rehearsal'), { type: 'started' }, rehearsing, []],
    ['a start behind a slate', air('starting', 'platforms', 'starting-soon'), { type: 'started' }, slate, []],
    ['a start that failed', air('starting'), { type: 'failed' }, airOff, []],
    ['a start can be stopped', air('starting'), { type: 'stop' }, air('stopping'), ['stop']],
    ['nothing is steered while it starts', air('starting'), show, 'starting', []],
    ['a rehearsal goes live', rehearsing, { type: 'go-live' }, live, ['join-platforms']],
    [
      'a rehearsal behind a slate goes live behind it',
      air('slate', 'rehearsal', 'starting-soon'),
      { type: 'go-live' },
      slate,
      ['join-platforms'],
    ],
    ['live does not go live again', live, { type: 'go-live' }, 'live-already', []],
    ['a slate', live, show, air('slate', 'platforms', 'own'), ['hold-slate own']],
    ['another slate', slate, show, air('slate', 'platforms', 'own'), ['hold-slate own']],
    ['the same slate', slate, { type: 'slate', slate: 'starting-soon' }, slate, []],
    ['no slate any more', slate, hide, live, ['hold-slate null']],
    ['a rehearsal comes back to itself', air('slate', 'rehearsal', 'own'), hide, rehearsing, ['hold-slate null']],
    ['no slate where there is none', live, hide, 'no-slate', []],
    ['panic', live, { type: 'panic' }, panic, ['hold-slate back-soon', 'silence']],
    [
      'panic over a slate keeps it in mind',
      slate,
      { type: 'panic' },
      air('panic', 'platforms', 'starting-soon'),
      ['hold-slate back-soon', 'silence'],
    ],
    ['panic again silences again', panic, { type: 'panic' }, panic, ['hold-slate back-soon', 'silence']],
    ['panic is ended by continue only', panic, hide, 'in-panic', []],
    ['no slate is chosen in panic', panic, show, 'in-panic', []],
    ['nobody goes live in panic', air('panic', 'rehearsal'), { type: 'go-live' }, 'in-panic', []],
    ['continue', panic, { type: 'continue' }, live, ['hold-slate null']],
    [
      'continue back to a slate',
      air('panic', 'platforms', 'own'),
      { type: 'continue' },
      air('slate', 'platforms', 'own'),
      ['hold-slate own'],
    ],
    ['continue in a rehearsal', air('panic', 'rehearsal'), { type: 'continue' }, rehearsing, ['hold-slate null']],
    ['nothing to continue', live, { type: 'continue' }, 'no-panic', []],
    ['stop out of panic', panic, { type: 'stop' }, air('stopping'), ['stop']],
    ['stop once', air('stopping'), { type: 'stop' }, 'stopping', []],
    ['no panic while it ends', air('stopping'), { type: 'panic' }, 'stopping', []],
    ['the end', air('stopping'), { type: 'ended' }, airOff, []],
  ];

  it.each(table)('%s', (_name, from, event, to, effects) => {
    const step = stepAir(from, event);
    if (typeof to === 'string') {
      expect(step).toEqual({ refused: to });
      expect(airMessages.refusals[to as keyof typeof airMessages.refusals].zh).toBeTruthy();
      return;
    }
    if ('refused' in step) throw new Error(`refused: ${step.refused}`);
    expect(step.air).toEqual(to);
    expect(step.effects.map((effect) => (effect.type === 'hold-slate' ? `${effect.type} ${effect.slate}` : effect.type))).toEqual(effects);
  });

  it('never reaches a platform without being asked, and shows the slate that its phase says, in whatever order it is steered', () => {
    const event: fc.Arbitrary<AirEvent> = fc.oneof(
      fc.constant(start),
      fc.constantFrom<AirEvent>(
        { type: 'started' },
        { type: 'go-live' },
        { type: 'panic' },
        { type: 'continue' },
        { type: 'stop' },
        { type: 'ended' },
      ),
      fc.constantFrom(...slateIds, null).map((id): AirEvent => ({ type: 'slate', slate: id })),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let now = airOff;
        let held: string | null = null;
        let joined = false;
        for (const next of events) {
          const step = stepAir(now, next);
          if ('refused' in step) continue;
          now = step.air;
          for (const effect of step.effects) {
            if (effect.type === 'hold-slate') held = effect.slate;
            if (effect.type === 'join-platforms') joined = true;
          }
          if (now.phase === 'off' || now.phase === 'starting') [held, joined] = [null, false];
          if (now.phase === 'live' || now.phase === 'rehearsing') expect(held).toBeNull();
          if (now.phase === 'slate') expect(held).toBe(now.slate);
          if (now.phase === 'panic') expect(held).toBe('back-soon');
          if (now.audience === 'platforms' && now.phase !== 'off') expect(joined).toBe(true);
        }
      }),
    );
  });
});
