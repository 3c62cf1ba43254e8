/** The anchor's own talk and the music under it. */
import type { StudioImplementer } from '../guarded-implementer.ts';
import type { QuietTimePort } from '../quiet-time-port.ts';

export function createIdleHandlers(os: StudioImplementer, port: QuietTimePort) {
  return {
    set: os.show.idle.set.handler(({ input }) => port.setIdle(input)),
    talkNow: os.show.idle.talkNow.handler(() => port.talkNow()),
  };
}

export function createMusicHandlers(os: StudioImplementer, port: QuietTimePort) {
  return { set: os.show.music.set.handler(({ input }) => port.setMusic(input)) };
}
