/** The table "who may die" of ARCHITECTURE.md as numbers, and whether a window kept them. Pure. */
import type { Observation } from './observe-windows.ts';
import { turnOf, type InflictedFault, type PlayerSource, type Target } from './words.ts';

export interface DetectionTimes {
  /** Heartbeat: from SIGSTOP to "unresponsive", at worst. */
  readonly processMs: number;
  /** The programme's own watch over its encoder, at worst. */
  readonly encoderMs: number;
}

export interface JudgedWindow {
  /** null = nothing was done to the show: the quiet beginning. */
  readonly inflicted: InflictedFault | null;
  readonly observed: Observation;
}
export interface Judgement {
  readonly promised: string;
  /** Empty = kept. */
  readonly broken: readonly string[];
}
export interface JudgeOptions {
  readonly detection: DetectionTimes;
  readonly playerSource: PlayerSource;
}

/** Two frames and the rounding of FLV's milliseconds. */
const longestStepMs = 2 * (1000 / 30) + 2;
/** A face that is gone is replaced by its idle loop; until then the picture may stand. */
const longestStillMs = 1_000;
/** The picture is back after a death of the programme or the encoder, detection included. */
const slateLimitMs = 10_000;
/** Destinations reconnect; engines are restarted; the next turn has to be thought of and begun. */
const recoveryMs = 5_000;
const clauseMs = 1_500;

const words: Readonly<Record<Target, string>> = {
  llm: 'at most the turn thought about fails, and says so',
  expression: 'nothing',
  tts: 'at most the clause in progress is cut',
  face: 'idle loop; no clause harmed',
  programme: 'slate, same timeline; back <= 10 s',
  encoder: 'slate, same timeline; back <= 10 s',
  outlet: 'reconnect <= 5 s (+ detection)',
  'media-server': 'nothing',
};

export function detectionOf(target: Target, times: DetectionTimes): number {
  return target === 'encoder' ? times.encoderMs : times.processMs;
}

export function judgeWindow({ inflicted, observed }: JudgedWindow, options: JudgeOptions): Judgement {
  const broken: string[] = [];
  const breach = (condition: boolean, text: string): void => {
    if (condition) broken.push(text);
  };
  const target = inflicted?.target ?? null;
  const readerLosesIt = target === 'outlet' || (target === 'media-server' && options.playerSource === 'media-server');
  const detectionMs = inflicted?.fault === 'stop' ? detectionOf(inflicted.target, options.detection) : 0;
  /** A memory fault begins to matter when the process falls over it. */
  const sinceMs = inflicted?.fault === 'memory' ? (inflicted.diedAtMs ?? inflicted.atMs) : (inflicted?.atMs ?? 0);
  const { lost, doubled, cut, damaged } = observed;
  const harmed = [...cut, ...damaged];

  breach(inflicted !== null && inflicted.pid === null, 'the process was not back since its last fault');
  breach(doubled.length > 0, `doubled ${doubled.join(' ')}`);
  if (!readerLosesIt) {
    breach(observed.connectionsLost > 0, `connection lost ${observed.connectionsLost} x`);
    breach(observed.longestStepMs > longestStepMs, `step of ${Math.round(observed.longestStepMs)} ms`);
  }
  breach(observed.longestSameMs > longestStillMs && !readerLosesIt, `picture stood still ${Math.round(observed.longestSameMs)} ms`);

  const inRows = (names: readonly { readonly name: string }[]): string => names.map(({ name }) => name).join(' ');
  if (target === 'programme' || target === 'encoder' || readerLosesIt) {
    const limitMs = readerLosesIt ? recoveryMs + detectionMs : slateLimitMs;
    const backAtMs = Math.max(sinceMs, observed.slateEndedAtMs ?? 0, observed.picturesAgainAtMs ?? 0);
    breach(observed.connectionsLost > 0 && observed.picturesAgainAtMs === null, 'no picture after the lost connection');
    breach(backAtMs - sinceMs > limitMs, `back after ${seconds(backAtMs - sinceMs)} s`);
    const late = lost.filter(({ atMs }) => atMs > backAtMs + clauseMs);
    breach(late.length > 0, `lost after it was back: ${inRows(late)}`);
    const lateHarm = harmed.filter(({ fromMs }) => fromMs > backAtMs + clauseMs);
    breach(lateHarm.length > 0, `cut or damaged after it was back: ${inRows(lateHarm)}`);
    breachAgain(limitMs + recoveryMs);
    return { promised: target === null ? 'nothing' : readerLosesIt ? words.outlet : words[target], broken };
  }

  breach(observed.slateMs > 0, `slate for ${Math.round(observed.slateMs)} ms`);
  if (target === 'llm') {
    const turns = [...new Set(lost.map(({ name }) => turnOf(name)))];
    breach(turns.length > 1, `${turns.length} turns lost: ${turns.join(' ')}`);
    const untold = lost.filter(({ turnEnd }) => turnEnd !== 'failed');
    breach(untold.length > 0, `lost and not told as failed: ${inRows(untold)}`);
    breach(harmed.length > 0, `cut or damaged: ${inRows(harmed)}`);
  } else {
    breach(lost.length > 0, `lost ${inRows(lost)}`);
    const mayCut = target === 'tts' ? 1 : 0;
    breach(harmed.length > mayCut, `cut or damaged: ${inRows(harmed)}`);
  }
  breachAgain(recoveryMs + (target === 'llm' || target === 'tts' ? detectionMs : 0));
  return { promised: target === null ? 'nothing' : words[target], broken };

  function breachAgain(limitMs: number): void {
    if (inflicted === null) return;
    const again = observed.clauseAgainAtMs;
    if (again === null) broken.push('no complete clause was heard again');
    else breach(again - sinceMs > limitMs, `a complete clause only after ${seconds(again - sinceMs)} s`);
  }
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);
