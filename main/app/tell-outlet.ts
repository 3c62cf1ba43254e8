/** What the outlet says, as show events. Pure: what is done about it stands in create-show.ts. */
import type { OutletProcessEvent } from '../outlet/control/create-outlet.ts';
import type { OutletEvent } from '../outlet/protocol/control.ts';
import type { UnstampedShowEvent } from './create-show.ts';

export function tellOutlet(event: OutletEvent | OutletProcessEvent): readonly UnstampedShowEvent[] {
  const told = 'message' in event && event.message ? { message: event.message } : {};
  switch (event.type) {
    case 'source':
      return [{ type: 'source', state: event.state }];
    case 'destination': {
      const { kbps, droppedVideoTags, reconnects, nextTryInMs } = event.figures;
      const figures = { kbps, droppedFrames: droppedVideoTags, reconnects, nextTryInMs };
      return [{ type: 'destination', destinationId: event.id, state: event.state, figures, ...told }];
    }
    case 'recording':
      return [{ type: 'recording', state: event.state, path: event.path, ...told }];
    case 'process':
      return [
        { type: 'process', name: 'outlet', pid: event.pid ?? null, state: event.state },
        ...(event.message ? [{ type: 'notice', level: 'error', message: event.message } as const] : []),
      ];
    case 'recording-anchor':
    case 'replay-anchor':
    case 'replay':
      return [];
    default:
      return event satisfies never;
  }
}
