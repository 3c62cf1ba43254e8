/** Adding, removing, starting, stopping and testing destinations. */
import type { DestinationsPort } from '../destinations-port.ts';
import type { StudioImplementer } from '../guarded-implementer.ts';

export function createDestinationsHandlers(os: StudioImplementer, port: DestinationsPort) {
  return {
    add: os.destinations.add.handler(({ input }) => port.add(input)),
    remove: os.destinations.remove.handler(({ input }) => port.remove(input.destinationId)),
    start: os.destinations.start.handler(({ input }) => port.start(input.destinationId)),
    stop: os.destinations.stop.handler(({ input }) => port.stop(input.destinationId)),
    preflight: os.destinations.preflight.handler(({ input }) => port.preflight(input)),
  };
}
