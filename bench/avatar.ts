/**
 * `npm run bench avatar`: frames per second of every look of the puppet at 512x512 on one core, with random continuous cues on every channel.
 * A frame counts with everything: drawing, reading back, I420 with alpha. Distinct = the whole picture (base and moving part put together) differs from all before it.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FrameCue } from '../main/contract/cues.ts';
import { emotions } from '../main/contract/speech.ts';
import { visemeCount } from '../main/contract/visemes.ts';
import { characters, type CharacterName } from '../main/engines/entries/puppet/cast/cast.ts';
import { outfitsOf } from '../main/engines/entries/puppet/cast/looks.ts';
import { createPuppetRenderer, type PuppetRenderer } from '../main/engines/entries/puppet/puppet-renderer.ts';
import { hashUnit, smoothNoise } from '../main/performance/noise.ts';
import { describeMachine, percentile, round, type BenchResult, type Goal } from './lib/bench-result.ts';
import { pastePicture } from './avatar/paste-picture.ts';

const size = 512;
const framesPerRun = 600;
const runs = 3;
/** The heap finds its size first; then memory has to stay. */
const settleFrames = 1000;
const longRunFrames = 3000;
const wantedFps = 350;
const wantedDistinctPercent = 95;
const mostGainedMiB = 64;

/** Every channel wanders by itself, as fast as in lively speech and without pause. */
function wanderingCue(frame: number, seed: number): FrameCue {
  const at = (channel: number, frames: number): number => smoothNoise(seed * 1000 + channel, frame / frames);
  const unit = (channel: number, frames: number): number => 0.5 + 0.5 * at(channel, frames);
  const raw = Array.from({ length: visemeCount }, (_, v) => Math.max(0, at(v, 2.5)) ** 2);
  const sum = raw.reduce((a, b) => a + b, 1e-9);
  return {
    frame,
    timeMs: (frame * 1000) / 30,
    visemes: raw.map((w) => w / sum),
    jaw: unit(20, 2.5),
    emotion: emotions[Math.floor(hashUnit(seed, Math.floor(frame / 60)) * emotions.length)] ?? 'neutral',
    intensity: Math.abs(Math.sin((frame / 60) * Math.PI)),
    blink: [Math.max(0, at(22, 6)), Math.max(0, at(23, 6))],
    brows: [at(24, 7), at(25, 7)],
    gaze: [at(26, 6), at(27, 6)],
    head: [at(28, 18) * 0.28, at(29, 15) * 0.2, at(30, 20) * 0.16],
    trail: [at(32, 12) * 0.1, at(33, 12) * 0.07, at(34, 12) * 0.06],
    breath: unit(31, 40),
    speaking: true,
  };
}

interface Pass {
  readonly fps: number;
  readonly costsMs: readonly number[];
}

async function timedPass(renderer: PuppetRenderer, frames: number, seed: number): Promise<Pass> {
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

async function distinctPercent(renderer: PuppetRenderer, frames: number, seed: number): Promise<number> {
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
  readonly costs: readonly number[];
  readonly distinct: number;
  readonly beforeMiB: number;
  readonly afterMiB: number;
}

async function measure(character: CharacterName, outfit: string): Promise<Measured> {
  const renderer = createPuppetRenderer({ width: size, height: size, character, outfit });
  await timedPass(renderer, 60, 1);
  const passes: Pass[] = [];
  for (let n = 0; n < runs; n++) passes.push(await timedPass(renderer, framesPerRun, n + 2));
  const fps = passes.map((p) => p.fps).sort((a, b) => a - b)[runs >> 1] ?? 0;
  const costs = passes.flatMap((p) => p.costsMs);
  renderer.restart();
  const distinct = await distinctPercent(renderer, framesPerRun, 9);
  await timedPass(renderer, settleFrames, 11);
  const beforeMiB = rssMiB();
  await timedPass(renderer, longRunFrames, 10);
  return { look: `${character} ${outfit}`, fps, costs, distinct, beforeMiB, afterMiB: rssMiB() };
}

export async function run(_args: readonly string[] = []): Promise<BenchResult> {
  const all: Measured[] = [];
  for (const character of characters) for (const outfit of outfitsOf(character)) all.push(await measure(character, outfit));
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
