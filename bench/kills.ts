/**
 * `npm run bench kills -- --n 20`: kills the encoder and the programme again and again with SIGKILL in a beacon show, while a real player keeps one connection and the
 * show is recorded. Everything is judged on what the player received and on the file: connection, slate, both clocks, and how far sound is from picture.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { beaconConfig } from '../main/app/studio-config.ts';
import type { Studio } from '../main/app/create-studio.ts';
import { measureRecording } from '../main/cli/verify/measure-recording.ts';
import { probePassthrough } from '../main/cli/verify/probe-passthrough.ts';
import { beaconTurnText } from '../main/contract/beacon.ts';
import { isTerminalTurn, type ShowEvent } from '../main/contract/show-events.ts';
import { resolveFfmpeg } from '../main/programme/control/resolve-ffmpeg.ts';
import { describeMachine, percentile, round, type BenchResult } from './lib/bench-result.ts';
import { withBenchStudio } from './lib/bench-studio.ts';
import { startPlayer } from './lib/chaos/player.ts';

const fps = 30;
const frameMs = 1000 / fps;
const eventTimeoutMs = 60_000;
/** Brings what was said to the viewer, for a turn has ended when its last sample is handed to the encoder; and the programme lives for longer than five seconds between two deaths. */
const restMs = 3_000;
const turnsBefore = 3;
const victims = ['encoder', 'programme'] as const;

interface Kill {
  readonly victim: (typeof victims)[number];
  /** From the kill to the slate, and to the programme again. */
  readonly slateAfterMs: number;
  readonly backAfterMs: number;
}

export async function run(args: string[]): Promise<BenchResult> {
  const at = args.indexOf('--n');
  const n = at < 0 ? 20 : Math.max(1, Number(args[at + 1]) || 20);
  const ffmpegPath = (await resolveFfmpeg()).path;
  return withBenchStudio(beaconConfig, async (studio, dataDir) => {
    await studio.startShow({ preset: '720p', record: true, destinations: [] });
    const player = startPlayer({ ffmpegPath, url: studio.snapshot().show.rtmpUrl ?? '', dir: dataDir });
    await player.joined;
    let turn = 0;
    const notEnded: string[] = [];
    const speak = async (): Promise<void> => {
      turn += 1;
      const said = studio.say({ author: 'bench', text: beaconTurnText(turn, 1) });
      if (!said.accepted) throw new Error(said.reason.en);
      const end = await nextEvent(
        studio,
        `turn ${turn} to end`,
        (event) => event.type === 'turn' && event.turnId === said.turnId && isTerminalTurn(event.state),
      );
      if (end.type === 'turn' && end.state !== 'ended') notEnded.push(`turn ${turn} ${end.state}: ${end.reason?.en ?? 'no reason told'}`);
    };
    const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, restMs));
    for (let count = 0; count < turnsBefore; count += 1) await speak();
    await rest();
    const kills: Kill[] = [];
    for (let round = 0; round < n; round += 1) {
      for (const victim of victims) {
        kills.push(await killOne(studio, victim));
        await speak();
        await rest();
        console.log(`  ${kills.length} of ${2 * n}: ${victim} killed, back after ${Math.round(kills.at(-1)?.backAfterMs ?? 0)} ms`);
      }
    }
    for (let count = 0; count < turnsBefore; count += 1) await speak();
    await rest();
    const received = await player.stop();
    const { recordingPath } = await studio.stopShow();

    const passthrough = await probePassthrough(ffmpegPath);
    const judge = (input: string) => measureRecording({ ffmpegPath, passthrough, input, tracks: 'both', seconds: null });
    const file = received.segments[0]?.file ?? '';
    const seen = await judge(file);
    const recorded = await judge(recordingPath ?? '');
    const steps = backSteps(ffmpegPath, file);
    const recordedSteps = backSteps(ffmpegPath, recordingPath ?? '');
    const samples = seen.findings.offset?.samples ?? [];
    const mean = (some: typeof samples): number =>
      percentile(
        some.map(({ offsetMs }) => offsetMs),
        50,
      );
    const [before, after] = [mean(samples.slice(0, turnsBefore)), mean(samples.slice(-turnsBefore))];
    const complete = (clauses: typeof seen.clauses): number =>
      new Set(clauses.filter(({ state }) => state === 'complete').map(({ number }) => number?.turn)).size;
    const notWhole = (clauses: typeof seen.clauses, where: string): readonly string[] =>
      Array.from({ length: turn }, (_, index) => index + 1).flatMap((wanted) => {
        const state = clauses.find(({ number }) => number?.turn === wanted)?.state ?? 'not told apart';
        return state === 'complete' ? [] : [`turn ${wanted} ${where}: ${state}`];
      });
    const goals = [
      {
        what: 'connections the player lost',
        value: received.lostConnectionsAtMs.length,
        limit: '0',
        met: received.lostConnectionsAtMs.length === 0,
      },
      { what: 'kills after which the slate was shown', value: kills.length, limit: String(2 * n), met: kills.length === 2 * n },
      { what: 'steps back, picture', value: steps.video, limit: '0', met: steps.video === 0 },
      { what: 'steps back, sound', value: steps.audio, limit: '0', met: steps.audio === 0 },
      {
        what: 'A/V offset after, against before, ms',
        value: round(after - before),
        limit: `±${round(frameMs)}`,
        met: Math.abs(after - before) <= frameMs + 2,
      },
      { what: 'turns received whole', value: complete(seen.clauses), limit: `${turn}`, met: complete(seen.clauses) === turn },
      { what: 'turns recorded whole', value: complete(recorded.clauses), limit: `${turn}`, met: complete(recorded.clauses) === turn },
      {
        what: 'steps back in the recording',
        value: recordedSteps.video + recordedSteps.audio,
        limit: '0',
        met: recordedSteps.video + recordedSteps.audio === 0,
      },
    ];
    return {
      name: 'kills',
      machine: describeMachine(),
      rows: victims.map((victim) => {
        const those = kills.filter((kill) => kill.victim === victim);
        const slate = those.map(({ slateAfterMs }) => slateAfterMs);
        const back = those.map(({ backAfterMs }) => backAfterMs);
        return {
          victim,
          kills: those.length,
          'slate after, median ms': Math.round(percentile(slate, 50)),
          'slate after, longest ms': Math.round(Math.max(...slate)),
          'back after, median ms': Math.round(percentile(back, 50)),
          'back after, longest ms': Math.round(Math.max(...back)),
        };
      }),
      goals,
      ok: goals.every(({ met }) => met),
      notes: [
        `A/V offset, median of ${turnsBefore} turns: ${before} ms before, ${after} ms after; over all ${samples.length}: ${seen.findings.offset?.minMs} to ${seen.findings.offset?.maxMs} ms`,
        ...notEnded,
        ...notWhole(seen.clauses, 'received'),
        ...notWhole(recorded.clauses, 'recorded'),
        `largest step received: picture ${Math.round(steps.largestMs)} ms`,
      ],
    };
  });
}

