import { describe, expect, it } from 'vitest';
import type { FrameCue } from '../../../main/contract/cues.ts';
import type { FacePacketMeta, ToFacePacketMeta } from '../../../main/contract/programme-media.ts';
import { FaceFeed } from '../../../main/programme/child/face/face-feed.ts';
import { PixelPool } from '../../../main/programme/child/face/face-frame.ts';
import { FaceStage } from '../../../main/programme/child/face/face-stage.ts';
import { createCueSheet } from '../../../main/performance/cue-sheet.ts';
import { asInstanceId } from '../../../main/contract/ids.ts';

const hello = { type: 'face-hello', instanceId: 'f', width: 4, height: 4, format: 'i420a' } as const;
const sheet = createCueSheet({ fps: 30, seed: 1 });
const cue = (frame: number): FrameCue => sheet.cue(frame);
const pixels = (value: number): Uint8Array => new Uint8Array(40).fill(value);
const whole = { x: 0, y: 0, width: 4, height: 4 };

/** A feed whose engine is the test. */
function scripted(): {
  feed: FaceFeed;
  sent: ToFacePacketMeta[];
  clock: { nowMs: number };
  answer: (frame: number, over?: Partial<Extract<FacePacketMeta, { type: 'face-frame' }>>, data?: Uint8Array) => void;
} {
  const sent: ToFacePacketMeta[] = [];
  const clock = { nowMs: 0 };
  const feed = new FaceFeed({ hello, pool: new PixelPool(), fps: 30, send: (meta) => sent.push(meta), cue, now: () => clock.nowMs });
  const answer = (frame: number, over: object = {}, data = pixels(frame)): void => {
    const request = sent.findLast((meta) => meta.type === 'frames' && meta.cues.some((c) => c.frame === frame));
    feed.onPacket(
      { type: 'face-frame', requestId: request && 'requestId' in request ? request.requestId : 0, frame, rect: whole, base: true, ...over },
      data,
    );
  };
  return { feed, sent, clock, answer };
}
const asked = (sent: readonly ToFacePacketMeta[]): number[] =>
  sent.flatMap((meta) => (meta.type === 'frames' ? meta.cues.map((c) => c.frame) : []));
const forgotten = (sent: readonly ToFacePacketMeta[]): number[] =>
  sent.flatMap((meta) => (meta.type === 'face-forget' ? [meta.requestId] : []));

