/** Child entry of the puppet face: options, measuring, frames. The drawing is puppet-renderer.ts. */
import type { FrameCue } from '../../../contract/cues.ts';
import { emotions } from '../../../contract/speech.ts';
import { visemeCount, visemes } from '../../../contract/visemes.ts';
import { EngineError, serveFaceEngine, type LoadedFace } from '../../child/serve-engine.ts';
import { parsePuppetOptions } from './options.ts';
import { createPuppetRenderer, type PuppetRenderer } from './puppet-renderer.ts';

/** All expressions, and enough of them that the drawing code has been compiled before somebody watches. */
const warmUpFrames = 72;

serveFaceEngine({
  async load(spec): Promise<LoadedFace> {
    const options = parsePuppetOptions(spec.options);
    if ('problem' in options) throw new EngineError('bad-options', options.problem);
    const renderer = createPuppetRenderer(options);
    const costMsPerFrame = await measure(renderer);
    return {
      signature: {
        kind: 'face',
        width: options.width,
        height: options.height,
        format: 'i420a',
        visemes,
        emotions,
        lookaheadMs: 0,
        batch: 4,
        needsPcm: false,
        costMsPerFrame,
      },
      async frames(cues, emit) {
        for (const cue of cues) {
          const frame = renderer.render(cue);
          try {
            await emit(cue, frame);
          } catch (error) {
            // The receiver did not get this frame, so it must not be the base of the next one.
            renderer.restart();
            throw error;
          }
        }
      },
      connected: () => renderer.restart(),
      unload: () => undefined,
    };
  },
});

/** Median of frames that move everything. The event loop gets its turn after each: the canvas frees its memory then. */
async function measure(renderer: PuppetRenderer): Promise<number> {
  const costs: number[] = [];
  for (let n = 0; n < warmUpFrames; n++) {
    const started = performance.now();
    renderer.render(warmUpCue(n));
    costs.push(performance.now() - started);
    await new Promise((resolve) => setImmediate(resolve));
  }
  renderer.restart();
  costs.sort((a, b) => a - b);
  return Math.round((costs[costs.length >> 1] ?? 0) * 100) / 100;
}

function warmUpCue(n: number): FrameCue {
  const wave = Math.sin(n * 0.9);
  return {
    frame: n,
    timeMs: (n * 1000) / 30,
    visemes: Array.from({ length: visemeCount }, (_, i) => (i === n % visemeCount ? 1 : 0)),
    jaw: Math.abs(wave),
    emotion: emotions[n % emotions.length] ?? 'neutral',
    intensity: Math.abs(wave),
    blink: [Math.max(0, wave), Math.max(0, -wave)],
    brows: [wave * 0.5, wave * 0.5],
    gaze: [wave * 0.3, 0],
    head: [wave * 0.1, wave * 0.05, wave * 0.05],
    breath: Math.abs(wave),
    speaking: true,
  };
}
