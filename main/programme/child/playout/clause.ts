/** One clause on its way to the air: what was said about it, its sound, and where on the timeline it stands. */
import type { Mark } from '../../../contract/speech.ts';
import type { ClauseSpec } from '../../protocol/control.ts';
import type { PcmStream } from './pcm-stream.ts';
import { readingTimeMs } from './speech-pauses.ts';

export interface Clause {
  readonly spec: ClauseSpec;
  readonly enqueuedMs: number;
  /** 48 kHz samples of a caption without sound. */
  readonly silentSamples: number;
  /** All that came. */
  readonly marks: Mark[];
  stream: PcmStream | null;
  /** When clause-end was told, and how. */
  ended: { readonly atMs: number; readonly failed: boolean } | null;
  /** `cut`: it ends at a word, and the rest of its text follows as another clause or not at all. */
  extent: 'whole' | 'cut';
  /** Sample position of its first sample, once planned. Moves with a held breath. */
  startPos: number | null;
  playedSamples: number;
  /** The sound ran out in mid-clause and more is awaited. */
  holding: boolean;
  held: boolean;
  loudnessMs: number;
  /** `told`: a frame with audible sound of it was handed over. */
  heard: 'not-yet' | 'told';
}

export function createClause(spec: ClauseSpec, nowMs: number): Clause {
  return {
    spec,
    enqueuedMs: nowMs,
    silentSamples: spec.streamId === null ? Math.round(readingTimeMs(spec.text) * 48) : 0,
    marks: [],
    stream: null,
    ended: null,
    extent: 'whole',
    startPos: null,
    playedSamples: 0,
    holding: false,
    held: false,
    loudnessMs: 0,
    heard: 'not-yet',
  };
}

/** Length on the timeline in samples; null while more sound may come. */
export function knownLength(clause: Clause): number | null {
  if (clause.spec.streamId === null) return clause.silentSamples;
  return clause.stream && clause.stream.state !== 'open' ? clause.stream.totalSamples : null;
}

export const isComplete = (clause: Clause): boolean =>
  clause.spec.streamId === null || (clause.ended?.failed !== true && clause.stream?.state === 'closed' && clause.stream.drained);