async function killOne(studio: Studio, victim: Kill['victim']): Promise<Kill> {
  const pid = studio.snapshot().processes.find(({ name }) => name === victim)?.pid;
  if (typeof pid !== 'number') throw new Error(`no ${victim} is known`);
  const slate = nextEvent(
    studio,
    `the slate after a death of the ${victim}`,
    (event) => event.type === 'source' && event.state === 'slate',
  );
  const back = slate.then(() =>
    nextEvent(studio, `the picture after a death of the ${victim}`, (event) => event.type === 'source' && event.state === 'live'),
  );
  const running = nextEvent(
    studio,
    `the ${victim} to run again`,
    (event) => event.type === 'process' && event.name === victim && event.state === 'running',
  );
  const killedAt = performance.now();
  process.kill(pid, 'SIGKILL');
  await slate;
  const slateAfterMs = performance.now() - killedAt;
  await back;
  const backAfterMs = performance.now() - killedAt;
  await running;
  return { victim, slateAfterMs, backAfterMs };
}

function nextEvent(studio: Studio, what: string, match: (event: ShowEvent) => boolean): Promise<ShowEvent> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`waited ${eventTimeoutMs / 1000} s for ${what}`));
    }, eventTimeoutMs);
    const stop = studio.onEvent((event) => {
      if (!match(event)) return;
      clearTimeout(timer);
      stop();
      resolve(event);
    });
  });
}

/** Decode times that do not rise, by track, in the order of the file. */
function backSteps(ffmpegPath: string, file: string): { readonly video: number; readonly audio: number; readonly largestMs: number } {
  const ffprobe = path.join(path.dirname(ffmpegPath), 'ffprobe');
  const command = ffmpegPath.includes(path.sep) ? ffprobe : 'ffprobe';
  const out = execFileSync(command, ['-v', 'error', '-show_entries', 'packet=codec_type,dts_time', '-of', 'csv=p=0', file], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  const last = { video: -Infinity, audio: -Infinity };
  const back = { video: 0, audio: 0 };
  let largest = 0;
  for (const row of out.split('\n')) {
    const [track, time] = row.split(',');
    if (track !== 'video' && track !== 'audio') continue;
    const seconds = Number(time);
    if (seconds <= last[track]) back[track] += 1;
    if (track === 'video' && Number.isFinite(last.video)) largest = Math.max(largest, seconds - last.video);
    last[track] = seconds;
  }
  return { ...back, largestMs: largest * 1000 };
}
