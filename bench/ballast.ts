/**
 * A model that is heavy to load (20 s, 2 GiB, every core busy) is swapped in while the anchor speaks. What the audience could notice: late frames,
 * and the first sound of the answers that are given meanwhile, set against those of the same show before it.
 */
import { defaultConfig } from '../main/app/studio-config.ts';
import type { Studio } from '../main/app/create-studio.ts';
import { withBenchStudio } from './lib/bench-studio.ts';
import { describeMachine, percentile, round, type BenchResult } from './lib/bench-result.ts';
import { createTurnStream, type TurnTime } from './lib/turn-stream.ts';

const warmUpTurns = 8;
const turnsBefore = 40;

export async function run(args: string[]): Promise<BenchResult> {
  const loadMs = Number(args[args.indexOf('--load-ms') + 1] || 20_000) || 20_000;
  return withBenchStudio({ ...defaultConfig, swapPolicy: { watchMs: 2_000, drainMs: 10_000 } }, async (studio) => {
    await studio.startShow({ preset: '720p', record: false, destinations: [] });
    const own = studio.engines.addChoice({ engineId: 'ballast', title: 'ballast', options: { loadMs } });
    if (!own.done) throw new Error(own.words.en);
    // whole answers: frames are late, or not, while somebody speaks
    const stream = createTurnStream(studio, { speakMs: 1_500 });
    for (let turn = 0; turn < warmUpTurns; turn += 1) await stream.next();
    stream.start();
    await stream.turns(turnsBefore);
    const lateBefore = lateFrames(studio);
    const fromMs = Date.now();
    const answer = studio.engines.swap({ slotId: 'llm', choiceId: own.choiceId, mode: 'beside', reason: 'bench' }, 'bench');
    if (!answer.accepted) throw new Error(answer.words.en);
    await watching(studio, answer.swapId);
    const untilMs = Date.now();
    // the programme tells its count every two seconds
    await stream.turns(2);
    const late = lateFrames(studio) - lateBefore;
    const { memory } = studio.snapshot().models;
    await stream.stop();
    const latency = ({ saidAtMs, heardAtMs }: TurnTime): number => heardAtMs - saidAtMs;
    const before = stream.times.slice(warmUpTurns).filter(({ heardAtMs }) => heardAtMs < fromMs);
    const during = stream.times.filter(({ saidAtMs }) => saidAtMs >= fromMs && saidAtMs < untilMs);
    const row = (what: string, times: readonly TurnTime[]): Record<string, number | string> => ({
      what,
      turns: times.length,
      'p50 ms': round(percentile(times.map(latency), 50)),
      'p95 ms': round(percentile(times.map(latency), 95)),
      'max ms': round(Math.max(...times.map(latency))),
    });
    const silent = stream.silent.length;
    return {
      name: 'ballast',
      machine: describeMachine(),
      rows: [row('turns before', before), row('turns while it loads and is tried out', during)],
      goals: [
        { what: 'late frames while speaking, during the load', value: late, limit: '0', met: late === 0 },
        { what: 'turns without a sound', value: silent, limit: '0', met: silent === 0 },
      ],
      ok: late === 0 && silent === 0,
      notes: [
        `from the request to the switch ${round((untilMs - fromMs) / 1000)} s; engines held ${round(memory.usedBytes / 2 ** 20, 0)} MiB then`,
        `frames late while speaking before it, in the same show: ${lateBefore}`,
      ],
    };
  });
}

const lateFrames = (studio: Studio): number => studio.snapshot().show.framesHeldSpeaking;

function watching(studio: Studio, swapId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const { slots, receipts } = studio.snapshot().models;
      const over = receipts.find((receipt) => receipt.swapId === swapId);
      const slot = slots.find(({ slotId }) => slotId === 'llm');
      if (!over && slot?.phase !== 'watching') return;
      stop();
      if (over && over.outcome !== 'switched') reject(new Error(over.words?.en ?? over.outcome));
      else resolve();
    };
    const stop = studio.onChange(look);
    look();
  });
}
