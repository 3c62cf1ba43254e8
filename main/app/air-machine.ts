/**
 * What the show's controls may do, as a pure function: state and event in, next state and effects out, or why not. Knows no process; carries nothing out.
 * Off air and on air, rehearsal and platforms, slate and panic all meet here and nowhere else.
 */
import type { Air, Audience, SlateId } from '../contract/air.ts';

export type AirEvent =
  /** With a slate: it is on from the first picture. */
  | { readonly type: 'start'; readonly audience: Audience; readonly slate: SlateId | null }
  | { readonly type: 'started' }
  | { readonly type: 'failed' }
  | { readonly type: 'go-live' }
  | { readonly type: 'slate'; readonly slate: SlateId | null }
  | { readonly type: 'panic' }
  | { readonly type: 'continue' }
  | { readonly type: 'stop' }
  | { readonly type: 'ended' };

export type AirEffect =
  | { readonly type: 'join-platforms' }
  /** null: the programme is shown. */
  | { readonly type: 'hold-slate'; readonly slate: SlateId | null }
  /** Everything queued and spoken is dropped. */
  | { readonly type: 'silence' }
  | { readonly type: 'stop' };

export type AirRefusal = 'already-on' | 'off' | 'starting' | 'stopping' | 'live-already' | 'in-panic' | 'no-panic' | 'no-slate';

export type AirStep = { readonly air: Air; readonly effects: readonly AirEffect[] } | { readonly refused: AirRefusal };

export const airOff: Air = Object.freeze<Air>({ phase: 'off', audience: 'rehearsal', slate: null });
/** What panic shows: always there, read in advance. */
export const panicSlate: SlateId = 'back-soon';

const step = (air: Air, ...effects: readonly AirEffect[]): AirStep => ({ air, effects });
const refused = (why: AirRefusal): AirStep => ({ refused: why });

export function stepAir(air: Air, event: AirEvent): AirStep {
  switch (event.type) {
    case 'start':
      return air.phase === 'off' ? step({ phase: 'starting', audience: event.audience, slate: event.slate }) : refused('already-on');
    case 'started':
      return air.phase === 'starting' ? step({ ...air, phase: seen(air) }) : step(air);
    case 'failed':
    case 'ended':
      return step(airOff);
    case 'stop':
      if (air.phase === 'off' || air.phase === 'stopping') return refused(air.phase);
      return step({ ...air, phase: 'stopping' }, { type: 'stop' });
    case 'go-live':
    case 'slate':
    case 'panic':
    case 'continue':
      return air.phase === 'off' || air.phase === 'starting' || air.phase === 'stopping' ? refused(air.phase) : onAir(air, event);
    default:
      return event satisfies never;
  }
}

function onAir(air: Air, event: Extract<AirEvent, { type: 'go-live' | 'slate' | 'panic' | 'continue' }>): AirStep {
  const panic = air.phase === 'panic';
  switch (event.type) {
    case 'go-live': {
      if (air.audience === 'platforms') return refused('live-already');
      if (panic) return refused('in-panic');
      const live: Air = { ...air, audience: 'platforms' };
      return step({ ...live, phase: seen(live) }, { type: 'join-platforms' });
    }
    case 'slate': {
      if (panic) return refused('in-panic');
      if (event.slate === null && air.slate === null) return refused('no-slate');
      const next: Air = { ...air, slate: event.slate };
      const change: readonly AirEffect[] = event.slate === air.slate ? [] : [{ type: 'hold-slate', slate: event.slate }];
      return step({ ...next, phase: seen(next) }, ...change);
    }
    case 'panic':
      // once more while it is on: whatever slipped in is silenced too
      return step({ ...air, phase: 'panic' }, { type: 'hold-slate', slate: panicSlate }, { type: 'silence' });
    case 'continue':
      // back to what was there before: a slate by command stays
      return panic ? step({ ...air, phase: seen(air) }, { type: 'hold-slate', slate: air.slate }) : refused('no-panic');
    default:
      return event satisfies never;
  }
}

function seen({ slate, audience }: Air): Air['phase'] {
  if (slate !== null) return 'slate';
  return audience === 'platforms' ? 'live' : 'rehearsing';
}
