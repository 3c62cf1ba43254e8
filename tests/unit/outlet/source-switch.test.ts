import { describe, expect, it } from 'vitest';
import type { AvTag } from '../../../main/outlet/child/av-tag.ts';
import { parseSlate, SlateError, type SlateLoop } from '../../../main/outlet/child/slate-player.ts';
import { createSourceSwitch, type SourceSwitch } from '../../../main/outlet/child/source-switch.ts';
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.ts';
import { encoderTags, flvFile, flvHeader, flvTag, type RawTag } from './flv-samples.ts';

const slate: SlateLoop = parseSlate(flvFile(encoderTags({ frames: 30, seed: 99, videoStartMs: 0 })));
const sourceTimeoutMs = 500;

interface Rig {
  readonly clock: FakeClock;
  readonly source: SourceSwitch;
  readonly tags: AvTag[];
  readonly states: string[];
  readonly errors: unknown[];
}

function rig(): Rig {
  const clock = createFakeClock(10_000);
  const tags: AvTag[] = [];
  const states: string[] = [];
  const errors: unknown[] = [];
  const source = createSourceSwitch({
    clock,
    fps: 30,
    sourceTimeoutMs,
    slate,
    onTag: (tag) => tags.push(tag),
    onState: (state) => states.push(state),
    onSourceError: (error) => errors.push(error),
  });
  return { clock, source, tags, states, errors };
}

/** Feeds tags in real time. */
async function play({ clock, source }: Rig, generation: string, tags: readonly RawTag[], withHeader = true): Promise<void> {
  if (withHeader) source.accept(generation, flvHeader);
  let at = tags[0]?.timestampMs ?? 0;
  for (const tag of tags) {
    const step = (tag.timestampMs - at) | 0;
    if (step > 0) {
      await clock.advance(step);
      at = tag.timestampMs;
    }
    source.accept(generation, flvTag(tag));
  }
}

const framesOf = (tags: readonly AvTag[], track: AvTag['track']): number[] =>
  tags.flatMap((tag) => (tag.track === track && tag.role !== 'config' ? [tag.timestampMs] : []));

function expectSmooth(tags: readonly AvTag[], maxStepMs: number): void {
  for (const track of ['video', 'audio'] as const) {
    const times = framesOf(tags, track);
    for (const [index, time] of times.entries()) {
      if (index === 0) continue;
      const step = time - (times[index - 1] ?? 0);
      expect(step).toBeGreaterThan(0);
      expect(step).toBeLessThanOrEqual(maxStepMs);
    }
  }
}

