import { describe, expect, it } from 'vitest';
import { prepareShowSlates } from '../../../main/app/show-slates.ts';
import type { SlateDesk } from '../../../main/app/slate-desk.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import type { SlateFiles } from '../../../main/outlet/protocol/control.ts';

const encoder = {
  ffmpegPath: 'ffmpeg',
  encoder: 'vaapi',
  device: '/dev/dri/renderD129',
  videoBitrateKbps: 3000,
  audioBitrateKbps: 128,
  preset: 'veryfast',
  keyframeIntervalSeconds: 2,
} as const;
const video = { width: 1280, height: 720, fps: 30 };

/** Slates whose files are called by what made them. `anew`: what preparing for x264 waits for. */
async function scene(held?: 'back-soon' | 'own', anew: () => Promise<void> = async () => {}) {
  const desk: Pick<SlateDesk, 'prepare' | 'pathOf'> = {
    async prepare(_video, { encoder: by = 'x264', device }) {
      if (by === 'x264') await anew();
      const name = (slate: string): string => `${slate} ${by}${device === undefined ? '' : ' on a card'}`;
      return { 'back-soon': name('back'), 'starting-soon': name('start') };
    },
    pathOf: async (slate, _video, { encoder: by }) => (slate === 'own' ? undefined : `${slate} ${by}`),
  };
  const told: unknown[] = [];
  const outlet = {
    holdSlate: async (path: string | null) => void told.push(path),
    useSlates: async (files: SlateFiles) => void told.push(files),
  };
  return { slates: await prepareShowSlates({ desk, video, encoder, held, logger: silentLogger }), outlet, told };
}

describe('the slates of a show', () => {
  it('are made anew for another encoder, without the card, and the one that is held with them', async () => {
    const { slates, outlet, told } = await scene('back-soon');
    const card = { slatePath: 'back vaapi on a card', moreSlatePaths: ['start vaapi on a card'] };
    expect(slates.files()).toEqual({ ...card, heldSlatePath: 'back vaapi on a card' });
    await slates.encoderBecame(outlet, 'x264');
    expect(told).toEqual([{ slatePath: 'back x264', moreSlatePaths: ['start x264'], heldSlatePath: 'back x264' }]);
    expect(await slates.hold(outlet, 'starting-soon')).toBe(true);
    expect(told.at(-1)).toBe('start x264');
  });

  it('are held as was asked meanwhile', async () => {
    const anew = createDeferred<void>();
    const { slates, outlet, told } = await scene(undefined, () => anew.promise);
    const became = slates.encoderBecame(outlet, 'x264');
    await slates.hold(outlet, 'starting-soon');
    anew.resolve();
    await became;
    expect(told).toEqual([
      'start vaapi on a card',
      { slatePath: 'back x264', moreSlatePaths: ['start x264'], heldSlatePath: 'start x264' },
    ]);
  });

  it('stay as they were where they cannot be made', async () => {
    const { slates, outlet, told } = await scene(undefined, () => Promise.reject(new Error('no ffmpeg')));
    const before = slates.files();
    await slates.encoderBecame(outlet, 'x264');
    expect([slates.files(), told]).toEqual([before, []]);
  });

  it('show the own picture as it is now, and none where it was taken away', async () => {
    let picture: string | undefined = 'own-B';
    const told: unknown[] = [];
    const slates = await prepareShowSlates({
      desk: {
        prepare: async () => ({ 'back-soon': 'back', 'starting-soon': 'start', own: 'own-A' }),
        pathOf: async () => picture,
      },
      video,
      encoder,
      held: undefined,
      logger: silentLogger,
    });
    const outlet = { holdSlate: async (path: string | null) => void told.push(path) };
    expect([await slates.hold(outlet, 'own'), told]).toEqual([true, ['own-B']]);
    picture = undefined;
    expect(await slates.hold(outlet, 'own')).toBe(false);
  });

  it('that are not there hold nothing', async () => {
    const { slates, outlet, told } = await scene('own');
    expect(slates.files()).not.toHaveProperty('heldSlatePath');
    expect(await slates.hold(outlet, 'own')).toBe(false);
    expect(told).toEqual([]);
  });
});
