/**
 * A beacon show that goes on and on: turns without end, swaps of every kind, a platform that fails and comes back, a viewer at another platform. Touches the world
 * and gives what was seen; what is allowed is decided in `report.ts`.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { beaconConfig } from '../../../main/app/studio-config.ts';
import type { VideoPreset } from '../../../main/contract/media.ts';
import { resolveFfmpeg } from '../../../main/programme/control/resolve-ffmpeg.ts';
import { nginxUnavailable } from '../../../tests/fixtures/nginx/start-nginx.ts';
import { withBenchStudio } from '../bench-studio.ts';
import { openRunFolder } from '../chaos/processes-of-run.ts';
import { createDestinationWatch, judgeReturn, type DestinationFailure } from './destination-watch.ts';
import { clausesPerTurn, feedTurns, type FedTurn } from './feed-turns.ts';
import { judgeReceived, type ReceivedVerdict } from './judge-received.ts';
import { faults, startPlatform, streamKey, type Platform } from './platform.ts';
import { sampleShow, type ShowSample } from './sample-show.ts';
import { swapRound, type SwapDone } from './swap-rounds.ts';
import { startViewer } from './viewer.ts';

export interface SoakRunOptions {
  readonly minutes: number;
  readonly preset: VideoPreset;
  /** Ends the run in order, with what was seen so far. */
  readonly signal: AbortSignal;
  /** A line of progress. */
  readonly say: (line: string) => void;
}
export interface SoakRun {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly ended: 'as planned' | 'interrupted';
  readonly samples: readonly ShowSample[];
  readonly swaps: readonly SwapDone[];
  readonly failures: readonly DestinationFailure[];
  /** States of the steady destination after it was live first. */
  readonly steadyChanges: readonly string[];
  readonly turns: readonly FedTurn[];
  readonly received: ReceivedVerdict;
  readonly leftBehind: readonly string[];
  readonly notes: readonly string[];
}

const joinMs = 4_000;
const lastTurnsMs = 30_000;
/** What was handed to the encoder reaches the viewer within this. */
const flushMs = 3_000;
/** What has been received and waits to be measured. */
const measuredMs = 180_000;
const comeBackMs = 60_000;
const aloneTimeoutMs = 15_000;
/**
 * Swaps of every kind fill this share of the run, and no more than these minutes of a long one. From then on each is taken back: the studio goes on swapping, and the
 * engines that are there by then stay to the end. What grows in a process is told from many minutes of one, not from its first ones.
 */
const everyKindShare = 0.4;
const everyKindMostMs = 6 * 60_000;

