import { describe, expect, it } from 'vitest';
import type { ReportedDestination } from '../../../main/app/adaptive-bitrate.ts';
import { createShowEncoding } from '../../../main/app/show-encoding.ts';
import { StudioState } from '../../../main/app/studio-state.ts';
import { asDestinationId, asShowId } from '../../../main/contract/ids.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { ManualClock } from '../api/manual-clock.ts';

const why = { en: 'It works.', zh: '可用。' };
const slow: ReportedDestination = { id: asDestinationId('a'), state: 'congested', queuedMs: 5000, droppedVideoTags: 0 };

function encoding() {
  const clock = new ManualClock();
  const state = new StudioState();
  const asked: number[] = [];
  const told: string[] = [];
  const made = createShowEncoding({
    chosen: { ffmpegPath: 'ffmpeg', encoder: 'nvenc', why, as: 'wanted' },
    wantedKbps: 4000,
    policy: { settleMs: 2000, calmMs: 5000 },
    setBitrate(kbps) {
      asked.push(kbps);
      return Promise.resolve();
    },
    emit(event) {
      told.push(event.cause);
      state.apply({ showId: asShowId('s'), atMs: 0, ...event });
    },
    clock,
    logger: silentLogger,
  });
  return { made, clock, state, asked, told };
}

describe("a show's encoding", () => {
  it('is told at the start and stands in the state', () => {
    const { made, state, told } = encoding();
    made.began();
    expect(told).toEqual(['start']);
    expect(state.show.encoding).toMatchObject({
      encoder: 'nvenc',
      why,
      videoKbps: 4000,
      wantedVideoKbps: 4000,
      title: { en: expect.stringContaining('NVENC') },
    });
  });

  it('asks for less under congestion, and tells it when the encoder has taken it', async () => {
    const { made, clock, state, asked, told } = encoding();
    made.began();
    for (let second = 0; second < 2; second += 1) {
      await clock.advance(1000);
      made.note([slow]);
    }
    expect([asked, told]).toEqual([[3000], ['start']]);
    made.answered(3000, 'taken');
    expect(state.show.encoding).toMatchObject({ videoKbps: 3000, wantedVideoKbps: 4000, why });
    for (let second = 0; second < 6; second += 1) {
      await clock.advance(1000);
      made.note([{ ...slow, state: 'live', queuedMs: 0 }]);
    }
    made.answered(3750, 'taken');
    expect([asked, told]).toEqual([
      [3000, 3750],
      ['start', 'congested', 'recovered'],
    ]);
  });

  it('says when a change was not taken, what is on air then, and does not ask again at once', async () => {
    const { made, state, clock, asked, told } = encoding();
    made.began();
    for (let second = 0; second < 30; second += 1) {
      await clock.advance(1000);
      made.note([slow]);
      if (asked.length === 1 && !told.includes('refused')) made.answered(4000, 'refused');
    }
    expect([asked, told]).toEqual([[3000], ['start', 'refused']]);
    expect(state.show.encoding?.videoKbps).toBe(4000);
    expect(state.snapshot({} as never).notices.at(-1)).toMatchObject({ level: 'warn', message: { en: expect.stringContaining('4000') } });
  });

  it('goes down to what a platform takes that joins, says whose limit it is, and up again when it has left', () => {
    const { made, state, asked, told } = encoding();
    made.began();
    made.limit(4000, null);
    expect(asked).toEqual([]);
    made.limit(3500, { en: 'Narrowcast', zh: '窄播' });
    expect([asked, told]).toEqual([[3500], ['start']]);
    made.answered(3500, 'taken');
    expect(state.show.encoding).toMatchObject({ videoKbps: 3500, wantedVideoKbps: 3500, why });
    const notices = () => state.snapshot({} as never).notices;
    expect(notices().at(-1)).toMatchObject({
      level: 'info',
      message: { en: expect.stringMatching(/Narrowcast.*3500/), zh: expect.stringMatching(/窄播.*3500/) },
    });
    made.limit(4000, null);
    made.answered(4000, 'taken');
    expect(state.show.encoding).toMatchObject({ videoKbps: 4000, wantedVideoKbps: 4000 });
    expect([asked, told]).toEqual([
      [3500, 4000],
      ['start', 'platform', 'platform'],
    ]);
  });

  it("asks again for a platform's limit that was refused, once the pause is over, and says whose it is when it is taken", async () => {
    const { made, clock, state, asked, told } = encoding();
    made.began();
    made.limit(3500, { en: 'Narrowcast', zh: '窄播' });
    made.answered(4000, 'refused');
    const keepUp = async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second += 1) {
        await clock.advance(1000);
        made.note([{ ...slow, state: 'live', queuedMs: 0 }]);
      }
    };
    await keepUp(59);
    expect(asked).toEqual([3500]);
    await keepUp(2);
    expect(asked).toEqual([3500, 3500]);
    made.answered(4000, 'refused');
    await keepUp(61);
    expect(asked).toEqual([3500, 3500, 3500]);
    made.answered(3500, 'taken');
    expect(told).toEqual(['start', 'refused', 'refused', 'platform']);
    expect(state.snapshot({} as never).notices.at(-1)).toMatchObject({
      level: 'info',
      message: { en: expect.stringMatching(/Narrowcast.*3500/) },
    });
    await keepUp(120);
    expect(asked).toHaveLength(3);
  });

  it('asks for no limit that is on air already, though a no to something earlier came in between', async () => {
    const { made, clock, state, asked } = encoding();
    made.began();
    made.limit(3500, { en: 'Narrowcast', zh: '窄播' });
    made.answered(4000, 'refused');
    made.answered(3500, 'taken');
    for (let second = 0; second < 120; second += 1) {
      await clock.advance(1000);
      made.note([{ ...slow, state: 'live', queuedMs: 0 }]);
    }
    expect(asked).toEqual([3500]);
    expect(state.show.encoding).toMatchObject({ videoKbps: 3500, wantedVideoKbps: 3500 });
  });

  it('leaves a bitrate where congestion has put it when the limit is above that', async () => {
    const { made, clock, state, asked, told } = encoding();
    made.began();
    for (let second = 0; second < 2; second += 1) {
      await clock.advance(1000);
      made.note([slow]);
    }
    made.answered(3000, 'taken');
    made.limit(3500, { en: 'Narrowcast', zh: '窄播' });
    expect([asked, told.at(-1)]).toEqual([[3000], 'platform']);
    expect(state.show.encoding).toMatchObject({ videoKbps: 3000, wantedVideoKbps: 3500 });
  });

  it('says that the hardware failed, and names the encoder that took over', () => {
    const { made, state } = encoding();
    made.began();
    made.fellBack('nvenc', 'out of memory');
    expect(state.show.encoding).toMatchObject({ encoder: 'x264', why: { en: expect.stringMatching(/NVENC.*failed twice/) } });
  });
});