describe('face feed', () => {
  it('asks ahead once, then one frame at a time', () => {
    const { feed, sent, answer } = scripted();
    feed.request(10);
    feed.request(10);
    for (let frame = 10; frame < 18; frame++) answer(frame);
    feed.take(10)?.release();
    feed.request(11);
    expect(asked(sent)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18]);
  });

  it('forgets what a new cue made wrong and asks for it again', () => {
    const { feed, sent, answer } = scripted();
    feed.request(0);
    answer(0);
    answer(1);
    answer(2);
    feed.invalidateFrom(2);
    feed.request(0);
    expect(forgotten(sent)).toEqual([4, 5, 6, 7, 8]);
    expect(asked(sent).slice(8)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(feed.has(1)).toBe(true);
    expect(feed.has(2)).toBe(false);
  });

  it('does not show what belongs to a forgotten request', () => {
    const { feed, answer, sent } = scripted();
    feed.request(0);
    feed.invalidateFrom(0);
    feed.onPacket({ type: 'face-frame', requestId: 1, frame: 0, rect: whole, base: true }, pixels(9));
    expect(feed.has(0)).toBe(false);
    feed.request(0);
    answer(0);
    expect(feed.has(0)).toBe(true);
    expect(asked(sent)).toHaveLength(16);
  });

  it('shows what was asked for, and what is on its way, later when the sound begins later', () => {
    const { feed, sent, answer } = scripted();
    feed.request(0);
    for (const frame of [0, 1, 2, 3]) answer(frame);
    feed.delayFrom(2, 1);
    for (const frame of [4, 5]) answer(frame);
    feed.request(2);
    expect(forgotten(sent)).toEqual([]);
    expect([1, 2, 3, 4, 5, 6].map((frame) => feed.has(frame))).toEqual([true, false, true, true, true, true]);
    feed.take(1)?.release();
    expect(feed.take(2)).toBeNull();
    const late = feed.take(3);
    // The picture of frame 2, in the frame that it is shown in.
    expect([late?.frame, late?.picture.y[0]]).toEqual([3, 2]);
  });

  it('leaves out what was never drawn among pictures that are shown later: their order stays', () => {
    const { feed, sent, answer } = scripted();
    feed.request(0);
    for (const frame of [0, 1, 2]) answer(frame);
    feed.onPacket({ type: 'face-failed', requestId: 4, message: 'no' }, pixels(0));
    for (const frame of [4, 5, 6, 7]) answer(frame);
    feed.delayFrom(2, 1);
    feed.delayFrom(3, 1);
    expect([feed.hasFrom(4, 3), feed.hasFrom(5, 1)]).toEqual([true, false]);
    feed.request(4);
    for (const frame of asked(sent).slice(8)) answer(frame);
    const shown = [4, 5, 6, 7].map((frame) => {
      const taken = feed.take(frame);
      taken?.release();
      return taken?.picture.y[0];
    });
    expect(shown).toEqual([2, undefined, 4, 5]);
    expect(asked(sent).slice(8)).not.toContain(5);
    // what is made anew has no hole any more
    feed.invalidateFrom(8);
    feed.request(8);
    expect(asked(sent)).toContain(8);
  });

  it('shows nothing older than what was shown before', () => {
    const { feed, answer } = scripted();
    feed.request(0);
    for (const frame of [0, 1, 3]) answer(frame);
    expect([0, 1, 2, 3].map((frame) => feed.take(frame)?.frame)).toEqual([0, 1, undefined, 3]);
    answer(2);
    expect(feed.take(4)).toBeNull();
  });

  it('keeps on its way what comes before the frames that a new cue made wrong', () => {
    const { feed, sent, answer } = scripted();
    feed.request(0);
    feed.invalidateFrom(3);
    for (const frame of [0, 1, 2]) answer(frame);
    expect(forgotten(sent)).toEqual([4, 5, 6, 7, 8]);
    expect([0, 1, 2, 3].map((frame) => feed.has(frame))).toEqual([true, true, true, false]);
  });

  it('gives up what is late, so that the face goes on with what is still to come', () => {
    const { feed, sent, clock, answer } = scripted();
    feed.request(0);
    // The engine stands still while five frames pass, each of them shown without it.
    for (let frame = 1; frame <= 5; frame++) {
      clock.nowMs += 1000 / 30;
      expect(feed.take(frame - 1)).toBeNull();
      feed.request(frame);
    }
    const outstanding = new Map(sent.flatMap((meta) => (meta.type === 'frames' ? [[meta.requestId, meta.cues[0]?.frame] as const] : [])));
    for (const requestId of forgotten(sent)) outstanding.delete(requestId);
    const frames = [...outstanding.values()];
    // Not the very next one either: the face would be late with each.
    expect(frames[0]).toBeGreaterThan(5);
    expect(frames.at(-1)).toBe(12);
    answer(8);
    expect(feed.take(8)?.frame).toBe(8);
  });

  it('asks a face that cannot keep up for fewer frames, and gets those in time', () => {
    const { feed, sent, clock } = scripted();
    const shown: number[] = [];
    let busyUntilMs = 0;
    let served = 0;
    for (let frame = 0; frame < 300; frame++) {
      clock.nowMs = (frame * 1000) / 30;
      for (;;) {
        // Sixty milliseconds for a frame, one after another; what was forgotten meanwhile is left out.
        const gone = new Set(forgotten(sent));
        const next = sent.slice(served).findIndex((meta) => meta.type === 'frames' && !gone.has(meta.requestId));
        const meta = next < 0 ? undefined : sent[served + next];
        if (meta?.type !== 'frames' || busyUntilMs > clock.nowMs) break;
        served += next + 1;
        busyUntilMs = Math.max(busyUntilMs, clock.nowMs - 1000 / 30) + 60;
        feed.onPacket(
          { type: 'face-frame', requestId: meta.requestId, frame: meta.cues[0]?.frame ?? -1, rect: whole, base: true },
          pixels(frame % 200),
        );
      }
      const taken = feed.take(frame);
      if (taken?.frame === frame) shown.push(frame);
      taken?.release();
      feed.request(frame + 1);
    }
    expect(shown.filter((frame) => frame >= 150).length).toBeGreaterThan(60);
  });

  it('shows a frame that is two late rather than an older one, and nothing older than that', () => {
    const { feed, answer } = scripted();
    feed.request(0);
    for (let frame = 0; frame < 4; frame++) answer(frame);
    expect(feed.take(5)?.frame).toBe(3);
    expect(feed.take(6)).toBeNull();
  });

  it('keeps the base frame of a forgotten request: patches stand on it', () => {
    const { feed, answer } = scripted();
    feed.request(0);
    feed.invalidateFrom(0);
    feed.onPacket({ type: 'face-frame', requestId: 1, frame: 0, rect: whole, base: true }, pixels(77));
    feed.request(0);
    answer(0, { base: false, rect: { x: 0, y: 0, width: 2, height: 2 } }, new Uint8Array(10).fill(5));
    const frame = feed.take(0);
    expect(frame?.base?.picture.y[0]).toBe(77);
    expect(frame?.picture.y[0]).toBe(5);
  });

  it('gives up on a silent engine, asks now and then, and takes it back', () => {
    const { feed, clock, sent, answer } = scripted();
    feed.request(0);
    clock.nowMs = 2000;
    expect(feed.stalled).toBe(true);
    feed.request(60);
    const probes = asked(sent).slice(8);
    expect(probes).toEqual([62]);
    answer(62);
    expect(feed.stalled).toBe(false);
  });

  it.each([
    ['a rectangle outside the canvas', { rect: { x: 2, y: 0, width: 4, height: 4 } }, pixels(1)],
    ['an odd rectangle', { rect: { x: 1, y: 0, width: 2, height: 2 } }, new Uint8Array(10)],
    ['too few bytes', {}, new Uint8Array(39)],
  ])('refuses %s', (_what, over, data) => {
    const { feed, answer } = scripted();
    feed.request(0);
    expect(() => answer(0, over, data)).toThrow(RangeError);
  });
});

