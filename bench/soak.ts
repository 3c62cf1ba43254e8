/**
 * `npm run soak -- --minutes 30`: a beacon show with turns, swaps and failing platforms, judged by what a viewer received, and watched for what grows. Tables on
 * stdout, out/soak/soak.json and soak.png; not zero when a bound is broken. Ctrl-C ends it in order, with the report so far.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describeMachine, type BenchResult } from './lib/bench-result.ts';
import { drawSoak } from './lib/soak/draw-plot.ts';
import { parseSoakOptions } from './lib/soak/parse-options.ts';
import { reportSoak } from './lib/soak/report.ts';
import { runSoak } from './lib/soak/run-soak.ts';

export async function run(args: string[]): Promise<BenchResult> {
  if (process.platform !== 'linux') throw new Error('the soak reads /proc and sends Linux signals: run it on Linux');
  const { minutes, preset, outDir } = parseSoakOptions(args);
  const stopping = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    console.log(
      stopping.signal.aborted ? `  ${signal} again: the show is being ended` : `\n  ${signal}: everything is ended, and the report follows`,
    );
    stopping.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const soak = await runSoak({ minutes, preset, signal: stopping.signal, say: (line) => console.log(`  ${line}`) });
    const report = reportSoak(soak);
    const result = {
      name: 'soak',
      machine: describeMachine(),
      rows: report.byProcess,
      goals: report.goals,
      ok: report.goals.every(({ met }) => met),
      notes: report.notes,
    };
    console.table(report.overTime);
    mkdirSync(outDir, { recursive: true });
    const lasted = Math.round((soak.endedAtMs - soak.startedAtMs) / 6_000) / 10;
    const title = `Soak, ${lasted} minutes at ${preset}, ${new Date(soak.startedAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC: ${result.ok ? 'every bound held' : `${report.goals.filter(({ met }) => !met).length} bound(s) broken`}`;
    writeFileSync(path.join(outDir, 'soak.png'), drawSoak(soak, title));
    writeFileSync(
      path.join(outDir, 'soak.json'),
      `${JSON.stringify({ ...result, overTime: report.overTime, growth: report.growth, run: soak }, null, 1)}\n`,
    );
    console.log(`  drawn to ${path.join(outDir, 'soak.png')}, every sample in soak.json`);
    return result;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}
