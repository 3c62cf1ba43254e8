/** Starting and ending a show. */
import type { StudioImplementer } from '../guarded-implementer.ts';
import type { StudioPort } from '../studio-port.ts';

export function createShowHandlers(os: StudioImplementer, port: StudioPort) {
  return {
    start: os.show.start.handler(({ input }) => port.startShow(input)),
    stop: os.show.stop.handler(() => port.stopShow()),
    acceptResume: os.show.acceptResume.handler(() => port.acceptResume()),
    declineResume: os.show.declineResume.handler(() => {
      port.declineResume();
      return { done: true as const };
    }),
  };
}
