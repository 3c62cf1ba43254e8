/** The outlet's own composition, as far as its parts cannot show it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asShowId } from '../../../main/contract/ids.ts';
import { createOutletCore, type OutletCore } from '../../../main/outlet/child/outlet.ts';
import type { OutletEvent } from '../../../main/outlet/protocol/control.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { av } from './flv-samples.ts';

let folder: string;
let core: OutletCore;
let events: OutletEvent[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vo-core-'));
  events = [];
  core = createOutletCore({
    config: {
      showId: asShowId('s'),
      video: { width: 64, height: 64, fps: 30 },
      mediaPath: '/m',
      slatePath: '/s',
      sourceTimeoutMs: 500,
    },
    slate: { videoConfig: av('video', 'config', 0), audioConfig: null, video: [av('video', 'key', 0)], audio: [] },
    clock: createFakeClock(),
    emit: (event) => events.push(event),
    onSourceError: () => {},
  });
});
afterEach(async () => {
  await core.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const spec = (name: string) => ({ path: join(folder, name), title: 'Show', aiGenerated: true });
const recorded = (): string[] => events.flatMap((event) => (event.type === 'recording' ? [event.state] : []));

describe('outlet core', () => {
  it('ends a recording that is still being opened once it is open, and takes the next one', async () => {
    const started = core.startRecording(spec('a.mp4'));
    const ended = core.stopRecording();
    await started;
    expect(await ended).toMatchObject({ parts: [join(folder, 'a.mp4')] });
    expect(recorded()).toEqual(['recording', 'stopped']);
    await core.startRecording(spec('b.mp4'));
    expect(await core.stopRecording()).toMatchObject({ parts: [join(folder, 'b.mp4')] });
  });

  it('has nothing to end when the opening fails', async () => {
    const started = core.startRecording(spec('a\0.mp4')).catch((error: unknown) => error);
    expect(await core.stopRecording()).toBeNull();
    expect(await started).toMatchObject({ code: 'cannot-open' });
  });
});
