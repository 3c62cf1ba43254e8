import { afterEach, describe, expect, it } from 'vitest';
import { asTurnId } from '../../../main/contract/ids.ts';
import { loudParts, Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.dispose());

describe('rendering to a file', () => {
  it('writes all that was said, picture and sound of the same length, as fast as it can', async () => {
    rig = new Rig('file');
    await rig.configure();
    await rig.attachFace();
    const voice = await rig.openVoice();
    await rig.programme.start();
    for (const index of [0, 1, 2]) rig.programme.enqueueClause(rig.clause('a', index));
    rig.programme.enqueueClause(rig.clause('a', 3, { streamId: null, text: '🎉' }));
    rig.programme.endTurn(asTurnId('a'));
    for (const index of [0, 1, 2]) await rig.speak(voice, `a.${index}`, 3);
    const { frames } = await rig.programme.finish();
    const stats = await rig.programme.stats();
    const { videoFrames, sound } = rig.decode(rig.filePath);
    expect(videoFrames).toBe(frames);
    expect(Math.abs(sound.length - frames * 1600)).toBeLessThanOrEqual(2048);
    expect(loudParts(sound).map(([from, to]) => Math.round((to - from) / 4800))).toEqual([30, 30, 30]);
    expect(stats).toMatchObject({ framesHeldSpeaking: 0, framesSkipped: 0, underruns: 0 });
    expect(rig.events.filter((e) => e.type === 'turn-ended').map((e) => e.complete)).toEqual([true]);
  });

  it('waits for a slow voice instead of writing silence', async () => {
    rig = new Rig('file');
    await rig.configure();
    const voice = await rig.openVoice();
    await rig.programme.start();
    rig.programme.enqueueClause(rig.clause('a', 0));
    const finished = rig.programme.finish();
    await rig.speak(voice, 'a.0', 0.5, 'leave-open');
    await new Promise((resolve) => setTimeout(resolve, 700));
    await rig.speak(voice, 'a.0', 0.5);
    const { frames } = await finished;
    expect(frames).toBeLessThan(35);
    expect(loudParts(rig.decode(rig.filePath).sound)).toHaveLength(1);
  });

  it('ends a turn that is closed after its last word, without waiting for more', async () => {
    rig = new Rig('file');
    await rig.configure();
    const voice = await rig.openVoice();
    await rig.programme.start();
    rig.programme.enqueueClause(rig.clause('a', 0));
    await rig.speak(voice, 'a.0', 0.3);
    await rig.event('speech-ended');
    rig.programme.endTurn(asTurnId('a'));
    await rig.event('turn-ended');
    expect((await rig.programme.finish()).frames).toBeLessThan(20);
  });

  it('writes nothing while a clause waits for its first sound', async () => {
    rig = new Rig('file');
    await rig.configure();
    const voice = await rig.openVoice();
    await rig.programme.start();
    rig.programme.enqueueClause(rig.clause('a', 0));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await rig.speak(voice, 'a.0', 0.3);
    expect((await rig.programme.finish()).frames).toBeLessThan(20);
  });

  it('tells when the file cannot be written', async () => {
    rig = new Rig('file');
    await rig.configure({ output: { mode: 'file', path: '/nowhere/at/all.mp4' } });
    await rig.programme.start();
    rig.programme.enqueueClause(rig.clause('a', 0, { streamId: null }));
    await expect(rig.programme.finish()).rejects.toThrow(/nowhere|encoder|ffmpeg/);
  });
});
