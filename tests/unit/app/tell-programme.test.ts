import { describe, expect, it } from 'vitest';
import { tellProgramme } from '../../../main/app/tell-programme.ts';

type Said = Parameters<typeof tellProgramme>[0];
const words = { en: 'The programme does not start.', zh: '节目进程无法启动。' };
const clause = { turnId: 't1', clauseId: 't1.1', frame: 90 } as const;
const seen = { mouth: 'moving', mouthAfterFrames: 0, lipsAtMs: 5010 } as const;

describe('what the programme says, as show events', () => {
  it.each<[string, unknown, readonly object[]]>([
    ['speech begins', { type: 'speech-started', ...clause, atMs: 5000 }, [{ type: 'speech-started', ...clause, heardAtMs: 5000 }]],
    [
      'speech is heard',
      { type: 'speech-heard', ...clause, atMs: 5000, ...seen },
      [{ type: 'speech-heard', ...clause, heardAtMs: 5000, ...seen }],
    ],
    [
      'speech ends',
      { type: 'speech-ended', ...clause, atMs: 5000, complete: false, playedMs: 800 },
      [{ type: 'speech-ended', ...clause, complete: false, playedMs: 800 }],
    ],
    ['silence', { type: 'cancelled', epoch: 3, atMs: 5000, silentAfterMs: 30 }, [{ type: 'cancelled', epoch: 3, silentAfterMs: 30 }]],
    [
      'the encoder',
      { type: 'encoder', state: 'restarting', pid: null, detail: 'EPIPE' },
      [{ type: 'process', name: 'encoder', pid: null, state: 'restarting' }],
    ],
    [
      'its process, given up',
      { type: 'process', state: 'given-up', pid: undefined, generation: 2, mediaPath: '/s', message: words },
      [
        { type: 'process', name: 'programme', pid: null, state: 'given-up' },
        { type: 'notice', level: 'error', message: words },
      ],
    ],
    ['a face, which the fleet tells', { type: 'face', instanceId: 'i1', state: 'lost' }, []],
    ['the bitrate, which the encoding tells', { type: 'bitrate', videoKbps: 2000, outcome: 'taken' }, []],
    ['the end of a turn, which the conversation tells', { type: 'turn-ended', turnId: 't1', frame: 1, atMs: 1, complete: true }, []],
  ])('%s', (_name, said, events) => {
    expect(tellProgramme(said as Said)).toEqual(events);
  });
});
