/** A face on the stage with enhancers of every kind: each frame is shown as fresh, and at the same time, as without one. */
import { describe, expect, it } from 'vitest';
import { asInstanceId } from '../../../main/contract/ids.ts';
import type { ToEnhancePacketMeta, ToFacePacketMeta } from '../../../main/contract/programme-media.ts';
import { createCueSheet } from '../../../main/performance/cue-sheet.ts';
import type { EnhanceLink } from '../../../main/programme/child/enhance/enhance-link.ts';
import { FaceStage } from '../../../main/programme/child/face/face-stage.ts';

const frameMs = 40;
const frames = 200;
const rect = { x: 0, y: 0, width: 4, height: 4 };
type Kind = 'none' | 'quick' | 'slow' | 'silent' | 'failing' | 'gone';

/** Frames as they were shown: how, which number, and whether enhanced (99). */
function run(kind: Kind): { shown: string[]; enhanced: number; plain: number } {
  let nowMs = 0;
  const sheet = createCueSheet({ fps: 25, seed: 1 });
  const stage = new FaceStage({ fps: 25, cue: (frame) => sheet.cue(frame), now: () => nowMs, onState: () => {} });
  const asked: { dueMs: number; requestId: number; frame: number }[] = [];
  let faceFreeMs = 0;
  const feed = stage.attach({ type: 'face-hello', instanceId: 'face', width: 4, height: 4, format: 'i420a' }, (meta: ToFacePacketMeta) => {
    if (meta.type !== 'frames') return;
    faceFreeMs = Math.max(faceFreeMs, nowMs) + 10;
    for (const { frame } of meta.cues) asked.push({ dueMs: faceFreeMs, requestId: meta.requestId, frame });
  });
  const given: { dueMs: number; requestId: number }[] = [];
  let lensFreeMs = 0;
  const costMs = kind === 'slow' ? 90 : 5;
  let link: EnhanceLink | undefined;
  if (kind !== 'none') {
    link = stage.enhance.attach(
      { type: 'enhance-hello', instanceId: 'lens', width: 4, height: 4, format: 'i420a' },
      (meta: ToEnhancePacketMeta) => {
        if (meta.type !== 'enhance') return Promise.resolve();
        lensFreeMs = Math.max(lensFreeMs, nowMs) + costMs;
        given.push({ dueMs: lensFreeMs, requestId: meta.requestId });
        // what is stopped does not read: the bytes are never taken
        return kind === 'silent' ? new Promise<void>(() => {}) : Promise.resolve();
      },
    );
    stage.enhance.want(asInstanceId('lens'));
  }
  stage.want(asInstanceId('face'));
  const shown: string[] = [];
  for (let frame = 0; frame < frames; frame++) {
    stage.request(frame);
    for (const untilMs = nowMs + frameMs; nowMs < untilMs; nowMs += 5) {
      while ((asked[0]?.dueMs ?? Infinity) <= nowMs) {
        const { requestId, frame: number } = asked.shift() ?? { requestId: 0, frame: 0 };
        feed.onPacket({ type: 'face-frame', requestId, frame: number, rect, base: true }, new Uint8Array(40).fill(50));
      }
      while (kind !== 'silent' && (given[0]?.dueMs ?? Infinity) <= nowMs) {
        const requestId = given.shift()?.requestId ?? 0;
        if (kind === 'failing') link?.onPacket({ type: 'enhance-failed', requestId, message: 'no' }, new Uint8Array());
        else link?.onPacket({ type: 'enhanced', requestId }, new Uint8Array(40).fill(99));
      }
    }
    if (kind === 'gone' && frame === 100) stage.enhance.detach('lens', link);
    // a new plan for the lips now and then, as at the beginning of a clause
    if (frame % 30 === 29) stage.invalidateFrom(frame + 2);
    const taken = stage.take(frame, false);
    shown.push(`${taken.shown} ${taken.frame?.frame ?? '-'}`);
    taken.frame?.release();
  }
  return { shown, enhanced: stage.enhance.enhanced, plain: stage.enhance.plain };
}

describe('an enhancer', () => {
  const without = run('none').shown;

  it.each(['quick', 'slow', 'silent', 'failing', 'gone'] as const)('that is %s holds no frame and makes none late', (kind) => {
    expect(run(kind).shown).toEqual(without);
  });

  it('is seen in nearly all frames when it is quick, in some when it is slow, in none when it is silent', () => {
    expect(without.filter((one) => one.startsWith('fresh')).length).toBeGreaterThan(frames - 20);
    expect(run('quick').enhanced).toBeGreaterThan(frames * 0.85);
    expect(run('slow').enhanced).toBeGreaterThan(frames * 0.1);
    expect(run('slow').plain).toBeGreaterThan(frames * 0.3);
    expect(run('silent')).toMatchObject({ enhanced: 0 });
    expect(run('gone').enhanced).toBeGreaterThan(80);
  });
});
