/** Chat lines in, and silence on demand. */
import type { StudioImplementer } from '../guarded-implementer.ts';
import type { StudioPort } from '../studio-port.ts';

export function createChatHandlers(os: StudioImplementer, port: StudioPort) {
  return {
    say: os.chat.say.handler(({ input }) => port.say(input)),
    hear: os.chat.hear.handler(({ input }) => port.hear(input)),
    cancel: os.chat.cancel.handler(() => port.cancel()),
    pin: os.chat.pin.handler(({ input }) => port.pin(input.turnId, input.pinned)),
    skip: os.chat.skip.handler(({ input }) => port.skip(input.turnId)),
  };
}
