/** Looking at the studio: once, as a stream of snapshots, as a stream of events. */
import type { Clock } from '../../kernel/clock.ts';
import { describeTooSlow } from '../describe-failure.ts';
import type { StudioImplementer } from '../guarded-implementer.ts';
import { watchEvents } from '../streams/watch-events.ts';
import { watchSnapshots } from '../streams/watch-snapshots.ts';
import type { StudioPort } from '../studio-port.ts';

export function createStudioHandlers(os: StudioImplementer, port: StudioPort, clock: Clock) {
  return {
    snapshot: os.studio.snapshot.handler(() => port.snapshot()),
    watch: os.studio.watch.handler(({ signal }) => watchSnapshots(port, clock, signal)),
    events: os.studio.events.handler(({ signal, errors }) =>
      watchEvents(port, signal, (lost) => errors.SUBSCRIBER_TOO_SLOW({ data: { lost, message: describeTooSlow() } })),
    ),
  };
}
