import { expect, it } from 'vitest';
import type { UnstampedShowEvent } from '../../../main/app/create-show.ts';
import { createTellParameters } from '../../../main/app/tell-parameters.ts';

it('says whether publishers meet the parameters for the first time, as before, or anew', () => {
  const events: UnstampedShowEvent[] = [];
  const tell = createTellParameters((event) => events.push(event));
  const [small, large] = [
    { width: 1280, height: 720, fps: 30 },
    { width: 1920, height: 1080, fps: 30 },
  ] as const;
  tell(small, { videoBitrateKbps: 2500, audioBitrateKbps: 160 });
  tell(small, { videoBitrateKbps: 2500, audioBitrateKbps: 160 });
  tell(small, { videoBitrateKbps: 2000, audioBitrateKbps: 160 });
  tell(large, { videoBitrateKbps: 2000, audioBitrateKbps: 160 });
  tell(large, { videoBitrateKbps: 2000, audioBitrateKbps: 160 });
  expect(events.map((event) => 'publishers' in event && event.publishers)).toEqual(['first', 'as-before', 'anew', 'anew', 'as-before']);
  expect(events.at(-1)).toEqual({
    type: 'parameters',
    ...large,
    videoBitrateKbps: 2000,
    audioBitrateKbps: 160,
    publishers: 'as-before',
  });
});
