/** Faces that change on a real programme, seen in what was sent. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveFfmpeg } from '../../../main/programme/control/resolve-ffmpeg.ts';
import { Rig } from './rig.ts';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.dispose());

/** Luma of the faces' forehead in every frame. */
async function foreheads(): Promise<number[]> {
  const stats = await rig.programme.stats();
  const file = join(rig.dir, 'seen.flv');
  writeFileSync(file, rig.bytesOf('outlet-1', stats.encoderRestarts + 1));
  const ffmpeg = (await resolveFfmpeg()).path;
  // The rig's faces are 64 x 64, bottom-centred in the picture.
  const filter = 'crop=32:16:144:184,scale=1:1:flags=area,format=gray';
  const { stdout } = spawnSync(ffmpeg, ['-v', 'error', '-nostdin', '-i', file, '-an', '-vf', filter, '-f', 'rawvideo', '-'], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...stdout];
}

describe('a change of faces on air', () => {
  it('is seen as a fade of eight steps in one direction, without a held frame, and told when it is through', async () => {
    await rig.configure({
      look: { background: 'studio', namePlate: '', captions: false, aiLabel: false, anchorRect: { x: 0, y: 0, width: 320, height: 240 } },
    });
    await rig.attachFace('dark', 60);
    await rig.programme.start();
    await rig.event('face', (e) => e.instanceId === 'dark' && e.state === 'on-air');
    await rig.frames(30);
    const before = await rig.programme.stats();
    await rig.attachFace('light', 220);
    await rig.event('face', (e) => e.instanceId === 'light' && e.state === 'on-air');
    await rig.frames(30);
    const after = await rig.programme.stats();
    expect([after.faceFades, after.faceCuts]).toEqual([1, 0]);
    expect(after.framesHeldIdle).toBe(before.framesHeldIdle);
    expect(after.framesSkipped).toBe(before.framesSkipped);
    const seen = await foreheads();
    // 8-bit grey of ffmpeg is full range: 60 and 220 of limited range.
    const [dark, light] = [((60 - 16) * 255) / 219, ((220 - 16) * 255) / 219];
    // Before the first face came on, its place shows the set.
    const alone = seen.findIndex((value) => Math.abs(value - dark) < 5);
    const between = seen.slice(alone).filter((value) => value > dark + 8 && value < light - 8);
    expect(between).toHaveLength(8);
    expect(between).toEqual([...between].sort((a, b) => a - b));
    expect(between.map((value) => Math.round(((value - dark) / (light - dark)) * 9))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(Math.abs((seen.at(-1) ?? 0) - light)).toBeLessThan(6);
  });

  it('speaks on through the fade, with lips', async () => {
    await rig.configure();
    await rig.attachFace('dark', 90);
    const voice = await rig.openVoice();
    await rig.programme.start();
    await rig.event('face', (e) => e.state === 'on-air');
    rig.programme.enqueueClause(rig.clause('a', 0));
    await rig.speak(voice, 'a.0', 2);
    await rig.event('speech-started');
    await rig.attachFace('light', 200);
    await rig.event('face', (e) => e.instanceId === 'light' && e.state === 'on-air');
    const ended = await rig.event('speech-ended');
    expect(ended).toMatchObject({ complete: true });
    expect(await rig.programme.stats()).toMatchObject({ faceFades: 1, faceCuts: 0, underruns: 0 });
  });
});

describe('the mouth in the first audible frame', () => {
  it('is still where a face answers in time but never moves its lips', async () => {
    await rig.configure();
    const face = await rig.attachFace();
    face.mode = 'sealed';
    const voice = await rig.openVoice();
    await rig.programme.start();
    await rig.event('face', (e) => e.state === 'on-air');
    await rig.frames(20);
    rig.programme.enqueueClause(rig.clause('a', 0));
    await rig.speak(voice, 'a.0', 1);
    expect(await rig.event('speech-heard')).toMatchObject({ clauseId: 'a.0', mouth: 'still', mouthAfterFrames: null, lipsAtMs: null });
  });

  it('is nobody’s where there is no face', async () => {
    await rig.configure();
    const voice = await rig.openVoice();
    await rig.programme.start();
    rig.programme.enqueueClause(rig.clause('a', 0));
    await rig.speak(voice, 'a.0', 0.3);
    expect(await rig.event('speech-heard')).toMatchObject({ mouth: 'no-face', mouthAfterFrames: null });
  });
});