describe('face stage', () => {
  const open = (): { stage: FaceStage; states: string[]; clock: { nowMs: number } } => {
    const states: string[] = [];
    const clock = { nowMs: 0 };
    const stage = new FaceStage({ fps: 30, cue, now: () => clock.nowMs, onState: (id, state) => states.push(`${id} ${state}`) });
    return { stage, states, clock };
  };
  const engine = (stage: FaceStage, instanceId: string): { feed: FaceFeed; mute: { on: boolean } } => {
    const mute = { on: false };
    const feed: FaceFeed = stage.attach({ ...hello, instanceId }, (meta) => {
      if (meta.type !== 'frames' || mute.on) return;
      const { requestId } = meta;
      for (const { frame } of meta.cues)
        queueMicrotask(() => feed.onPacket({ type: 'face-frame', requestId, frame, rect: whole, base: true }, pixels(frame % 200)));
    });
    return { feed, mute };
  };
  const play = async (stage: FaceStage, clock: { nowMs: number }, from: number, count: number): Promise<string[]> => {
    const shown: string[] = [];
    for (let frame = from; frame < from + count; frame++) {
      stage.request(frame);
      await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      const taken = stage.take(frame, false);
      taken.frame?.release();
      shown.push(taken.shown);
      clock.nowMs += 1000 / 30;
    }
    return shown;
  };

  it('brings a face on with its first frame, and the next one without a hole', async () => {
    const { stage, states, clock } = open();
    engine(stage, 'a');
    engine(stage, 'b');
    stage.want(asInstanceId('a'));
    expect(await play(stage, clock, 0, 10)).toEqual(Array(10).fill('fresh'));
    stage.want(asInstanceId('b'));
    expect(await play(stage, clock, 10, 10)).toEqual(Array(10).fill('fresh'));
    expect(states).toEqual(['a attached', 'b attached', 'a on-air', 'b on-air']);
  });

  it('loops the last quiet frames when the face is gone, and takes it back', async () => {
    const { stage, states, clock } = open();
    const { feed } = engine(stage, 'a');
    stage.want(asInstanceId('a'));
    await play(stage, clock, 0, 60);
    stage.detach('a', feed);
    const shown = await play(stage, clock, 60, 60);
    expect(shown.slice(-40)).toEqual(Array(40).fill('idle-loop'));
    expect(states.at(-1)).toBe('a lost');
    engine(stage, 'a');
    expect((await play(stage, clock, 120, 5)).at(-1)).toBe('fresh');
    expect(states.at(-1)).toBe('a on-air');
  });

  it('loops when the face falls silent while attached', async () => {
    const { stage, states, clock } = open();
    const { mute } = engine(stage, 'a');
    stage.want(asInstanceId('a'));
    await play(stage, clock, 0, 40);
    mute.on = true;
    expect((await play(stage, clock, 40, 40)).at(-1)).toBe('idle-loop');
    expect(states.at(-1)).toBe('a lost');
    mute.on = false;
    expect((await play(stage, clock, 80, 60)).at(-1)).toBe('fresh');
  });
});
