import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asTurnId } from '../../../main/contract/ids.ts';
import { isAlive, loudParts, Rig } from './rig.ts';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.dispose());

describe('the programme on air', () => {
  it('speaks with moving lips, in order, and keeps both tracks together', async () => {
    await rig.configure();
    const face = await rig.attachFace();
    const voice = await rig.openVoice();
    await rig.programme.start();
    await rig.event('face', (e) => e.state === 'on-air');
    await rig.frames(20);
    rig.programme.enqueueClause(rig.clause('a', 0));
    await rig.speak(voice, 'a.0', 0.8);
    await rig.speak(voice, 'a.1', 0.5); // before its clause
    rig.programme.enqueueClause(rig.clause('a', 1));
    rig.programme.endTurn(asTurnId('a'));
    const ended = await rig.event('turn-ended');
    await rig.frames(20);
    const stats = await rig.programme.stats();
    const started = rig.events.filter((e) => e.type === 'speech-started');
    expect(started.map((e) => e.clauseId)).toEqual(['a.0', 'a.1']);
    const heard = rig.events.filter((e) => e.type === 'speech-heard');
    expect(heard.map((e) => e.clauseId)).toEqual(['a.0', 'a.1']);
    // with the sound, or with the frame after it where the sound begins late in its frame
    for (const { atMs, lipsAtMs, mouthAfterFrames } of heard) {
      expect(lipsAtMs ?? Infinity).toBeLessThanOrEqual(atMs + 70);
      expect(mouthAfterFrames ?? Infinity).toBeLessThanOrEqual(2);
    }
    for (const [index, { frame }] of heard.entries()) expect(frame).toBeGreaterThanOrEqual(started[index]?.frame ?? Infinity);
    expect(rig.events.filter((e) => e.type === 'speech-ended').map((e) => [e.clauseId, e.complete, Math.round(e.playedMs)])).toEqual([
      ['a.0', true, 800],
      ['a.1', true, 500],
    ]);
    expect(ended.complete).toBe(true);
    expect(stats.underruns).toBe(0);
    // The lips begin with the sound; where it had to wait for them, at most that much before it.
    const first = started[0]?.frame ?? -1;
    expect(face.cues.findLast((cue) => cue.frame === first)?.speaking).toBe(true);
    expect(face.cues.findLast((cue) => cue.frame === first - 5)?.speaking).toBe(false);
    const { videoFrames, audioPackets, sound } = rig.decode(rig.bytesOf('outlet-1', stats.encoderRestarts + 1));
    expect(Math.abs(videoFrames / 30 - (audioPackets * 1024) / 48_000)).toBeLessThan(0.1);
    const [one, two] = loudParts(sound);
    const length = (part: [number, number] | undefined): number => ((part?.[1] ?? 0) - (part?.[0] ?? 0)) / 48;
    expect(length(one)).toBeCloseTo(800, -1.5);
    expect(length(two)).toBeCloseTo(500, -1.5);
    expect(((two?.[0] ?? 0) - (one?.[1] ?? 0)) / 48).toBeCloseTo(120, -1.5);
    expect((one?.[0] ?? 0) / 1600).toBeCloseTo(first, -0.5);
  });

  it('is silent after a cancel, and speaks again in the next epoch', async () => {
    await rig.configure();
    await rig.attachFace();
    const voice = await rig.openVoice();
    await rig.programme.start();
    rig.programme.enqueueClause(rig.clause('a', 0));
    rig.programme.enqueueClause(rig.clause('a', 1));
    await rig.speak(voice, 'a.0', 6);
    await rig.speak(voice, 'a.1', 6);
    await rig.event('speech-started');
    await rig.frames(15);
    await rig.programme.cancel(0);
    const cut = await rig.event('speech-ended');
    rig.programme.enqueueClause(rig.clause('late', 0));
    await rig.frames(30);
    rig.programme.enqueueClause(rig.clause('b', 0, { epoch: 1 }));
    await rig.speak(voice, 'b.0', 0.4);
    await rig.event('speech-ended', (e) => e.clauseId === 'b.0');
    await rig.frames(15);
    expect(cut.complete).toBe(false);
    expect(rig.events.filter((e) => e.type === 'turn-ended').map((e) => [e.turnId, e.complete])).toEqual([['a', false]]);
    expect(rig.events.filter((e) => e.type === 'speech-started').map((e) => e.clauseId)).toEqual(['a.0', 'b.0']);
    const stats = await rig.programme.stats();
    const parts = loudParts(rig.decode(rig.bytesOf('outlet-1', stats.encoderRestarts + 1)).sound);
    expect(parts).toHaveLength(2);
    const [heard, next] = parts;
    // Sound ends within the frame that was told; AAC smears an edge over one of its own frames.
    expect(heard?.[1] ?? 0).toBeLessThan((cut.frame + 1) * 1600 + 2048);
    expect(((next?.[1] ?? 0) - (next?.[0] ?? 0)) / 48).toBeCloseTo(400, -1.5);
  });

  it('goes on with a new stream when the encoder is killed', async () => {
    await rig.configure();
    await rig.attachFace();
    await rig.programme.start();
    const { pid } = await rig.event('encoder', (e) => e.state === 'running');
    await rig.frames(30);
    process.kill(pid ?? 0, 'SIGKILL');
    const next = await rig.event('encoder', (e) => e.state === 'running' && e.pid !== pid);
    await rig.frames(45);
    const generations = [...(rig.flv.get('outlet-1')?.keys() ?? [])];
    const bytes = rig.bytesOf('outlet-1', generations.at(-1) ?? 0);
    expect(generations.length).toBeGreaterThanOrEqual(2);
    expect(bytes.subarray(0, 3).toString()).toBe('FLV');
    expect(rig.decode(bytes).videoFrames).toBeGreaterThan(20);
    expect((await rig.programme.stats()).encoderRestarts).toBeGreaterThanOrEqual(1);
    expect(next.pid).not.toBe(pid);
  });

  it('replaces an encoder that takes nothing any more', async () => {
    await rig.configure();
    await rig.programme.start();
    const { pid } = await rig.event('encoder', (e) => e.state === 'running');
    await rig.frames(15);
    process.kill(pid ?? 0, 'SIGSTOP');
    await rig.event('encoder', (e) => e.state === 'running' && e.pid !== pid);
    await rig.until(() => !isAlive(pid ?? 0), 'the stopped encoder to be gone');
    await rig.frames(30);
  });

  it('gives a new outlet a stream from its first byte', async () => {
    await rig.configure();
    await rig.programme.start();
    await rig.frames(20);
    await rig.openOutlet('outlet-2');
    await rig.programme.attachOutlet(rig.outletPath('outlet-2'));
    await rig.until(() => (rig.flv.get('outlet-2')?.size ?? 0) > 0, 'media at the new outlet');
    await rig.frames(30);
    const [generation] = [...(rig.flv.get('outlet-2')?.keys() ?? [])];
    expect(
      rig
        .bytesOf('outlet-2', generation ?? 0)
        .subarray(0, 3)
        .toString(),
    ).toBe('FLV');
  });

  it('loops the last frames when the face dies, and takes it back when it comes again', async () => {
    await rig.configure();
    const face = await rig.attachFace();
    await rig.programme.start();
    await rig.event('face', (e) => e.state === 'on-air');
    await rig.frames(45);
    face.connection.close();
    await rig.event('face', (e) => e.state === 'lost');
    const before = await rig.programme.stats();
    await rig.frames(30);
    const after = await rig.programme.stats();
    expect(after.framesHeldIdle - before.framesHeldIdle).toBeGreaterThanOrEqual(25);
    expect(after.framesSkipped).toBe(before.framesSkipped);
    const seen = rig.events.length;
    await rig.attachFace();
    await rig.until(() => rig.events.slice(seen).some((e) => e.type === 'face' && e.state === 'on-air'), 'the face on air again');
  });

  it('lets the sound go on and counts when the lips stay away', async () => {
    await rig.configure();
    const face = await rig.attachFace();
    const voice = await rig.openVoice();
    await rig.programme.start();
    await rig.event('face', (e) => e.state === 'on-air');
    await rig.frames(20);
    face.mode = 'silent';
    rig.programme.enqueueClause(rig.clause('a', 0));
    await rig.speak(voice, 'a.0', 1);
    const ended = await rig.event('speech-ended');
    expect(ended).toMatchObject({ complete: true });
    expect((await rig.event('speech-heard')).lipsAtMs).toBeNull();
    expect((await rig.programme.stats()).framesHeldSpeaking).toBeGreaterThanOrEqual(25);
  });

  it('holds a breath when the voice is slow, and plays what a dead voice left', async () => {
    await rig.configure();
    const voice = await rig.openVoice();
    await rig.programme.start();
    rig.programme.enqueueClause(rig.clause('a', 0));
    await rig.speak(voice, 'a.0', 0.4, 'leave-open');
    await rig.event('speech-started');
    await rig.frames(25);
    await rig.speak(voice, 'a.0', 0.4, 'leave-open');
    await rig.frames(25);
    voice.close();
    const ended = await rig.event('speech-ended');
    expect(ended.complete).toBe(false);
    expect(Math.round(ended.playedMs)).toBe(800);
    expect((await rig.programme.stats()).underruns).toBe(1);
  });

  it('comes back by itself after a kill: later frame numbers, turns told to have ended, no ffmpeg left over', async () => {
    await rig.configure();
    await rig.attachFace();
    const voice = await rig.openVoice();
    await rig.programme.start();
    const { pid: encoderPid } = await rig.event('encoder', (e) => e.state === 'running');
    rig.programme.enqueueClause(rig.clause('a', 0));
    await rig.speak(voice, 'a.0', 5);
    await rig.event('speech-started');
    const { frame } = await rig.programme.stats();
    const seen = rig.events.length;
    process.kill(rig.programme.pid ?? 0, 'SIGKILL');
    await rig.until(() => rig.events.slice(seen).some((e) => e.type === 'process' && e.state === 'running'), 'a new programme');
    await rig.frames(30);
    expect(rig.events.slice(seen).find((e) => e.type === 'turn-ended')).toMatchObject({ turnId: 'a', complete: false });
    expect((await rig.programme.stats()).frame).toBeGreaterThan(frame + 30);
    await rig.until(() => !isAlive(encoderPid ?? 0), 'the old encoder to end with its programme');
    const again = await rig.attachFace();
    await rig.until(() => again.cues.length > 0, 'the new process to ask the face');
  });

  it('skips after a suspension and never bursts', async () => {
    await rig.configure();
    await rig.programme.start();
    await rig.frames(30);
    const before = await rig.programme.stats();
    const pid = rig.programme.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    process.kill(pid, 'SIGCONT');
    await rig.frames(5);
    const after = await rig.programme.stats();
    expect(after.framesSkipped - before.framesSkipped).toBeGreaterThan(30);
    expect(after.frame - before.frame).toBeLessThan(75);
  });

  it('says in words that a background cannot be read, and takes another', async () => {
    await expect(
      rig.configure({ look: { background: '/nowhere/x.png', namePlate: '', captions: true, aiLabel: false } }),
    ).rejects.toMatchObject({ code: 'bad-background' });
    await rig.programme.dispose();
  });
});
