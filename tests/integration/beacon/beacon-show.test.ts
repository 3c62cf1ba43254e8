/** A whole show with beacon engines, received over RTMP by a player and judged by `vanchor verify`: whatever is lost, doubled or shifted is seen from outside. */
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { startViewer, studioOnAir, type StudioOnAir } from '../support/studio-on-air.ts';
import { expectWholeShow, verify } from './whole-show.ts';

let show: StudioOnAir | undefined;
afterEach(async () => {
  await show?.close();
  show = undefined;
});

describe('a beacon show', () => {
  it('reaches a player whole: nothing lost, doubled, cut or out of order', () => expectWholeShow('720p'));

  it('is called faulty when the sender really loses a turn', async () => {
    show = await studioOnAir();
    const viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    await show.speak(beaconTurnText(1, 1));
    await show.speak(beaconTurnText(3, 1));
    await viewer.stop();
    expect((await verify(viewer.file, show.dir)).sound?.turnsLost).toEqual([2]);
  });
});
