import { describe, expect, it } from 'vitest';
import { healthLine, type HealthParts } from '../../../main/app/health-line.ts';

const air = { phase: 'live', audience: 'platforms', slate: null, ownSlate: 'none' } as const;
const twitch = { destinationId: 'd1', label: 'Twitch', state: 'live' } as const;
const bilibili = { destinationId: 'd2', label: 'Bilibili', state: 'live' } as const;
const well: HealthParts = {
  show: { state: 'on-air', source: 'live', air },
  destinations: [{ destinationId: 'local', label: 'this machine', state: 'live' }, twitch, bilibili],
  processes: [
    { name: 'programme', state: 'running' },
    { name: 'encoder', state: 'running' },
    { name: 'outlet', state: 'running' },
  ],
  pace: { skipped: 0, frames: 300 },
  recording: { state: 'off' },
};
const dead = (name: string, state = 'restarting'): HealthParts => ({
  ...well,
  processes: well.processes.map((one) => (one.name === name ? { name, state } : one)),
});

describe('the health line', () => {
  it.each<[string, HealthParts, string, RegExp, RegExp]>([
    ['off', { ...well, show: { ...well.show, state: 'off' } }, 'rest', /Off air/, /未开播/],
    ['two platforms', well, 'well', /live to 2 destinations/, /2 个目标/],
    ['recorded', { ...well, recording: { state: 'recording' } }, 'well', /recording/, /正在录制/],
    ['local only', { ...well, destinations: [] }, 'well', /on this machine only/, /仅在本机/],
    [
      'a kept platform that nobody started',
      { ...well, destinations: [{ ...twitch, state: 'stopped' }] },
      'care',
      /no platform receives it/,
      /没有推流到任何平台/,
    ],
    [
      'rehearsal',
      { ...well, show: { ...well.show, air: { ...air, audience: 'rehearsal' } } },
      'well',
      /Nothing goes to the platforms/,
      /彩排/,
    ],
    ['panic', { ...well, show: { ...well.show, air: { ...air, phase: 'panic' } } }, 'care', /Press “Continue”/, /继续/],
    ['the programme died', dead('programme'), 'trouble', /programme is being started again.*no connection is lost/, /节目进程正在重启/],
    ['the encoder died', dead('encoder'), 'trouble', /encoder is being started again/, /编码器正在重启/],
    ['the outlet died', dead('outlet'), 'trouble', /destinations reconnect/, /自动重连/],
    ['the outlet is given up', dead('outlet', 'given-up'), 'trouble', /stop it and start it again/, /停止后重新开始/],
    ['no picture', { ...well, show: { ...well.show, source: 'slate' } }, 'trouble', /picture is missing/, /画面中断/],
    [
      'a slate by command is no trouble',
      { ...well, show: { ...well.show, source: 'slate', air: { ...air, phase: 'slate', slate: 'back-soon' } } },
      'well',
      /slate is on/,
      /垫片/,
    ],
    [
      'one lost',
      { ...well, destinations: [{ ...twitch, state: 'reconnecting' }, bilibili] },
      'trouble',
      /Twitch reconnecting; the others are fine/,
      /Twitch 正在重连/,
    ],
    ['all slow', { ...well, destinations: [{ ...twitch, state: 'congested' }] }, 'care', /show and its recording go on/, /网络拥塞/],
    ['recording lost', { ...well, recording: { state: 'failed' } }, 'trouble', /the stream goes on/, /直播照常进行/],
    ['too slow a machine', { ...well, pace: { skipped: 30, frames: 300 } }, 'care', /10 % of the pictures/, /10%/],
  ])('%s', (_name, parts, level, en, zh) => {
    const line = healthLine(parts);
    expect(line.level).toBe(level);
    expect(line.message.en).toMatch(en);
    expect(line.message.zh).toMatch(zh);
  });
});
