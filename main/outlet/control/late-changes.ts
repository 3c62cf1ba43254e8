/**
 * What was asked for while a new outlet process was being set up, after the call that gives it to the process had been posted: the calls that make up for it.
 */
import type { OutletConfig, OutletMethods, RecordingSpec, ReplaySpec } from '../protocol/control.ts';

/** Each as it was when its call was posted, or as it is now: compared by identity, since none of them is ever changed in place. */
export interface Wanted {
  readonly config: OutletConfig;
  readonly replay: ReplaySpec | null;
  readonly recording: RecordingSpec | null;
}

type Late<M extends keyof OutletMethods> = { readonly method: M; readonly payload: Parameters<OutletMethods[M]>[0] };
export type LateCall = Late<'hold-slate'> | Late<'use-slates'> | Late<'stop-recording'> | Late<'set-replay'>;

export function lateChanges(given: Wanted, now: Wanted): LateCall[] {
  const calls: LateCall[] = [];
  const { slatePath, moreSlatePaths, heldSlatePath } = now.config;
  // first: what viewers must not see is covered before anything is read
  if (heldSlatePath !== given.config.heldSlatePath) calls.push({ method: 'hold-slate', payload: { path: heldSlatePath ?? null } });
  if (slatePath !== given.config.slatePath || moreSlatePaths !== given.config.moreSlatePaths)
    calls.push({
      method: 'use-slates',
      payload: {
        slatePath,
        ...(moreSlatePaths === undefined ? {} : { moreSlatePaths }),
        ...(heldSlatePath === undefined ? {} : { heldSlatePath }),
      },
    });
  // another recording begins only with a configured process: here it can only have ended
  if (given.recording !== null && given.recording !== now.recording) calls.push({ method: 'stop-recording', payload: undefined });
  if (given.replay !== now.replay) calls.push({ method: 'set-replay', payload: now.replay });
  return calls;
}