export async function runSoak(options: SoakRunOptions): Promise<SoakRun> {
  const { minutes, preset, signal, say } = options;
  const totalMs = minutes * 60_000;
  const between = (share: number, least: number, most: number): number => Math.min(most, Math.max(least, totalMs / share));
  const [sampleMs, swapMs, failMs] = [between(180, 2_000, 10_000), between(150, 6_000, 10_000), between(12, 12_000, 120_000)];
  const outageMs = between(20, 4_000, 15_000);
  const withoutNginx = nginxUnavailable();
  const folder = openRunFolder();
  const platforms: Platform[] = [];
  const rest = (ms: number): Promise<void> => delay(ms, signal);

  try {
    const ffmpegPath = (await resolveFfmpeg()).path;
    if (withoutNginx === null) for (const name of ['steady', 'shaky']) platforms.push(await startPlatform(path.join(folder.dir, name)));
    const [steady, shaky] = platforms;
    const seen = await withBenchStudio({ ...beaconConfig, swapPolicy: { watchMs: 1_500, drainMs: 10_000 } }, async (studio) => {
      const destinations = createDestinationWatch();
      studio.onEvent((event) => destinations.take(event));
      await studio.startShow({ preset, record: false, destinations: platforms.map(({ url }) => ({ url, streamKey })) });
      for (const index of platforms.keys())
        await until(() => destinations.states(`destination-${index + 1}`).some(({ state }) => state === 'live'), comeBackMs, signal);
      const steadyFrom = destinations.states('destination-1').length;
      const viewerDir = path.join(folder.dir, 'viewer');
      mkdirSync(viewerDir);
      const viewer = startViewer({ url: steady?.playUrl ?? studio.snapshot().show.rtmpUrl ?? '', dir: viewerDir, ffmpegPath });
      // Ctrl-C in a terminal reaches the studio's own processes too: what the viewer gets from then on says nothing
      let seenUntilMs = Infinity;
      signal.addEventListener('abort', () => {
        seenUntilMs = Date.now();
        viewer.interrupt();
      });
      await rest(joinMs);
      const feed = feedTurns(studio);
      const startedAtMs = Date.now();
      const untilMs = startedAtMs + totalMs;
      const before = (endMs: number): boolean => Date.now() < endMs && !signal.aborted;
      const goesOn = (): boolean => before(untilMs);
      const everyKindUntilMs = startedAtMs + Math.min(everyKindShare * totalMs, everyKindMostMs);
      const samples: ShowSample[] = [];
      const swaps: SwapDone[] = [];
      const failures: DestinationFailure[] = [];

      const sampling = (async () => {
        for (let count = 0; goesOn(); count += 1) {
          samples.push(sampleShow(studio, count, count % 3 === 0 ? 'memory and heap' : 'memory'));
          const last = samples.at(-1) as ShowSample;
          if (count % 6 === 0)
            say(
              `${((last.atMs - startedAtMs) / 60_000).toFixed(1).padStart(5)} min: ${feed.turns.length} turns said, ${swaps.length} swaps, ${failures.length} failures of a platform, ${last.framesHeldSpeaking} late and ${last.framesSkipped} skipped frames`,
            );
          await rest(sampleMs);
        }
      })();
      const swapping = (async () => {
        for (let index = 0; goesOn(); index += 1) {
          await rest(swapMs);
          if (!goesOn()) break;
          const done = await swapRound(studio, feed, index, before(everyKindUntilMs) ? 'every kind' : 'none that stays');
          // one that the end of the run met says nothing
          if (signal.aborted) break;
          swaps.push(done);
          if (done.result === 'otherwise') say(`swap ${done.kind}: ${done.outcome} ${done.words}`);
        }
      })();
      const failing = (async () => {
        for (let index = 0; shaky && goesOn(); index += 1) {
          await rest(failMs);
          if (!goesOn()) break;
          const fault = faults[index % faults.length] ?? 'drops us';
          const atMs = Date.now();
          const acceptsAgainAtMs = await shaky.fail(fault, outageMs);
          const back = (): boolean => {
            const states = destinations.states('destination-2');
            return states.at(-1)?.state === 'live' && (Date.now() - acceptsAgainAtMs > 3_000 || states.some((one) => one.atMs >= atMs));
          };
          await until(back, comeBackMs, signal).catch(() => undefined);
          if (signal.aborted) break;
          const states = destinations.states('destination-2').filter((one) => one.atMs >= atMs);
          // a silence that was over before anybody could notice is no failure
          if (states.length > 0) failures.push(judgeReturn(states, { atMs, fault, acceptsAgainAtMs }));
        }
      })();
      await Promise.all([sampling, swapping, failing]);
      const endedAtMs = Date.now();
      const ended = signal.aborted ? ('interrupted' as const) : ('as planned' as const);
      say(ended === 'interrupted' ? 'interrupted: the show is ended in order' : 'the last turns end');
      if (ended === 'as planned') {
        await feed.stop(lastTurnsMs);
        await new Promise((resolve) => setTimeout(resolve, flushMs));
      } else await feed.stop(0);
      viewer.expectEnd();
      const steadyChanges = destinations
        .states('destination-1')
        .slice(steadyFrom)
        .filter(({ atMs }) => atMs < seenUntilMs)
        .map(({ state }) => state);
      await studio.stopShow();
      await steady?.stop();
      const connections = await viewer.finish(measuredMs);
      const received = judgeReceived(connections, feed.turns, clausesPerTurn, ended);
      return { startedAtMs, endedAtMs, ended, samples, swaps, failures, steadyChanges, turns: feed.turns, received };
    });
    for (const platform of platforms) await platform.stop();
    const left = await folder.whenAlone(aloneTimeoutMs);
    return {
      ...seen,
      leftBehind: left.map(({ pid, command }) => `${pid} ${command}`),
      notes:
        withoutNginx === null
          ? ['the viewer reads from one nginx with its RTMP module; a second one fails and comes back']
          : [`no platform failed and the viewer reads from the studio's own media server: ${withoutNginx}`],
    };
  } finally {
    for (const platform of platforms) await platform.stop();
    folder.remove();
  }
}

/** Ends early, without an error, when the signal comes. */
function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener('abort', over, { once: true });
  });
}

async function until(look: () => boolean, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!look() && !signal.aborted) {
    if (performance.now() > deadline) throw new Error(`a destination was not live within ${timeoutMs / 1000} s`);
    await delay(50, signal);
  }
}
