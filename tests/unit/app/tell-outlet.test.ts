import { describe, expect, it } from 'vitest';
import { tellOutlet } from '../../../main/app/tell-outlet.ts';
import { asDestinationId } from '../../../main/contract/ids.ts';

type Said = Parameters<typeof tellOutlet>[0];
const words = { en: 'The platform refused the key.', zh: '平台拒绝了推流码。' };
const figures = { kbps: 2400, droppedVideoTags: 3, reconnects: 1, queuedMs: 40, nextTryInMs: 2000 } as const;
const [id, destinationId] = [asDestinationId('destination-1'), 'destination-1'];
const told = { kbps: 2400, droppedFrames: 3, reconnects: 1, nextTryInMs: 2000 };

describe('what the outlet says, as show events', () => {
  it.each<[string, unknown, readonly object[]]>([
    ['the source', { type: 'source', state: 'slate' }, [{ type: 'source', state: 'slate' }]],
    [
      'a destination',
      { type: 'destination', id, state: 'live', figures },
      [{ type: 'destination', destinationId, state: 'live', figures: told }],
    ],
    [
      'a destination that failed, with words',
      { type: 'destination', id, state: 'failed', figures, message: words },
      [{ type: 'destination', destinationId, state: 'failed', figures: told, message: words }],
    ],
    [
      'a recording that ended early',
      { type: 'recording', state: 'failed', path: '/r/a.mp4', message: words },
      [{ type: 'recording', state: 'failed', path: '/r/a.mp4', message: words }],
    ],
    [
      'its process, once it runs',
      { type: 'process', state: 'running', pid: 7, generation: 2, mediaPath: '/s' },
      [{ type: 'process', name: 'outlet', pid: 7, state: 'running' }],
    ],
    [
      'its process, given up',
      { type: 'process', state: 'given-up', pid: undefined, generation: 2, mediaPath: '/s', message: words },
      [
        { type: 'process', name: 'outlet', pid: null, state: 'given-up' },
        { type: 'notice', level: 'error', message: words },
      ],
    ],
    ['an anchor of a recording', { type: 'recording-anchor', path: '/r/a.mp4', frame: 1, atMs: 2 }, []],
    ['an anchor of the last minutes', { type: 'replay-anchor', frame: 1, timelineMs: 2 }, []],
    ['the last minutes, which the recorder tells', { type: 'replay', state: 'failed', message: words }, []],
  ])('%s', (_name, said, events) => {
    expect(tellOutlet(said as Said)).toEqual(events);
  });
});
