/**
 * How far the music steps back at each moment, in decibels: down before a clause's first sample, up again some time after its last.
 * Pure: it is told where clauses stand, and asked moment after moment. Positions are samples of the programme's timeline.
 */
import { programmeSampleRate } from '../../../contract/media.ts';
import type { SpeechSpan } from '../playout/playout.ts';

/** A clause is planned as far ahead as its lips take to be drawn, often less than this: then the way down is as short as the notice. */
export const duckAttackMs = 220;
/** The music is down so long before the first sample. */
export const duckLeadMs = 20;
/** Never faster than this for the whole way down, whatever the notice: a quick voice is heard two frames after it was asked. */
export const duckFastestMs = 33;
/** It stays down over the breaths between clauses and turns (450 ms at most, playout/speech-pauses.ts). */
export const duckHoldMs = 600;
export const duckReleaseMs = 900;

const samples = (ms: number): number => (ms * programmeSampleRate) / 1000;

export class DuckEnvelope {
  /** 0 = not at all, 1 = all the way. */
  #depth = 0;
  /** Up to here it stays down. */
  #heldUntil = -Infinity;

  get depth(): number {
    return this.#depth;
  }

  /** The depth at `pos`, `step` samples after the moment that was asked for before. */
  at(pos: number, step: number, spans: readonly SpeechSpan[]): number {
    let wanted = 0;
    for (const { from, to } of spans) {
      const down = from - samples(duckLeadMs);
      if (pos >= down) {
        if (pos < to) this.#heldUntil = Math.max(this.#heldUntil, pos + samples(duckHoldMs));
      } else wanted = Math.max(wanted, smooth(1 - (down - pos) / samples(duckAttackMs)));
    }
    if (pos <= this.#heldUntil) wanted = 1;
    const depth = this.#depth;
    const next =
      wanted > depth ? Math.min(wanted, depth + step / samples(duckFastestMs)) : Math.max(wanted, depth - step / samples(duckReleaseMs));
    this.#depth = Math.min(1, Math.max(0, next));
    return this.#depth;
  }
}

function smooth(x: number): number {
  const t = Math.min(1, Math.max(0, x));
  return t * t * (3 - 2 * t);
}
