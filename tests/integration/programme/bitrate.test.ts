/** A change of the bitrate on air: another encoder generation goes on where the one before ended, and a player sees one unbroken stream. */
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/kernel/clock.ts';
import { Encoder } from '../../../main/programme/child/encoder/encoder.ts';
import { buildEncoderArgs } from '../../../main/programme/child/encoder/build-encoder-args.ts';
import { createFlvParser } from '../../../main/outlet/child/flv-parser.ts';
import { readAvTag, type AvTag } from '../../../main/outlet/child/av-tag.ts';
import { randomFillSync } from 'node:crypto';

const video = { width: 320, height: 180, fps: 25 } as const;
const settings = { audioBitrateKbps: 96, preset: 'ultrafast', keyframeIntervalSeconds: 2 } as const;
let encoder: Encoder | undefined;
afterEach(() => encoder?.dispose());

describe('a change of the bitrate', () => {
  it('loses no frame, begins with a keyframe, keeps the parameter sets and sends less', async () => {
    let videoBitrateKbps = 2000;
    const tags = new Map<number, AvTag[]>();
    const handed: boolean[] = [];
    encoder = new Encoder({
      ffmpegPath: 'ffmpeg',
      args: () => buildEncoderArgs({ video, settings: { ...settings, videoBitrateKbps }, output: { mode: 'live' }, aiGenerated: true }),
      videoBytes: (video.width * video.height * 3) / 2,
      audioBytes: (48_000 / video.fps) * 4,
      clock: systemClock,
      mode: 'live',
      onOutput(stdout, generation, handedOver) {
        const parser = createFlvParser();
        const mine: AvTag[] = [];
        tags.set(generation, mine);
        stdout.on('data', (chunk: Buffer) => {
          for (const tag of parser.push(chunk)) {
            const av = readAvTag(tag);
            if (av) mine.push(av);
          }
        });
        stdout.once('close', () => handed.push(handedOver()));
      },
      onState() {},
    });
    encoder.start();
    const first = encoder.generation;
    const picture = new Uint8Array((video.width * video.height * 3) / 2);
    const sound = new Int16Array((48_000 / video.fps) * 2);
    const written = new Map<number, number>();
    const write = async (): Promise<void> => {
      await encoder?.whenAccepting();
      randomFillSync(picture);
      written.set(encoder?.generation ?? 0, (written.get(encoder?.generation ?? 0) ?? 0) + 1);
      encoder?.write(picture, sound);
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    for (let n = 0; n < 75; n += 1) await write();
    videoBitrateKbps = 500;
    encoder.renew();
    while (encoder.generation === first) await write();
    const second = encoder.generation;
    for (let n = 0; n < 75; n += 1) await write();
    await encoder.finish();

    const framesOf = (generation: number): AvTag[] =>
      (tags.get(generation) ?? []).filter((tag) => tag.track === 'video' && tag.role !== 'config');
    const config = (generation: number): Buffer =>
      Buffer.from(tags.get(generation)?.find((tag) => tag.track === 'video' && tag.role === 'config')?.body ?? []);
    for (const generation of [first, second]) expect(framesOf(generation)).toHaveLength(written.get(generation) ?? -1);
    expect(framesOf(second)[0]?.role).toBe('key');
    expect(config(second)).toEqual(config(first));
    expect(handed[0]).toBe(true);
    const meanBytes = (generation: number): number =>
      framesOf(generation).reduce((sum, tag) => sum + tag.body.length, 0) / framesOf(generation).length;
    expect(meanBytes(second)).toBeLessThan(meanBytes(first) / 2);
  });
});
