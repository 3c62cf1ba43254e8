/**
 * `npm run bench avatar [-- portrait [PICTURE]]`: frames per second at 512x512 on one core, with random continuous cues on every channel: of every look of
 * the puppet, or of a portrait.
 * A frame counts with everything: drawing, reading back, I420 with alpha. Processor time is printed beside the time on the clock: on a busy machine it
 * says more. Distinct = the whole picture (base and moving part put together) differs from all before it.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FrameCue } from '../main/contract/cues.ts';
import type { DrawnFrame } from '../main/engines/child/types.ts';
import { loadPortrait } from '../main/engines/entries/portrait/load-portrait.ts';
import { parsePortraitOptions } from '../main/engines/entries/portrait/options.ts';
import { createPortraitRenderer } from '../main/engines/entries/portrait/portrait-renderer.ts';
import { characters } from '../main/engines/entries/puppet/cast/cast.ts';
import { outfitsOf } from '../main/engines/entries/puppet/cast/looks.ts';
import { createPuppetRenderer } from '../main/engines/entries/puppet/puppet-renderer.ts';
import { describeMachine, percentile, round, type BenchResult, type Goal } from './lib/bench-result.ts';
import { pastePicture } from './avatar/paste-picture.ts';
import { wanderingCue } from './avatar/wandering-cue.ts';

const size = 512;
const framesPerRun = 600;
const runs = 3;
/** The heap finds its size first; then memory has to stay. */
const settleFrames = 1000;
const longRunFrames = 3000;
const wantedFpsOf = { puppet: 350, portrait: 1000 } as const;
const wantedDistinctPercent = 95;
const mostGainedMiB = 64;

interface Face {
  render(cue: FrameCue): DrawnFrame;
  /** The next picture is a whole one. */
  restart(): void;
}

interface NamedFace {
  readonly name: string;
  readonly create: () => Promise<Face>;
}

/** Without a name: every look of the puppet. */
function facesOf([kind, picture = 'resources/portraits/yun.png']: readonly string[]): {
  readonly faces: readonly NamedFace[];
  readonly wantedFps: number;
} {
  if (kind === 'portrait') {
    const options = parsePortraitOptions({ picturePath: picture, width: size, height: size }, '.');
    if ('problem' in options) throw new Error(options.problem);
    return {
      faces: [{ name: picture, create: async () => createPortraitRenderer(await loadPortrait(options)) }],
      wantedFps: wantedFpsOf.portrait,
    };
  }
  if (kind !== undefined && kind !== 'puppet') throw new Error(`the faces are puppet and portrait, not ${kind}`);
  const faces = characters.flatMap((character) =>
    outfitsOf(character).map((outfit): NamedFace => ({
      name: `${character} ${outfit}`,
      create: () => Promise.resolve(createPuppetRenderer({ width: size, height: size, character, outfit })),
    })),
  );
  return { faces, wantedFps: wantedFpsOf.puppet };
}

interface Pass {
  readonly fps: number;
  /** Of the process, all of its threads. */
  readonly processorMs: number;
  readonly costsMs: readonly number[];
}

async function timedPass(renderer: Face, frames: number, seed: number): Promise<Pass> {
  const costsMs: number[] = [];
  const startedAt = performance.now();
  const before = process.cpuUsage();
  for (let n = 0; n < frames; n++) {
    const at = performance.now();
    renderer.render(wanderingCue(n, seed));
    costsMs.push(performance.now() - at);
    await nextTurn();
  }
  const { user, system } = process.cpuUsage(before);
  return { fps: (frames * 1000) / (performance.now() - startedAt), processorMs: (user + system) / 1000 / frames, costsMs };
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

interface Measured {
  readonly look: string;
  readonly fps: number;
  readonly processorMs: number;
  readonly costs: readonly number[];
  readonly distinct: number;
  readonly beforeMiB: number;
  readonly afterMiB: number;
}

async function measure({ name, create }: NamedFace): Promise<Measured> {
  const renderer = await create();
  await timedPass(renderer, 60, 1);
  const passes: Pass[] = [];
  for (let n = 0; n < runs; n++) passes.push(await timedPass(renderer, framesPerRun, n + 2));
  const fps = passes.map((p) => p.fps).sort((a, b) => a - b)[runs >> 1] ?? 0;
  const processorMs = passes.map((p) => p.processorMs).sort((a, b) => a - b)[runs >> 1] ?? 0;
  const costs = passes.flatMap((p) => p.costsMs);
  renderer.restart();
  const distinct = await distinctPercent(renderer, framesPerRun, 9);
  await timedPass(renderer, settleFrames, 11);
  const beforeMiB = rssMiB();
  await timedPass(renderer, longRunFrames, 10);
  return { look: name, fps, processorMs, costs, distinct, beforeMiB, afterMiB: rssMiB() };
}

export async function run(args: readonly string[] = []): Promise<BenchResult> {
  const { faces, wantedFps } = facesOf(args);
  const all: Measured[] = [];
  for (const face of faces) all.push(await measure(face));
  const slowest = Math.min(...all.map(({ fps }) => fps));
  const distinct = Math.min(...all.map((m) => m.distinct));
  const gained = Math.max(...all.map((m) => m.afterMiB - m.beforeMiB));
  const goals: readonly Goal[] = [
    {
      what: 'frames per second on one core, of the slowest look',
      value: round(slowest, 0),
      limit: `>= ${wantedFps}`,
      met: slowest >= wantedFps,
    },
    {
      what: 'distinct frames, %, at least',
      value: round(distinct, 1),
      limit: `>= ${wantedDistinctPercent}`,
      met: distinct >= wantedDistinctPercent,
    },
    {
      what: `memory gained over ${longRunFrames} frames, MiB, at most`,
      value: round(gained, 0),
      limit: `< ${mostGainedMiB}`,
      met: gained < mostGainedMiB,
    },
  ];
  const rows = all.flatMap((m) => [
    { figure: `${m.look}: frames per second, ${size}x${size}, median of ${runs} runs of ${framesPerRun}`, value: round(m.fps, 0) },
    {
      figure: `${m.look}: processor time of a frame, ms; frames in a second of it`,
      value: `${round(m.processorMs, 2)}; ${round(1000 / m.processorMs, 0)}`,
    },
    {
      figure: `${m.look}: cost of a frame p50 / p95, ms`,
      value: `${round(percentile(m.costs, 50), 2)} / ${round(percentile(m.costs, 95), 2)}`,
    },
    { figure: `${m.look}: distinct frames of ${framesPerRun}, %`, value: round(m.distinct, 1) },
    {
      figure: `${m.look}: memory before and after ${longRunFrames} frames, MiB`,
      value: `${round(m.beforeMiB, 0)} / ${round(m.afterMiB, 0)}`,
    },
  ]);
  return { name: 'avatar', machine: describeMachine(), rows, goals, ok: goals.every((goal) => goal.met) };
}