describe('source switch', () => {
  it('shows the slate when no programme comes, in real time', async () => {
    const one = rig();
    await one.clock.advance(sourceTimeoutMs + 3000);
    expect(one.states).toEqual(['slate']);
    expect(one.tags.slice(0, 2).map((tag) => tag.role)).toEqual(['config', 'config']);
    expect(one.source.videoMs).toBeGreaterThan(2900);
    expect(one.source.videoMs).toBeLessThan(3200);
    expectSmooth(one.tags, 34);
    one.source.dispose();
    expect(one.clock.waiting).toBe(0);
  });

  it('goes live, to the slate when the media stop, and back, on one timeline that keeps up with the clock', async () => {
    const one = rig();
    const began = one.clock.now();
    await play(one, 'a', encoderTags({ frames: 60 }));
    await one.clock.advance(1500);
    await play(one, 'b', encoderTags({ frames: 60, baseMs: 777_000, videoStartMs: 0 }));
    expect(one.states).toEqual(['live', 'slate', 'live']);
    expect(one.source.generations).toBe(2);
    expectSmooth(one.tags, 80);
    expect(Math.abs(one.source.videoMs - (one.clock.now() - began))).toBeLessThan(150);
  });

  it('sends the new configuration before the first keyframe of each segment', async () => {
    const one = rig();
    await play(one, 'a', encoderTags({ frames: 40, seed: 1 }));
    await one.clock.advance(1000);
    await play(one, 'b', encoderTags({ frames: 40, seed: 2 }));
    const configs = one.tags.flatMap((tag, index) => (tag.role === 'config' && tag.track === 'video' ? [index] : []));
    expect(configs).toHaveLength(3);
    expect(configs.map((index) => one.tags[index]?.body.at(-1))).toEqual([1, 99, 2]);
    for (const index of configs) {
      const next = one.tags.slice(index).find((tag) => tag.track === 'video' && tag.role !== 'config');
      expect(next?.role).toBe('key');
    }
  });

  it('takes other slates in mid-show: at once and with a keyframe where one is on, else with the next one', async () => {
    const other = parseSlate(flvFile(encoderTags({ frames: 30, seed: 77, videoStartMs: 0 })));
    const one = rig();
    await play(one, 'a', encoderTags({ frames: 30, seed: 1 }));
    one.source.lost();
    await one.clock.advance(200);
    const before = one.tags.length;
    one.source.useSlates(other, null);
    await one.clock.advance(200);
    const pictures = one.tags.slice(before).filter(({ track }) => track === 'video');
    const at = pictures.findIndex(({ role }) => role === 'config');
    // what was due of the one before comes first: a frame at the most
    expect(at).toBeLessThanOrEqual(1);
    expect([pictures[at]?.body.at(-1), pictures[at + 1]?.role]).toEqual([77, 'key']);
    expectSmooth(one.tags, 80);

    await play(one, 'b', encoderTags({ frames: 30, seed: 2 }));
    const live = one.tags.length;
    one.source.useSlates(slate, null);
    expect(one.tags).toHaveLength(live);
    one.source.lost();
    await one.clock.advance(100);
    expect(
      one.tags
        .slice(live)
        .find(({ role }) => role === 'config')
        ?.body.at(-1),
    ).toBe(99);
  });

  it('takes another one in place of the slate that is held, and holds none that was let go', async () => {
    const heldOne = parseSlate(flvFile(encoderTags({ frames: 30, seed: 55, videoStartMs: 0 })));
    const anew = parseSlate(flvFile(encoderTags({ frames: 30, seed: 56, videoStartMs: 0 })));
    const one = rig();
    await play(one, 'a', encoderTags({ frames: 30, seed: 1 }));
    one.source.hold(heldOne);
    await one.clock.advance(100);
    one.source.useSlates(slate, anew);
    await one.clock.advance(100);
    const configs = () => one.tags.filter(({ track, role }) => track === 'video' && role === 'config').map(({ body }) => body.at(-1));
    expect(configs()).toEqual([1, 55, 56]);
    one.source.hold(null);
    await play(one, 'b', encoderTags({ frames: 10, seed: 2 }));
    one.source.useSlates(slate, anew);
    one.source.lost();
    await one.clock.advance(100);
    expect(configs()).toEqual([1, 55, 56, 2, 99]);
  });

  it('goes to the slate at once when the programme hangs up', async () => {
    const one = rig();
    await play(one, 'a', encoderTags({ frames: 30 }));
    one.source.lost();
    expect(one.source.state).toBe('slate');
    await one.clock.advance(200);
    expectSmooth(one.tags, 80);
  });

  it('goes to the slate at once when its encoder has ended, and leaves a newer one alone', async () => {
    const one = rig();
    await play(one, 'a', encoderTags({ frames: 30 }));
    one.source.lost('an older one');
    expect(one.source.state).toBe('live');
    one.source.lost('a');
    expect(one.source.state).toBe('slate');
    await one.clock.advance(200);
    expectSmooth(one.tags, 80);
  });

  it('waits for a keyframe when the same stream goes on after a pause', async () => {
    const one = rig();
    const tags = encoderTags({ frames: 90, gop: 30 });
    await play(
      one,
      'a',
      tags.filter((tag) => tag.timestampMs < 1200),
    );
    await one.clock.advance(900);
    expect(one.source.state).toBe('slate');
    const count = one.tags.length;
    await play(
      one,
      'a',
      tags.filter((tag) => tag.timestampMs >= 1200),
      false,
    );
    expect(one.states).toEqual(['live', 'slate', 'live']);
    const back = one.tags.slice(count).findIndex((tag) => tag.role === 'config' && tag.track === 'video');
    expect(one.tags.slice(count + back).find((tag) => tag.track === 'video' && tag.role !== 'config')?.role).toBe('key');
    expectSmooth(one.tags, 80);
  });

  it('takes a stream without sound', async () => {
    const one = rig();
    await play(
      one,
      'a',
      encoderTags({ frames: 60 }).filter((tag) => tag.type !== 8),
    );
    expect(one.states).toEqual(['live']);
    expect(framesOf(one.tags, 'video').length).toBe(60);
  });

  it('ignores a broken stream until a new generation, with the slate meanwhile', async () => {
    const one = rig();
    await play(one, 'a', encoderTags({ frames: 30 }));
    one.source.accept('a', Buffer.alloc(64, 0xee));
    one.source.accept('a', Buffer.alloc(64, 0xee));
    expect(one.errors).toHaveLength(1);
    await one.clock.advance(sourceTimeoutMs + 200);
    expect(one.source.state).toBe('slate');
    await play(one, 'b', encoderTags({ frames: 30 }));
    expect(one.source.state).toBe('live');
  });

  it('skips after the whole process was stopped, it does not burst', async () => {
    const one = rig();
    await one.clock.advance(2000);
    const before = one.tags.length;
    await one.clock.jump(60_000);
    await one.clock.advance(100);
    expect(one.tags.length - before).toBeLessThan(30);
    expectSmooth(one.tags, 80);
  });

  it('refuses a slate that cannot be shown', () => {
    expect(() => parseSlate(Buffer.from('nothing of the kind'))).toThrow(SlateError);
    expect(() => parseSlate(flvFile([]))).toThrow(SlateError);
    expect(() => parseSlate(flvFile(encoderTags({ frames: 3 }).filter((tag) => tag.type === 8)))).toThrow(SlateError);
  });
});

