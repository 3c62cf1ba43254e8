/** Child entry of the voice gate: sound in, utterances out. */
import { join } from 'node:path';
import { distMainDir } from '../../kernel/shipped-files.ts';
import { serveProcess } from '../../processes/child/serve-process.ts';
import type { GateFeed } from '../protocol/voice-gate.ts';
import { createListener } from './listen.ts';
import { loadSilero } from './load-silero.ts';

/** Written by the build beside the entries. */
const modelPath = join(distMainDir(), 'voice-gate', 'silero_vad_v6.onnx');

serveProcess(async () => {
  const silero = await loadSilero(modelPath);
  const listener = createListener(silero);
  return {
    methods: {
      feed: (piece: GateFeed) => listener.feed(piece),
      flush: () => listener.flush(),
    },
    onStop: () => silero.close(),
  };
});
