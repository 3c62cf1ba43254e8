/** Voices: who speaks what, how they are set, and trying one out. */
import type { StudioImplementer } from '../guarded-implementer.ts';
import type { VoicesPort } from '../voices-port.ts';

export function createVoicesHandlers(os: StudioImplementer, port: VoicesPort) {
  return {
    list: os.voices.list.handler(() => port.list()),
    preview: os.voices.preview.handler(({ input, signal }) => port.preview(input, signal)),
    tune: os.voices.tune.handler(({ input: { tuning, ...voice } }) => port.tune(voice, tuning)),
    setDefault: os.voices.setDefault.handler(({ input }) => port.setDefault(input.lang, input.voice)),
    setAnchorVoice: os.voices.setAnchorVoice.handler(({ input }) => port.setAnchorVoice(input.choiceId, input.voice)),
    putReading: os.voices.putReading.handler(({ input }) => port.putReading(input)),
    removeReading: os.voices.removeReading.handler(({ input }) => port.removeReading(input)),
  };
}
