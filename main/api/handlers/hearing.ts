/** A live microphone. */
import type { HearingPort } from '../hearing-port.ts';
import type { StudioImplementer } from '../guarded-implementer.ts';

export function createHearingHandlers(os: StudioImplementer, port: HearingPort) {
  return {
    start: os.hearing.start.handler(({ input }) => port.start(input)),
    feed: os.hearing.feed.handler(({ input }) => port.feed(input.sessionId, input.pcm)),
    talk: os.hearing.talk.handler(({ input }) => port.talk(input.sessionId, input.button)),
    stop: os.hearing.stop.handler(({ input }) => {
      port.stop(input.sessionId);
      return { done: true } as const;
    }),
  };
}
