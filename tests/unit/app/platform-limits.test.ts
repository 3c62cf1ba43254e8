import { describe, expect, it } from 'vitest';
import { createPlatformLimits, shapeHint } from '../../../main/app/platform-limits.ts';
import type { DestinationPresetId } from '../../../main/contract/destination-presets.ts';
import { asDestinationId, asShowId } from '../../../main/contract/ids.ts';
import { videoFormat, type VideoFormat } from '../../../main/contract/media.ts';
import type { DestinationState, ShowEvent } from '../../../main/contract/show-events.ts';
import { destinationPresets } from '../../../main/contract/destination-presets.ts';
import { videoKbpsFor } from '../../../main/contract/video-encoders.ts';

function open(video: VideoFormat | undefined) {
  const onAir = new Map<string, DestinationPresetId>();
  const limits: (readonly [number, string | null])[] = [];
  const notices: string[] = [];
  const platforms = createPlatformLimits({
    video: () => video,
    presets: () => Array.from(onAir.values()),
    presetOf: (id) => onAir.get(id),
    kbpsFor: (format, presets) =>
      videoKbpsFor(
        format,
        160,
        presets.map((id) => destinationPresets[id].maxKbps),
      ),
    limit: (kbps, by) => limits.push([kbps, by?.en ?? null]),
    notice: ({ en, zh }) => notices.push(`${en} ${zh}`),
  });
  const note = (id: string, state: DestinationState): void => {
    const event: ShowEvent = {
      showId: asShowId('s'),
      atMs: 0,
      type: 'destination',
      destinationId: asDestinationId(id),
      state,
    };
    platforms.note(event);
  };
  return {
    platforms,
    limits,
    notices,
    join: (id: string, presetId: DestinationPresetId): void => {
      onAir.set(id, presetId);
      note(id, 'connecting');
      note(id, 'live');
    },
    leave: (id: string): void => {
      onAir.delete(id);
      note(id, 'stopped');
    },
  };
}

describe('the limits of platforms', () => {
  it('hold for the one encode while such a platform is on air, also when it joins late', () => {
    const { join, leave, limits } = open(videoFormat('1080p', 60));
    join('a', 'custom');
    expect(limits.at(-1)).toEqual([6000, null]);
    join('b', 'youtube');
    expect(limits.at(-1)).toEqual([6000, null]);
    join('c', 'twitch');
    expect(limits.at(-1)).toEqual([5840, 'Twitch']);
    leave('c');
    expect(limits.at(-1)).toEqual([6000, null]);
  });

  it('say nothing while no show is on', () => {
    const { join, platforms, limits, notices } = open(undefined);
    join('c', 'twitch');
    platforms.review();
    expect([limits, notices]).toEqual([[], []]);
  });

  it('tell once of a picture that lies the wrong way for a platform', () => {
    const { join, leave, notices } = open(videoFormat('720p'));
    join('a', 'youtube');
    expect(notices).toEqual([]);
    join('b', 'douyin');
    leave('b');
    join('b', 'douyin');
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/upright.*竖屏/);
    expect(shapeHint('twitch', videoFormat('720p-vertical'))?.en).toMatch(/landscape/);
    expect(shapeHint('douyin', videoFormat('1080p-vertical'))).toBeNull();
  });
});