describe('a slate by command', () => {
  const other: SlateLoop = parseSlate(flvFile(encoderTags({ frames: 30, seed: 55, videoStartMs: 0 })));
  const bodies = (loop: SlateLoop): Set<Uint8Array> => new Set(loop.video.map((tag) => tag.body));

  it('comes on at once, lets nothing of the programme through, and goes back at a keyframe, on one timeline', async () => {
    const one = rig();
    const tags = encoderTags({ frames: 300, gop: 30 });
    const until = (from: number, to: number): RawTag[] => tags.filter(({ timestampMs }) => timestampMs >= from && timestampMs < to);
    await play(one, 'a', until(0, 1200));
    const before = one.tags.length;
    const at = one.source.hold(other);
    expect(one.source.state).toBe('slate');
    const firstFrame = one.tags.slice(before).find((tag) => tag.track === 'video' && tag.role !== 'config');
    expect(firstFrame?.role).toBe('key');
    expect(firstFrame?.timestampMs).toBeGreaterThan(at);
    expect(firstFrame?.timestampMs).toBeLessThanOrEqual(at + 67);
    await play(one, 'a', until(1200, 3200), false);
    const shown = bodies(other);
    for (const tag of one.tags.slice(before)) if (tag.track === 'video' && tag.role !== 'config') expect(shown.has(tag.body)).toBe(true);
    const back = one.tags.length;
    one.source.hold(null);
    expect(one.source.state).toBe('slate');
    await play(one, 'a', until(3200, 5000), false);
    expect(one.states).toEqual(['live', 'slate', 'live']);
    const programme = one.tags.slice(back).filter((tag) => tag.track === 'video' && tag.role !== 'config' && !shown.has(tag.body));
    expect(programme[0]?.role).toBe('key');
    expectSmooth(one.tags, 80);
    one.source.dispose();
  });

  it('is on from the start, survives the loss of the encoder, and can be changed for another', async () => {
    const clock = createFakeClock(10_000);
    const tags: AvTag[] = [];
    const states: string[] = [];
    const source = createSourceSwitch({
      clock,
      fps: 30,
      sourceTimeoutMs,
      slate,
      held: other,
      onTag: (tag) => tags.push(tag),
      onState: (state) => states.push(state),
      onSourceError: () => {},
    });
    const one: Rig = { clock, source, tags, states, errors: [] };
    await play(one, 'a', encoderTags({ frames: 60 }));
    source.lost('a');
    await clock.advance(500);
    expect(states).toEqual(['slate']);
    const before = tags.length;
    source.hold(slate);
    await clock.advance(500);
    const shown = bodies(slate);
    const pictures = tags.slice(before).filter((tag) => tag.track === 'video' && tag.role !== 'config');
    expect(pictures.length).toBeGreaterThan(10);
    expect(pictures[0]?.role).toBe('key');
    // the last one of the slate before may still have been due
    for (const tag of pictures.slice(2)) expect(shown.has(tag.body)).toBe(true);
    expectSmooth(tags, 80);
    source.dispose();
    expect(clock.waiting).toBe(0);
  });
});
