/** Faults at random processes of a beacon show on air, while a real player reads it from a platform: what was promised, and what the player got. Losses are counted by the receiver only. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { beaconConfig } from '../main/app/studio-config.ts';
import type { ShowEvent } from '../main/contract/show-events.ts';
import { defaultHeartbeat } from '../main/processes/host/heartbeat.ts';
import { resolveFfmpeg } from '../main/programme/control/resolve-ffmpeg.ts';
import { nginxUnavailable } from '../tests/fixtures/nginx/start-nginx.ts';
import { describeMachine, type BenchResult } from './lib/bench-result.ts';
import { withBenchStudio } from './lib/bench-studio.ts';
import { assemble, type Story } from './lib/chaos/assemble.ts';
import { describeRows, windowsOf } from './lib/chaos/describe-rows.ts';
import { faultUnavailable } from './lib/chaos/inflict.ts';
import { atWorkTimeoutMs, runLiveShow, type LiveShow } from './lib/chaos/live-show.ts';
import { observeWindows } from './lib/chaos/observe-windows.ts';
import { parseChaosOptions } from './lib/chaos/parse-options.ts';
import { planFaults } from './lib/chaos/plan-faults.ts';
import { openRunFolder } from './lib/chaos/processes-of-run.ts';
import type { DetectionTimes } from './lib/chaos/promises.ts';
import { readSegment, type SegmentReading } from './lib/chaos/read-segment.ts';
import { faults, type PlayerSource } from './lib/chaos/words.ts';

const quietMs = 8_000;
/** The programme's watch gives an encoder that takes nothing four seconds. */
const encoderStallMs = 4_000;
const detection: DetectionTimes = {
  processMs: defaultHeartbeat.unresponsiveAfterMs + defaultHeartbeat.intervalMs,
  encoderMs: encoderStallMs + 1_000,
};
/** Beyond the plan: start, last turns, an orderly end. */
const liveSlackMs = 120_000;
/** From the request to end until everything is killed. */
const forceAfterMs = 30_000;
const aloneTimeoutMs = 10_000;

export async function run(args: string[]): Promise<BenchResult> {
  if (process.platform !== 'linux') throw new Error('the chaos bench reads /proc and sends Linux signals: run it on Linux');
  const { minutes, seed, keep } = parseChaosOptions(args, () => Math.floor(Math.random() * 2 ** 32));
  const withoutNginx = nginxUnavailable();
  const playerSource: PlayerSource = withoutNginx === null ? 'platform' : 'media-server';
  const notHere = faults.flatMap((fault) => {
    const reason = faultUnavailable(fault);
    return reason === null ? [] : [{ fault, reason }];
  });
  const notes = [
    `seed ${seed}; the same faults again: npm run chaos -- --minutes ${minutes} --seed ${seed}`,
    withoutNginx === null
      ? 'the player reads from nginx with its RTMP module, to which the studio publishes beside its own media server'
      : `the player reads from the studio's own media server, whose faults it therefore sees (${withoutNginx})`,
    ...notHere.map(({ fault, reason }) => `no fault '${fault}' here: ${reason}`),
  ];
  for (const note of notes) console.log(`  ${note}`);
  const totalMs = minutes * 60_000;
  const plan = planFaults({ seed, totalMs, quietMs, detectionMs: detection.processMs, without: notHere.map(({ fault }) => fault) });

  const stopping = new AbortController();
  const folder = openRunFolder();
  const endByForce = (why: string): never => {
    console.error(`  ${why}: what is left is killed`);
    folder.remove();
    process.exit(1);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping.signal.aborted) endByForce(`${signal} again`);
    console.log(`  ${signal}: everything is ended; once more ends it by force`);
    stopping.abort(new Error(`ended by ${signal}`));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  let tooLong = setTimeout(
    () => {
      stopping.abort(new Error('the run did not end by itself'));
      tooLong = setTimeout(() => endByForce('the studio did not end either'), forceAfterMs);
    },
    totalMs + plan.length * atWorkTimeoutMs + liveSlackMs,
  );
  try {
    const ffmpegPath = (await resolveFfmpeg()).path;
    const events: ShowEvent[] = [];
    const live = await withBenchStudio(beaconConfig, (studio) => {
      if (keep !== null) studio.onEvent((event) => events.push(event));
      const say = (line: string): void => console.log(`  ${line}`);
      return runLiveShow({ studio, plan, playerSource, ffmpegPath, dir: folder.dir, signal: stopping.signal, say });
    });
    const left = await folder.whenAlone(aloneTimeoutMs);
    clearTimeout(tooLong);

    const readings: SegmentReading[] = [];
    for (const { file } of live.log.segments) readings.push(await readSegment(file, ffmpegPath, stopping.signal));
    stopping.signal.throwIfAborted();
    const story = assemble(live.log, readings, live.watch.turns(), live.watch.clauses);
    const observed = observeWindows(story.received, windowsOf(live.startedAtMs, live.inflicted));
    const { rows, broken } = describeRows(live.startedAtMs, live.inflicted, observed, { detection, playerSource });
    if (keep !== null) keepAll(keep, live, story, events, observed);
    const doubled = observed.reduce((sum, seen) => sum + seen.doubled.length, 0);
    const goals = [
      { what: 'rows in which a promise was broken', value: broken.length, limit: '0', met: broken.length === 0 },
      { what: 'clauses heard twice', value: doubled, limit: '0', met: doubled === 0 },
      { what: 'processes left behind after the end', value: left.length, limit: '0', met: left.length === 0 },
    ];
    return {
      name: 'chaos',
      machine: describeMachine(),
      rows,
      goals,
      ok: goals.every(({ met }) => met),
      notes: [
        ...broken,
        ...notes,
        ...summaryNotes(live, story, readings),
        ...left.map(({ pid, command }) => `left behind: ${pid} ${command}`),
      ],
    };
  } finally {
    clearTimeout(tooLong);
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    folder.remove();
  }
}

function summaryNotes(live: LiveShow, story: Story, readings: readonly SegmentReading[]): readonly string[] {
  const turns = live.watch.turns();
  const failed = turns.filter(({ end }) => end === 'failed').length;
  return [
    `${turns.length} turns of three clauses said, ${failed} told as failed; ${live.inflicted.length} faults`,
    ...story.clocks.map((clock, index) => {
      const offset = readings[index]?.report?.offset;
      const sync =
        offset && offset.n > 0 ? `; A/V offset ${offset.minMs} / ${offset.medianMs} / ${offset.maxMs} ms (min, median, max)` : '';
      return `connection ${index + 1}: ${clock.samples} clauses placed, the stream fell behind by ${Math.round(clock.spreadMs)} ms in all${sync}`;
    }),
  ];
}

function keepAll(folder: string, live: LiveShow, story: Story, events: readonly ShowEvent[], observed: unknown): void {
  mkdirSync(folder, { recursive: true });
  for (const { file } of live.log.segments) copyFileSync(file, path.join(folder, path.basename(file)));
  const clauses = story.received.segments.map((segment) => segment.clauses);
  writeFileSync(path.join(folder, 'events.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  writeFileSync(
    path.join(folder, 'story.json'),
    `${JSON.stringify({ startedAtMs: live.startedAtMs, inflicted: live.inflicted, lost: story.received.lost, clauses, observed, turns: live.watch.turns() }, null, 1)}\n`,
  );
}
