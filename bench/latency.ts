/**
 * Chat line to the first audible sound of its ANSWER, with moving lips, handed to the encoder: embedded engines, and the same with a language
 * model that takes 500 ms to begin. Audible (-40 dBFS) and moving (drawn for this frame, not at rest) are found by the programme in what it sends.
 */
import process from 'node:process';
import type { Studio } from '../main/app/create-studio.ts';
import { defaultConfig, type StudioConfig } from '../main/app/studio-config.ts';
import { isTerminalTurn, type ShowEvent } from '../main/contract/show-events.ts';
import { withBenchStudio } from './lib/bench-studio.ts';
import { describeMachine, percentile, round, type BenchResult, type Goal } from './lib/bench-result.ts';
import { chatLines } from './lib/lines.ts';

const goalMs = 150;
const warmUpLines = 6;

/** Wall-clock ms of each station of one line. */
interface Stations {
  said: number;
  firstClause: number;
  firstSample: number;
  audible: number;
  heard: number;
  lipsMoving: boolean;
  /** From the cancel in mid-speech to silence handed to the encoder. */
  silentAfterMs: number;
}

export async function run(args: string[]): Promise<BenchResult> {
  const lines = Number(args[args.indexOf('--n') + 1] || 50) || 50;
  const rows: Record<string, number | string>[] = [];
  const goals: Goal[] = [];
  for (const delayMs of [0, 500]) {
    const measured = await measure(lines, delayMs);
    const total = measured.map((line) => line.heard - line.said - delayMs);
    const toClause = measured.map((line) => line.firstClause - line.said - delayMs);
    const toSample = measured.map((line) => line.firstSample - line.firstClause);
    const toVoice = measured.map((line) => line.audible - line.firstSample);
    const toLips = measured.map((line) => line.heard - line.audible);
    const label = delayMs === 0 ? 'embedded engines' : `model delayed by ${delayMs} ms (delay taken off)`;
    for (const [stage, values] of [
      ['line -> first clause (model, split, language, moderation, expression)', toClause],
      ['first clause -> first sample at the encoder (voice, playout, face)', toSample],
      ['first sample -> first audible sound', toVoice],
      ['first audible sound -> with moving lips', toLips],
      ['line -> audible answer with moving lips', total],
      ['cancel in mid-speech -> silence at the encoder', measured.map((line) => line.silentAfterMs)],
    ] as const) {
      rows.push({
        case: label,
        stage,
        n: values.length,
        'p50 ms': round(percentile(values, 50)),
        'p95 ms': round(percentile(values, 95)),
        'max ms': round(Math.max(...values)),
      });
    }
    const p95 = percentile(total, 95);
    goals.push({ what: `p95, ${label}`, value: round(p95), limit: `<= ${goalMs}`, met: p95 <= goalMs });
    const still = measured.filter((line) => !line.lipsMoving).length;
    goals.push({
      what: `lines whose lips stayed still, ${label}`,
      value: still,
      limit: '0',
      met: still === 0,
    });
    goals.push({ what: `lines answered, ${label}`, value: measured.length, limit: `${lines}`, met: measured.length === lines });
  }
  return { name: 'latency', machine: describeMachine(), rows, goals, ok: goals.every((goal) => goal.met) };
}

async function measure(lines: number, delayMs: number): Promise<Stations[]> {
  const config: StudioConfig = {
    ...defaultConfig,
    slots: defaultConfig.slots.map((slot) => (slot.slotId === 'llm' ? { ...slot, options: { ...slot.options, delayMs } } : slot)),
  };
  return withBenchStudio(config, async (studio) => {
    await studio.startShow({ preset: '720p', record: false, destinations: [] });
    const measured: Stations[] = [];
    for (let index = 0; index < lines + warmUpLines; index += 1) {
      const stations = await oneLine(studio, chatLines[index % chatLines.length]?.text ?? '', process.hrtime());
      if (index >= warmUpLines && stations) measured.push(stations);
      if (process.env['BENCH_TRACE'] && stations)
        console.log(
          `${stations.firstClause - stations.said - delayMs} + ${stations.firstSample - stations.firstClause} + ${stations.audible - stations.firstSample} + ${stations.heard - stations.audible} ms  ${chatLines[index % chatLines.length]?.text ?? ''}`,
        );
    }
    return measured;
  });
}

/** Says one line, waits for its first sound, then cancels the rest and lets the show come to rest at an odd moment of the frame clock. */
async function oneLine(studio: Studio, text: string, seed: [number, number]): Promise<Stations | undefined> {
  const stations: Stations = { said: 0, firstClause: 0, firstSample: 0, audible: 0, heard: 0, lipsMoving: false, silentAfterMs: 0 };
  let turnId = '';
  await new Promise<void>((resolve) => {
    const stop = studio.onEvent((event: ShowEvent) => {
      if (!('turnId' in event) || event.turnId !== turnId) return;
      if (event.type === 'clause' && stations.firstClause === 0) stations.firstClause = event.atMs;
      if (event.type === 'speech-started' && stations.firstSample === 0) stations.firstSample = event.heardAtMs;
      if (event.type === 'speech-heard' && stations.heard === 0) {
        stations.audible = event.heardAtMs;
        stations.lipsMoving = event.lipsAtMs !== null;
        stations.heard = event.lipsAtMs ?? event.heardAtMs;
      }
      const over = event.type === 'turn' && isTerminalTurn(event.state);
      if (stations.heard > 0 || over) {
        stop();
        resolve();
      }
    });
    stations.said = Date.now();
    const result = studio.say({ author: 'bench', text });
    if (result.accepted) turnId = result.turnId;
    else resolve();
  });
  stations.silentAfterMs = (await studio.cancel()).silentAfterMs;
  // the next line must not always meet the same phase of a frame
  await new Promise((resolve) => setTimeout(resolve, 300 + ((seed[1] / 1000) % 97)));
  return stations.heard > 0 ? stations : undefined;
}
