/** `npm run demo`: the main job without a hand on the mouse. The whole app in real Electron goes live to the local media server, is typed a dozen lines, records, ends by itself and leaves out/demo/. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describeMachine, percentile, round, type BenchResult } from './lib/bench-result.ts';
import { driveApp, isEvent } from './lib/drive-app.ts';
import { chatLines } from './lib/lines.ts';
import { readProcesses, treeOf } from './lib/process-tree.ts';
import { withDisplay } from './lib/with-display.ts';
import { isTerminalTurn } from '../main/contract/show-events.ts';
import { isFragmented } from '../main/recording/inspect-part.ts';
import { resolveFfmpeg } from '../main/programme/control/resolve-ffmpeg.ts';

const frameCount = 8;
const breathMs = 400;
const say = (text: string): void => console.log(`  ${text}`);

export async function run(): Promise<BenchResult> {
  const outDir = path.resolve('out/demo');
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  return withDisplay(async () => {
    const launchedAt = Date.now();
    const driven = await driveApp({ rootDir: process.cwd() });
    try {
      const { page } = driven;
      await page.getByTestId('go-live').waitFor({ timeout: 30_000 });
      say(`the studio is open (${round((Date.now() - launchedAt) / 1000)} s)`);
      if (
        (await page.getByTestId('record-switch').getAttribute('aria-checked')) !== 'true' &&
        !(await page.getByTestId('record-switch').isChecked())
      ) {
        await page.getByTestId('record-switch').setChecked(true, { force: true });
      }
      await page.getByTestId('go-live').click();
      const onAir = await driven.waitForEvent(
        isEvent('show', (event) => event.state === 'on-air'),
        30_000,
      );
      say(`on air (preview ${onAir.previewUrl ?? '?'}, RTMP ${onAir.rtmpUrl ?? '?'})`);
      let spoken = 0;
      for (const [index, line] of chatLines.entries()) {
        await page.getByTestId('composer-input').fill(line.text);
        await page.getByTestId('composer-input').press('Enter');
        const turn = await driven.waitForEvent(
          isEvent('turn', (event) => event.text === line.text && event.state !== 'queued'),
          20_000,
        );
        const end = await driven.waitForEvent(
          isEvent('turn', (event) => event.turnId === turn.turnId && isTerminalTurn(event.state)),
          60_000,
        );
        if (end.state === 'ended') spoken += 1;
        // the anchor takes a breath between two turns; a line that comes into it would be timed with the breath
        await page.waitForTimeout(breathMs);
        say(`${String(index + 1).padStart(2)} ${line.text}  ->  ${end.state}`);
        if (index === 5) await page.screenshot({ path: path.join(outDir, 'window.png') });
      }
      const processes = readProcesses(treeOf(driven.mainPid));
      const held = Number(await page.getByTestId('frames-held').textContent());
      const skipped = Number(await page.getByTestId('frames-skipped').textContent());
      await page.getByTestId('stop-show').click();
      await page.getByTestId('stop-confirm').click();
      await driven.waitForEvent(
        isEvent('show', (event) => event.state === 'off'),
        30_000,
      );
      const events = driven.events();
      const recording = events.findLast((event) => event.type === 'recording' && event.state === 'stopped');
      if (recording?.type !== 'recording' || !existsSync(recording.path)) throw new Error('the show was not recorded');
      // it is finished beside everything else
      while (await isFragmented(recording.path)) await page.waitForTimeout(200);
      const video = path.join(outDir, 'demo.mp4');
      copyFileSync(recording.path, video);
      const { path: ffmpeg } = await resolveFfmpeg();
      const firstMs = events.find((event) => event.type === 'show' && event.state === 'on-air')?.atMs ?? 0;
      // frames from the middle of clauses, so that a mouth is seen speaking
      const moments = events.flatMap((event) => (event.type === 'speech-started' ? [(event.atMs - firstMs) / 1000 + 0.4] : []));
      for (let index = 0; index < frameCount; index += 1) {
        const at = moments[Math.floor(((index + 0.5) * moments.length) / frameCount)] ?? index;
        execFileSync(ffmpeg, [
          '-v',
          'error',
          '-y',
          '-ss',
          at.toFixed(2),
          '-i',
          video,
          '-frames:v',
          '1',
          path.join(outDir, `frame-${index + 1}.png`),
        ]);
      }
      const latencies = firstWordLatencies(events);
      const report = {
        at: new Date().toISOString(),
        machine: describeMachine(),
        lines: chatLines.length,
        spoken,
        chatLineToFirstSoundMs: {
          n: latencies.length,
          p50: percentile(latencies, 50),
          p95: percentile(latencies, 95),
          max: Math.max(...latencies),
        },
        frames: { heldWhileSpeaking: held, skippedByClock: skipped },
        recording: { file: 'demo.mp4', bytes: statSync(video).size },
        processes: processes.map((reading) => ({
          pid: reading.pid,
          command: shortCommand(reading.command),
          pssMiB: round(reading.pssBytes / 2 ** 20),
        })),
        pssSumMiB: round(processes.reduce((sum, reading) => sum + reading.pssBytes, 0) / 2 ** 20),
      };
      writeFileSync(path.join(outDir, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
      const goals = [
        { what: 'lines spoken', value: spoken, limit: `${chatLines.length}`, met: spoken === chatLines.length },
        { what: 'frames held while speaking', value: held, limit: '0', met: held === 0 },
      ];
      return {
        name: 'demo',
        machine: report.machine,
        rows: [
          {
            lines: report.lines,
            spoken,
            'first sound p50 ms': report.chatLineToFirstSoundMs.p50,
            'p95 ms': report.chatLineToFirstSoundMs.p95,
            held,
            skipped,
            'PSS MiB': report.pssSumMiB,
            processes: processes.length,
          },
        ],
        goals,
        ok: spoken === chatLines.length,
        notes: [`look at ${path.relative(process.cwd(), outDir)}/ (demo.mp4, frame-1..${frameCount}.png, window.png, report.json)`],
      };
    } finally {
      await driven.close();
    }
  });
}

/** From the moment that the line was accepted to the first audible sound of its answer, with moving lips, handed to the encoder. */
function firstWordLatencies(events: ReturnType<Awaited<ReturnType<typeof driveApp>>['events']>): number[] {
  const queued = new Map<string, number>();
  const latencies: number[] = [];
  for (const event of events) {
    if (event.type === 'turn' && event.state === 'queued') queued.set(event.turnId, event.atMs);
    if (event.type === 'speech-heard') {
      const from = queued.get(event.turnId);
      if (from !== undefined) latencies.push((event.lipsAtMs ?? event.heardAtMs) - from);
      queued.delete(event.turnId);
    }
  }
  return latencies;
}

function shortCommand(command: string): string {
  const type = /--type=(\S+)/.exec(command)?.[1];
  return type ? `electron ${type}` : path.basename(command.split(' ')[0] ?? '');
}
