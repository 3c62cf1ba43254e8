/** What the programme says, as show events. Pure: what is done about it stands in create-show.ts. */
import type { ProgrammeProcessEvent } from '../programme/control/create-programme.ts';
import type { ProgrammeEvent } from '../programme/protocol/control.ts';
import type { UnstampedShowEvent } from './create-show.ts';

export function tellProgramme(event: ProgrammeEvent | ProgrammeProcessEvent): readonly UnstampedShowEvent[] {
  switch (event.type) {
    case 'speech-started': {
      const { type, turnId, clauseId, frame, atMs } = event;
      return [{ type, turnId, clauseId, frame, heardAtMs: atMs }];
    }
    case 'speech-heard': {
      const { type, turnId, clauseId, frame, atMs, mouth, mouthAfterFrames, lipsAtMs } = event;
      return [{ type, turnId, clauseId, frame, heardAtMs: atMs, mouth, mouthAfterFrames, lipsAtMs }];
    }
    case 'speech-ended': {
      const { type, turnId, clauseId, frame, complete, playedMs } = event;
      return [{ type, turnId, clauseId, frame, complete, playedMs }];
    }
    case 'cancelled':
      return [{ type: 'cancelled', epoch: event.epoch, silentAfterMs: event.silentAfterMs }];
    case 'encoder':
      return [{ type: 'process', name: 'encoder', pid: event.pid, state: event.state }];
    case 'process':
      return [
        { type: 'process', name: 'programme', pid: event.pid ?? null, state: event.state },
        ...(event.message ? [{ type: 'notice', level: 'error', message: event.message } as const] : []),
      ];
    // told by others (the encoding, the fleet, quiet time), or of no interest to anybody outside
    case 'bitrate':
    case 'encoder-fallback':
    case 'enhancer':
    case 'enhancer-share':
    case 'face':
    case 'music':
    case 'stats':
    case 'turn-ended':
      return [];
    default:
      return event satisfies never;
  }
}
