/** The live part: show, player and talk start, the plan is carried out, everything ends. Gives what was done and what the player kept. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Studio } from '../../../main/app/create-studio.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { delay, systemClock } from '../../../main/kernel/clock.ts';
import { findTarget } from './find-target.ts';
import { inflict, type Victim } from './inflict.ts';
import type { PlannedFault } from './plan-faults.ts';
import { startPlatform, type Platform } from './platform.ts';
import { startPlayer, type Player, type PlayerLog } from './player.ts';
import { keepTalking } from './talk.ts';
import { createShowWatch, type ShowWatch } from './watch-show.ts';
import type { InflictedFault, PlayerSource, Target } from './words.ts';

export interface LiveShow {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly inflicted: readonly InflictedFault[];
  readonly log: PlayerLog;
  readonly watch: ShowWatch;
}
export interface LiveShowOptions {
  readonly studio: Studio;
  readonly plan: readonly PlannedFault[];
  readonly playerSource: PlayerSource;
  readonly ffmpegPath: string;
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const firstClauseTimeoutMs = 30_000;
/** Turns that are on their way may end before the player goes; a turn is about five seconds. */
const lastTurnsMs = 15_000;
/** What was handed to the encoder reaches the player within this. */
const flushMs = 2_000;
/** A turn is thought of every five seconds or so. */
export const atWorkTimeoutMs = 8_000;
const lookEveryMs = 50;

export async function runLiveShow(options: LiveShowOptions): Promise<LiveShow> {
  const { studio, signal, say } = options;
  const watch = createShowWatch();
  const unsubscribe = studio.onEvent((event) => watch.take(event));
  const talkOver = new AbortController();
  let platform: Platform | null = null;
  let player: Player | null = null;
  let log: PlayerLog | null = null;
  try {
    const playerDir = path.join(options.dir, 'player');
    mkdirSync(playerDir, { recursive: true });
    if (options.playerSource === 'platform') platform = await startPlatform(path.join(options.dir, 'nginx'));
    await studio.startShow({
      preset: '720p',
      record: false,
      destinations: platform ? [{ url: platform.url, streamKey: platform.streamKey }] : [],
    });
    player = startPlayer({
      ffmpegPath: options.ffmpegPath,
      url: platform?.playUrl ?? studio.snapshot().show.rtmpUrl ?? '',
      dir: playerDir,
    });
    await orAborted(player.joined, signal);
    const talking = keepTalking(studio, watch, talkOver.signal, lastTurnsMs);
    await until('the first clause', () => watch.spoken > 0, firstClauseTimeoutMs, signal);
    const startedAtMs = Date.now();
    const inflicted = await carryOut(options, startedAtMs);
    talkOver.abort();
    await talking;
    await delay(systemClock, flushMs, signal);
    log = await player.stop();
    say(`over: ${log.segments.length} connection(s) of the player, ${watch.turns().length} turns said`);
    return { startedAtMs, endedAtMs: Date.now(), inflicted, log, watch };
  } finally {
    talkOver.abort();
    unsubscribe();
    if (log === null) await player?.stop();
    await platform?.stop();
  }
}

async function carryOut({ studio, plan, signal, say }: LiveShowOptions, startedAtMs: number): Promise<readonly InflictedFault[]> {
  const inflicted: InflictedFault[] = [];
  await delay(systemClock, Math.max(0, startedAtMs + (plan[0]?.afterMs ?? 0) - Date.now()), signal);
  for (const { target, fault, aim, windowMs } of plan) {
    let victim: Victim | null = null;
    const hurt = (): { readonly atMs: number; readonly pid: number | null } => {
      const pid = findTarget(studio.snapshot(), target);
      if (pid !== null) victim = inflict(pid, fault, target === 'encoder' ? 'other' : 'node');
      return { atMs: Date.now(), pid };
    };
    const { atMs, pid } = aim === 'at-work' ? await whenAtWork(studio, target, signal, hurt) : hurt();
    say(
      `${((atMs - startedAtMs) / 1000).toFixed(1).padStart(6)} s  ${target}: ${fault}${pid === null ? ' (not running)' : `, pid ${pid}`}`,
    );
    try {
      await delay(systemClock, windowMs, signal);
    } finally {
      (victim as Victim | null)?.release();
    }
    inflicted.push({ target, fault, aim, atMs, pid, diedAtMs: (victim as Victim | null)?.diedAtMs ?? null });
  }
  return inflicted;
}

/** Calls `act` in the very moment in which the part is given something to do, before that reaches it; or when this does not happen for long. */
async function whenAtWork<T>(studio: Studio, target: Target, signal: AbortSignal, act: () => T): Promise<T> {
  const acted = createDeferred<T>();
  const actOnce = (): void => {
    if (!acted.settled) acted.resolve(act());
  };
  const unsubscribe = studio.onEvent((event) => {
    if (target === 'llm' ? event.type === 'turn' && event.state === 'thinking' : event.type === 'clause' && event.voiced) actOnce();
  });
  const cancel = systemClock.after(atWorkTimeoutMs, actOnce);
  try {
    return await orAborted(acted.promise, signal);
  } finally {
    cancel();
    unsubscribe();
  }
}

async function until(what: string, look: () => boolean, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!look()) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs / 1000} s for ${what}`);
    await delay(systemClock, lookEveryMs, signal);
  }
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}
