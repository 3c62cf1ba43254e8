/** A playout with its streams at 48 kHz, so that every sample can be told; the test is its clock. */
import { asClauseId, asTurnId } from '../../../main/contract/ids.ts';
import { neutralExpression } from '../../../main/contract/speech.ts';
import { createCueSheet } from '../../../main/performance/cue-sheet.ts';
import { PcmInbox } from '../../../main/programme/child/playout/pcm-inbox.ts';
import type { PlayoutEvent } from '../../../main/programme/child/playout/playout-event.ts';
import { Playout } from '../../../main/programme/child/playout/playout.ts';
import { createResamplerPool, type ResamplerPool } from '../../../main/programme/child/resample.ts';
import type { ClauseSpec } from '../../../main/programme/protocol/control.ts';

export const spf = 1600;
export const source = { pause() {}, resume() {} };

export function clause(turn: string, index: number, over: Partial<ClauseSpec> = {}): ClauseSpec {
  const id = `${turn}.${index}`;
  return {
    turnId: asTurnId(turn),
    epoch: 0,
    clauseId: asClauseId(id),
    index,
    marks: [],
    text: 'so,',
    lang: 'en',
    expression: neutralExpression,
    streamId: id,
    ...over,
  };
}

export class Bench {
  nowMs = 0;
  frame = 0;
  readonly heard: number[] = [];
  readonly events: (PlayoutEvent & { frame: number })[] = [];
  readonly pool: ResamplerPool;
  readonly inbox: PcmInbox;
  readonly cues = createCueSheet({ fps: 30, seed: 1 });
  readonly playout: Playout;

  constructor() {
    this.pool = createResamplerPool(
      () => {},
      (rate) => this.playout.rateFailed(rate),
    );
    this.inbox = new PcmInbox({ onReady: (stream) => this.playout.streamTouched(stream) });
    this.playout = new Playout({ fps: 30, inbox: this.inbox, resamplers: this.pool, cues: this.cues });
  }

  pcm(id: string, values: readonly number[], end = true): void {
    this.inbox.open(source, id, 48_000, this.nowMs);
    this.inbox.push(id, new Uint8Array(Int16Array.from(values).buffer), this.nowMs);
    if (end) this.inbox.close(id);
  }

  tick(frames = 1): void {
    for (let i = 0; i < frames; i++) {
      if (this.playout.startable) this.playout.schedule(this.frame);
      const out = new Int16Array(spf * 2);
      for (const event of this.playout.fill(this.frame, out, this.nowMs)) this.events.push({ ...event, frame: this.frame });
      for (let s = 0; s < spf; s++) {
        if (out[2 * s] !== out[2 * s + 1]) throw new Error(`left and right differ at ${s}`);
        this.heard.push(out[2 * s] ?? 0);
      }
      this.frame += 1;
      this.nowMs += 1000 / 30;
    }
  }

  get story(): string[] {
    return this.events.map((e) => `${e.type} ${'clauseId' in e ? e.clauseId : e.turnId}${'complete' in e ? ` ${e.complete}` : ''}`);
  }
}

export const steady = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
