/** Recording during a show, the last minutes, and what lies in the folder. */
import type { StudioImplementer } from '../guarded-implementer.ts';
import type { RecordingPort } from '../recording-port.ts';

export function createRecordingHandlers(os: StudioImplementer, port: RecordingPort) {
  return {
    start: os.recording.start.handler(() => port.start()),
    stop: os.recording.stop.handler(() => port.stop()),
    saveLast: os.recording.saveLast.handler(({ input }) => port.saveLast(input.minutes)),
    setReplay: os.recording.setReplay.handler(({ input }) => port.setReplay(input.minutes)),
    list: os.recording.list.handler(() => port.list()),
    finalise: os.recording.finalise.handler(({ input }) => port.finalise(input.file)),
    remove: os.recording.remove.handler(({ input }) => port.remove(input.file)),
    reveal: os.recording.reveal.handler(({ input }) => port.reveal(input.file)),
  };
}
