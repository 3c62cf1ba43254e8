/** `--swaps`: meanwhile faces, voices and models are swapped without a pause, every second swap a face. A beacon show received over RTMP by a player and judged by `vanchor verify`: turns lost or doubled, gaps, and the offset of sound and picture. Losses are counted by the receiver, never by the sender. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { beaconConfig } from '../main/app/studio-config.ts';
import { runVerify } from '../main/cli/verify-command.ts';
import { beaconTurnText } from '../main/contract/beacon.ts';
import { isTerminalTurn } from '../main/contract/show-events.ts';
import { resolveFfmpeg } from '../main/programme/control/resolve-ffmpeg.ts';
import { swapOverAndOver } from './lib/swap-over-and-over.ts';
import { withBenchStudio } from './lib/bench-studio.ts';
import { describeMachine, type BenchResult } from './lib/bench-result.ts';

/** The player has to be there before the first turn. */
const joinMs = 4_000;

export async function run(args: string[]): Promise<BenchResult> {
  const seconds = Number(args[args.indexOf('--seconds') + 1] || 60) || 60;
  const preset = args.includes('--vertical') ? '720p-vertical' : '720p';
  const swapping = args.includes('--swaps');
  return withBenchStudio({ ...beaconConfig, swapPolicy: { watchMs: 300 } }, async (studio, dataDir) => {
    await studio.startShow({ preset, record: false, destinations: [] });
    const report = path.join(dataDir, 'verify.json');
    const verdict = runVerify([studio.snapshot().show.rtmpUrl ?? '', '--seconds', String(seconds), '--json', report], {
      out: (text) => process.stdout.write(text),
      err: (text) => process.stderr.write(text),
      findFfmpeg: async () => (await resolveFfmpeg()).path,
    });
    await new Promise((resolve) => setTimeout(resolve, joinMs));
    const until = performance.now() + (seconds - joinMs / 1000 - 6) * 1000;
    let turns = 0;
    const swaps = swapping ? swapOverAndOver(studio, () => performance.now() < until) : undefined;
    while (performance.now() < until) {
      turns += 1;
      const outcome = studio.say({ author: 'bench', text: beaconTurnText(turns, 3) });
      if (!outcome.accepted) throw new Error(outcome.reason.en);
      await new Promise<void>((resolve) => {
        const stop = studio.onEvent((event) => {
          if (event.type !== 'turn' || event.turnId !== outcome.turnId || !isTerminalTurn(event.state)) return;
          stop();
          resolve();
        });
      });
    }
    const code = await verdict;
    const swapped = (await swaps) ?? {};
    const { held, skipped } = (({ framesHeldSpeaking, framesSkipped }) => ({ held: framesHeldSpeaking, skipped: framesSkipped }))(
      studio.snapshot().show,
    );
    const json = JSON.parse(readFileSync(report, 'utf8')) as Record<string, unknown>;
    return {
      name: 'beacon',
      machine: describeMachine(),
      rows: [
        {
          preset,
          seconds,
          'turns said': turns,
          ...Object.fromEntries(Object.entries(swapped).map(([slotId, count]) => [`swaps of ${slotId}`, count])),
          verdict: code === 0 ? 'nothing lost, doubled or cut; offset constant' : `problems (${code})`,
          'held while speaking': held,
          'skipped by the clock': skipped,
        },
      ],
      ...(swapping
        ? {
            goals: [
              {
                what: 'face swaps',
                value: swapped['face'] ?? 0,
                limit: '>= 50',
                met: (swapped['face'] ?? 0) >= 50,
              },
            ],
          }
        : {}),
      ok: code === 0,
      notes: [JSON.stringify(json).slice(0, 1200)],
    };
  });
}
