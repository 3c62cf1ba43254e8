import { expect, it } from 'vitest';
import { joinOwnDestinations, maxQueueBytes } from '../../../main/app/own-destinations.ts';
import type { DestinationSpec } from '../../../main/outlet/protocol/control.ts';

it('joins each destination of the show under its number, one after the other, and looks for an SRT ffmpeg only where one is needed', async () => {
  const joined: DestinationSpec[] = [];
  let asked = 0;
  const outlet = { addDestination: async (spec: DestinationSpec) => void joined.push(spec) };
  const find = async (): Promise<string | undefined> => {
    asked += 1;
    return asked === 1 ? '/bin/ffmpeg' : undefined;
  };
  const rtmp = { url: 'rtmps://a.example/app', streamKey: 'k1', caPem: 'PEM' };
  await joinOwnDestinations(outlet, [rtmp], find);
  expect(asked).toBe(0);
  await joinOwnDestinations(
    outlet,
    [rtmp, { url: 'SRT://b.example:9000', streamKey: 'k2' }, { url: 'srt://c.example:9000', streamKey: '' }],
    find,
  );
  expect(joined).toEqual([
    { id: 'destination-1', url: rtmp.url, streamKey: 'k1', maxQueueBytes, extraCaPem: 'PEM' },
    { id: 'destination-1', url: rtmp.url, streamKey: 'k1', maxQueueBytes, extraCaPem: 'PEM' },
    { id: 'destination-2', url: 'SRT://b.example:9000', streamKey: 'k2', maxQueueBytes, srtFfmpegPath: '/bin/ffmpeg' },
    { id: 'destination-3', url: 'srt://c.example:9000', streamKey: '', maxQueueBytes },
  ]);
});
