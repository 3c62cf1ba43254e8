/** Child entry of the portrait face: options, picture, measuring, frames. The drawing is portrait-renderer.ts. */
import type { FrameCue } from '../../../contract/cues.ts';
import { emotions } from '../../../contract/speech.ts';
import { visemeCount, visemes } from '../../../contract/visemes.ts';
import { EngineError, serveFaceEngine, type LoadedFace } from '../../child/serve-engine.ts';
import { PictureError } from '../../../portraits/pictures/picture-error.ts';
import { loadPortrait } from './load-portrait.ts';
import { mouthRect } from './mouth-rect.ts';
import { parsePortraitOptions } from './options.ts';
import { createPortraitRenderer, type PortraitRenderer } from './portrait-renderer.ts';

const warmUpFrames = 72;

serveFaceEngine({
  async load(spec): Promise<LoadedFace> {
    const options = parsePortraitOptions(spec.options, spec.resourcesDir);
    if ('problem' in options) throw new EngineError('bad-options', options.problem);
    const portrait = await loadPortrait(options).catch((error: unknown) => {
      if (error instanceof PictureError) throw new EngineError(error.code, error.message, { cause: error, detail: { words: error.words } });
      throw error;
    });
    const renderer = createPortraitRenderer(portrait);
    const costMsPerFrame = measure(renderer);
    return {
      signature: {
        kind: 'face',
        width: options.width,
        height: options.height,
        format: 'i420a',
        visemes,
        emotions,
        mouth: mouthRect(portrait.landmarks, options.width, options.height),
        lookaheadMs: 0,
        batch: 4,
        needsPcm: false,
        costMsPerFrame,
      },
      async frames(cues, emit) {
        for (const cue of cues) {
          try {
            await emit(cue, renderer.render(cue));
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

/** Median of frames that move everything. */
function measure(renderer: PortraitRenderer): number {
  const costs: number[] = [];
  for (let n = 0; n < warmUpFrames; n++) {
    const started = performance.now();
    renderer.render(warmUpCue(n));
    costs.push(performance.now() - started);
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
    gaze: [0, 0],
    head: [wave * 0.1, wave * 0.05, wave * 0.05],
    breath: Math.abs(wave),
    speaking: true,
  };
}
