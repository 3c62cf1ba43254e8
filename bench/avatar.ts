/**
 * `npm run bench avatar [-- puppet | portrait [PICTURE]]`: frames per second of a face at 512x512 on one core, with random continuous cues on every channel.
 * A frame counts with everything: drawing, reading back, I420 with alpha. Distinct = the whole picture (base and moving part put together) differs from all before it.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createPuppetRenderer } from '../main/engines/entries/puppet/puppet-renderer.ts';
import type { DrawnFrame } from '../main/engines/child/types.ts';
import type { FrameCue } from '../main/contract/cues.ts';
import { loadPortrait } from '../main/engines/entries/portrait/load-portrait.ts';
import { parsePortraitOptions } from '../main/engines/entries/portrait/options.ts';
import { createPortraitRenderer } from '../main/engines/entries/portrait/portrait-renderer.ts';
import { wanderingCue } from './avatar/wandering-cue.ts';
import { describeMachine, percentile, round, type BenchResult, type Goal } from './lib/bench-result.ts';
import { pastePicture } from './avatar/paste-picture.ts';

const size = 512;
const framesPerRun = 600;
const runs = 3;
/** The heap finds its size first; then memory has to stay. */
const settleFrames = 1000;
const longRunFrames = 3000;
const wantedFpsOf = { puppet: 130, portrait: 1000 } as const;
const wantedDistinctPercent = 95;
const mostGainedMiB = 64;

interface Face {
  render(cue: FrameCue): DrawnFrame;
  restart(): void;
}

async function createFace(name: string, picture = 'resources/portraits/yun.png'): Promise<Face> {
  if (name === 'puppet') return createPuppetRenderer({ width: size, height: size });
  const options = parsePortraitOptions({ picturePath: picture, width: size, height: size }, '.');
  if ('problem' in options) throw new Error(options.problem);
  return createPortraitRenderer(await loadPortrait(options));
}

interface Pass {
  readonly fps: number;
  readonly costsMs: readonly number[];
}

async function timedPass(renderer: Face, frames: number, seed: number): Promise<Pass> {
  const costsMs: number[] = [];
  const startedAt = performance.now();
  for (let n = 0; n < frames; n++) {
    const at = performance.now();
    renderer.render(wanderingCue(n, seed));
    costsMs.push(performance.now() - at);
    await nextTurn();
  }
  return { fps: (frames * 1000) / (performance.now() - startedAt), costsMs };
}

async function distinctPercent(renderer: Face, frames: number, seed: number): Promise<number> {
  const seen = new Set<string>();
  const whole = pastePicture(size, size);
  for (let n = 0; n < frames; n++) {
    whole.paste(renderer.render(wanderingCue(n, seed)));
    seen.add(createHash('sha1').update(whole.planes).digest('base64'));
    await nextTurn();
  }
  return (seen.size * 100) / frames;
}

const rssMiB = (): number => process.memoryUsage().rss / 2 ** 20;

export async function run(args: readonly string[] = []): Promise<BenchResult> {
  const [name = 'puppet', picture] = args;
  if (name !== 'puppet' && name !== 'portrait') throw new Error(`the faces are puppet and portrait, not ${name}`);
  const wantedFps = wantedFpsOf[name];
  const renderer = await createFace(name, picture);
  await timedPass(renderer, 60, 1);
  const passes: Pass[] = [];
  for (let n = 0; n < runs; n++) passes.push(await timedPass(renderer, framesPerRun, n + 2));
  const fps = passes.map((p) => p.fps).sort((a, b) => a - b)[runs >> 1] ?? 0;
  const costs = passes.flatMap((p) => p.costsMs);
  renderer.restart();
  const distinct = await distinctPercent(renderer, framesPerRun, 9);
  await timedPass(renderer, settleFrames, 11);
  const before = rssMiB();
  await timedPass(renderer, longRunFrames, 10);
  const after = rssMiB();
  const goals: readonly Goal[] = [
    { what: 'frames per second on one core', value: round(fps, 0), limit: `>= ${wantedFps}`, met: fps >= wantedFps },
    { what: 'distinct frames, %', value: round(distinct, 1), limit: `>= ${wantedDistinctPercent}`, met: distinct >= wantedDistinctPercent },
    {
      what: `memory gained over ${longRunFrames} frames, MiB`,
      value: round(after - before, 0),
      limit: `< ${mostGainedMiB}`,
      met: after - before < mostGainedMiB,
    },
  ];
  return {
    name: 'avatar',
    machine: describeMachine(),
    rows: [
      { figure: `${name}: frames per second, ${size}x${size}, median of ${runs} runs of ${framesPerRun}`, value: round(fps, 0) },
      { figure: 'cost of a frame p50, ms', value: round(percentile(costs, 50), 2) },
      { figure: 'cost of a frame p95, ms', value: round(percentile(costs, 95), 2) },
      { figure: `distinct frames of ${framesPerRun}, %`, value: round(distinct, 1) },
      { figure: `memory before ${longRunFrames} frames, MiB`, value: round(before, 0) },
      { figure: `memory after them, MiB`, value: round(after, 0) },
    ],
    goals,
    ok: goals.every((goal) => goal.met),
  };
}
