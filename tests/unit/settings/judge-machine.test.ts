/** What the machine check says of a machine: table by table. */
import { describe, expect, it } from 'vitest';
import { machineReport, machineParts } from '../../../main/api/contract/settings.ts';
import { judgeMachine, minutesFor, type MachineFacts } from '../../../main/app/judge-machine.ts';

const gib = 2 ** 30;
const words = { en: 'A test encode worked.', zh: '试编码成功。' };
const x264 = { encoder: 'x264', title: { en: 'Processor (x264)', zh: '处理器（x264）' }, outcome: 'works', reason: words } as const;
const usual: MachineFacts = {
  processor: { model: 'Some Processor', cores: 8 },
  memory: { totalBytes: 16 * gib, engineBudgetBytes: 9.6 * gib },
  graphics: null,
  ffmpeg: { version: '7.1', source: 'PATH' },
  encoders: { chosen: { encoder: 'x264', why: words }, encoders: [x264] },
  storage: { keeps: 'file' },
  microphone: 'granted',
  recordings: { path: '/films', state: 'writable', freeBytes: 200 * gib, kbps: 2660 },
};
const problem = { en: 'No ffmpeg was found. Install one.', zh: '没有找到 ffmpeg，请安装。' };
const line = (facts: Partial<MachineFacts>, part: string) => {
  const found = judgeMachine({ ...usual, ...facts }).lines.find((one) => one.part === part);
  if (!found) throw new Error(`no line ${part}`);
  return found;
};

describe('each part', () => {
  it.each<[string, string, Partial<MachineFacts>, 'good' | 'attention', RegExp]>([
    ['many cores', 'processor', {}, 'good', /Room for a show/],
    ['two cores', 'processor', { processor: { model: 'P', cores: 2 } }, 'good', /720p at 30/],
    ['one core', 'processor', { processor: { model: 'P', cores: 1 } }, 'attention', /Rehearse first/],
    ['enough memory', 'memory', {}, 'good', /only where it fits/],
    ['little memory', 'memory', { memory: { totalBytes: 4 * gib, engineBudgetBytes: 2.4 * gib } }, 'attention', /one on a server/],
    ['no graphics card', 'graphics', {}, 'good', /run on the processor/],
    ['a free card', 'graphics', { graphics: { totalBytes: 24 * gib, availableBytes: 20 * gib } }, 'good', /can use it/],
    ['a full card', 'graphics', { graphics: { totalBytes: 8 * gib, availableBytes: 0.2 * gib } }, 'attention', /close what holds it/],
    ['ffmpeg', 'ffmpeg', {}, 'good', /encodes/],
    ['no ffmpeg', 'ffmpeg', { ffmpeg: { problem } }, 'attention', /Install one/],
    ['an encoder', 'encoders', {}, 'good', /test encode worked/],
    ['untried encoders', 'encoders', { encoders: null }, 'attention', /check again/],
    [
      'no encoder that works',
      'encoders',
      { encoders: { chosen: { encoder: 'x264', why: words }, encoders: [{ ...x264, outcome: 'failed', reason: problem }] } },
      'attention',
      /No encoder passed/,
    ],
    ['a database', 'storage', {}, 'good', /are kept/],
    ['no database', 'storage', { storage: { keeps: 'run' } }, 'attention', /forgotten/],
    ['a microphone', 'microphone', {}, 'good', /while you turn listening on/],
    ['one not asked for', 'microphone', { microphone: 'asked-later' }, 'good', /first turn listening on/],
    ['a blocked one', 'microphone', { microphone: 'denied' }, 'attention', /privacy settings/],
    ['a folder', 'recordings', {}, 'good', /can be written/],
    ['a lost folder', 'recordings', { recordings: { ...usual.recordings, state: 'missing' } }, 'attention', /not there/],
    ['a locked folder', 'recordings', { recordings: { ...usual.recordings, state: 'read-only' } }, 'attention', /Nothing can be written/],
    ['room', 'disk', {}, 'good', /hours/],
    ['little room', 'disk', { recordings: { ...usual.recordings, freeBytes: 1 * gib } }, 'attention', /minutes/],
    ['no answer', 'disk', { recordings: { ...usual.recordings, freeBytes: null } }, 'attention', /could not be asked/],
  ])('%s (%s)', (_name, part, facts, level, says) => {
    const found = line(facts, part);
    expect(found.level).toBe(level);
    expect(found.message.en).toMatch(says);
  });

  it.each<[string, string, Partial<MachineFacts>, string, string]>([
    ['no graphics card', 'graphics', {}, 'No NVIDIA card (not needed)', '无 NVIDIA 显卡（不需要）'],
    ['the database', 'storage', {}, 'SQLite', 'SQLite'],
    ['one not asked for', 'microphone', { microphone: 'asked-later' }, 'Asked for on first use', '首次使用时申请权限'],
    ['a disk, in decimal units', 'disk', { recordings: { ...usual.recordings, freeBytes: 214e9 } }, '214 GB free', '剩余 214 GB'],
    ['a nearly full one', 'disk', { recordings: { ...usual.recordings, freeBytes: 1.5e9 } }, '1.5 GB free', '剩余 1.5 GB'],
  ])('names %s (%s) briefly', (_name, part, facts, en, zh) => {
    expect(line(facts, part).found).toEqual({ en, zh });
  });

  it('is there once, in both languages, whatever the machine', () => {
    const worst = judgeMachine({
      ...usual,
      ffmpeg: { problem },
      encoders: null,
      storage: { keeps: 'run' },
      microphone: 'denied',
      recordings: { path: '/x', state: 'missing', freeBytes: null, kbps: 2660 },
    });
    for (const report of [judgeMachine(usual), worst]) {
      expect(machineReport.parse(report)).toEqual(report);
      expect(report.lines.map(({ part }) => part)).toEqual(machineParts);
      for (const { message } of [...report.lines, report.verdict]) {
        expect(message.zh).toMatch(/\p{Script=Han}/u);
        expect(message.en).not.toMatch(/\p{Script=Han}/u);
      }
    }
  });
});

describe('the verdict', () => {
  it.each<[string, Partial<MachineFacts>, 'good' | 'attention', RegExp]>([
    ['in order', {}, 'good', /ready/],
    ['one thing', { microphone: 'denied' }, 'attention', /can go on air; one thing/],
    ['two things', { microphone: 'denied', storage: { keeps: 'run' } }, 'attention', /can go on air; 2 things/],
    ['no ffmpeg', { ffmpeg: { problem }, encoders: null }, 'attention', /cannot go on air yet/],
  ])('%s', (_name, facts, level, says) => {
    const { verdict } = judgeMachine({ ...usual, ...facts });
    expect(verdict.level).toBe(level);
    expect(verdict.message.en).toMatch(says);
  });
});

it('knows how long a disk is enough', () => {
  expect(minutesFor(60 * 1000 * 125 * 10, 10_000)).toBeCloseTo(1);
  expect(minutesFor(-5, 2660)).toBe(0);
});
