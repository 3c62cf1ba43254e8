/** The beacon engines as engines: what they load to, speak and draw. */
import { describe, expect, test } from 'vitest';
import { asClauseId, asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import { visemes } from '../../../main/contract/visemes.ts';
import type { FrameCue } from '../../../main/contract/cues.ts';
import { neutralExpression, type Mark } from '../../../main/contract/speech.ts';
import type { DrawnFrame } from '../../../main/engines/child/types.ts';
import type { LoadSpec, TtsRequest } from '../../../main/engines/contract/requests.ts';
import { beaconFace } from '../../../main/engines/entries/beacon-face/beacon-face.ts';
import { beaconVoice } from '../../../main/engines/entries/beacon-voice/beacon-voice.ts';
import { createBarcodeReader } from '../../../main/cli/verify/read-barcode.ts';
import { createClauseGrouper } from '../../../main/cli/verify/group-clauses.ts';
import { createToneReader } from '../../../main/cli/verify/read-tones.ts';

function spec(options: Record<string, unknown> = {}): LoadSpec {
  return { showId: asShowId('s'), instanceId: asInstanceId('i'), engineId: 'beacon', options, resourcesDir: '/nowhere' };
}

describe('voice', () => {
  async function speak(text: string, speed = 1) {
    const voice = await beaconVoice.load(spec());
    const pieces: Int16Array[] = [];
    const out = { written: 0, write: (samples: Int16Array) => Promise.resolve(void pieces.push(samples.slice())) };
    const request: TtsRequest = {
      showId: asShowId('s'),
      turnId: asTurnId('t'),
      clauseId: asClauseId('c'),
      epoch: 0,
      text,
      lang: 'en',
      expression: neutralExpression,
      speed,
      pitch: 0,
      volume: 1,
      sink: { path: '', streamId: '' },
    };
    const marks: Mark[] = [];
    for await (const item of voice.infer(request, out, new AbortController().signal)) marks.push(...item.marks);
    const samples = Int16Array.from(pieces.flatMap((piece) => Array.from(piece)));
    const grouper = createClauseGrouper(() => 0);
    const reader = createToneReader(grouper);
    const silence = new Int16Array(9600);
    reader.push(silence, 0);
    reader.push(samples, 0.2);
    reader.push(silence, 0.2 + samples.length / 48_000);
    reader.end();
    return { clauses: grouper.end(9), marks, samples };
  }

  test('what it says is heard, to the millisecond', async () => {
    const { clauses, samples } = await speak('Beacon #4071.12/15,');
    expect(samples).toHaveLength(57_600);
    expect(clauses).toMatchObject([
      { numbering: 'numbered', number: { turn: 4071, clause: 12, clauses: 15 }, state: 'complete', silenceMs: 0 },
    ]);
    expect(Math.abs((clauses[0]?.atSeconds ?? 0) - 0.2)).toBeLessThan(0.001);
  });
  test('repeated digits stay apart', async () => {
    expect((await speak('#7777.77/77')).clauses).toMatchObject([{ state: 'complete', number: { turn: 7777, clause: 77, clauses: 77 } }]);
  });
  test('a text without a number is told apart', async () => {
    expect((await speak('Good evening')).clauses).toMatchObject([{ numbering: 'hashed', state: 'complete' }]);
  });
  test('speed does not stretch it', async () => {
    expect((await speak('#1.1', 2)).samples).toHaveLength(57_600);
  });
  test('marks cover the clause and move the lips', async () => {
    const { marks } = await speak('#1.1');
    expect(marks.map((mark) => mark.atMs)).toEqual(Array.from({ length: 12 }, (_, slot) => slot * 100));
    expect(marks.map((mark) => mark.viseme)).toEqual(['O', ...Array.from({ length: 11 }, (_, slot) => (slot % 2 === 0 ? 'PP' : 'aa'))]);
  });
});

describe('face', () => {
  const cue = (frame: number, speaking: boolean): FrameCue => ({
    frame,
    timeMs: 0,
    visemes: visemes.map((name) => (name === 'aa' ? 1 : 0)),
    jaw: 1,
    emotion: 'neutral',
    intensity: 0,
    breath: 0,
    speaking,
    blink: [0, 0],
    brows: [0, 0],
    gaze: [0, 0],
    head: [0, 0, 0],
  });

  test.each([640, 512, 1280])('draws every cue, a part after the base, at %i', async (size) => {
    const face = await beaconFace.load(spec({ size }));
    expect(face.signature).toMatchObject({ width: size, height: size, format: 'i420a' });
    const canvas = new Uint8Array(size * size);
    const alpha = new Uint8Array(size * size);
    const reader = createBarcodeReader();
    const seen: unknown[] = [];
    const shapes: string[] = [];
    const emit = (_: FrameCue, frame: DrawnFrame): Promise<void> => {
      const { rect, data } = frame;
      expect(data).toHaveLength((rect.width * rect.height * 5) / 2);
      for (const edge of [rect.x, rect.y, rect.width, rect.height]) expect(edge % 2).toBe(0);
      const alphaFrom = (rect.width * rect.height * 3) / 2;
      for (let y = 0; y < rect.height; y++) {
        const at = (rect.y + y) * size + rect.x;
        canvas.set(data.subarray(y * rect.width, (y + 1) * rect.width), at);
        alpha.set(data.subarray(alphaFrom + y * rect.width, alphaFrom + (y + 1) * rect.width), at);
      }
      seen.push(reader.read({ width: size, height: size, pixels: canvas }));
      shapes.push(frame.base ? 'base' : 'part');
      return Promise.resolve();
    };
    face.connected?.();
    await face.frames([cue(0, false), cue(1, true)], emit);
    await face.frames([cue(0xabcdef, true)], emit);
    face.connected?.();
    await face.frames([cue(4, false)], emit);
    const aa = visemes.indexOf('aa');
    expect(seen).toEqual([
      { frame: 0, speaking: false, viseme: aa, jaw: 15 },
      { frame: 1, speaking: true, viseme: aa, jaw: 15 },
      { frame: 0xabcdef, speaking: true, viseme: aa, jaw: 15 },
      { frame: 4, speaking: false, viseme: aa, jaw: 15 },
    ]);
    expect(shapes).toEqual(['base', 'part', 'part', 'base']);
    expect(alpha.every((value) => value === 255)).toBe(true);
  });

  test.each([500, 0, 448, -640, '640', 640.5])('refuses the size %s', async (size) => {
    await expect(beaconFace.load(spec({ size }))).rejects.toMatchObject({ code: 'bad-options' });
  });
});
