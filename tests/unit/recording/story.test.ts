import { describe, expect, it } from 'vitest';
import type { JournalLine } from '../../../main/recording/journal.ts';
import { readStory, shortTitle } from '../../../main/recording/read-story.ts';
import { paginate, toSrt, toWebVtt, wrapRows } from '../../../main/recording/subtitles.ts';

const clause = (clauseId: string, text: string, extra: Partial<Extract<JournalLine, { type: 'clause' }>> = {}): JournalLine => ({
  type: 'clause',
  turnId: 't1',
  clauseId,
  text,
  lang: 'en',
  voiced: true,
  ...extra,
});
const from = (clauseId: string, frame: number, turnId = 't1'): JournalLine => ({ type: 'from', clauseId, turnId, frame });
const to = (clauseId: string, frame: number, complete = true): JournalLine => ({ type: 'to', clauseId, frame, complete });
const anchor = (file: string, frame: number, atMs: number): JournalLine => ({ type: 'anchor', file, frame, atMs });
const start: JournalLine = { type: 'start', version: 1, fps: 30, title: 'Show' };

describe('story of a recording', () => {
  it('places what was said on the joined timeline, over seams and parts', () => {
    const lines = [
      start,
      anchor('a.mp4', 0, 1000),
      { type: 'turn', turnId: 't1', text: 'How are you?' } as const,
      clause('c1', 'Fine.'),
      from('c1', 30),
      to('c1', 60),
      // the slate was shown for two seconds
      anchor('a.mp4', 90, 6000),
      clause('c2', 'And you?'),
      from('c2', 120),
      to('c2', 150),
      anchor('a-2.mp4', 200, 40),
      clause('c3', '很好。', { lang: 'zh', turnId: 't2' }),
      { type: 'turn', turnId: 't2', text: '你呢？' } as const,
      from('c3', 230, 't2'),
      to('c3', 260),
    ];
    const { said, chapters } = readStory(lines, [
      { file: 'a.mp4', durationMs: 10_000 },
      { file: 'a-2.mp4', durationMs: 5000 },
    ]);
    expect(said).toEqual([
      { fromMs: 2000, toMs: 3000, text: 'Fine.', lang: 'en' },
      { fromMs: 7000, toMs: 8000, text: 'And you?', lang: 'en' },
      { fromMs: 11_040, toMs: 12_040, text: '很好。', lang: 'zh' },
    ]);
    expect(chapters).toEqual([
      { fromMs: 0, toMs: 2000, title: 'Opening · 开场' },
      { fromMs: 2000, toMs: 11_040, title: 'How are you?' },
      { fromMs: 11_040, toMs: 15_000, title: '你呢？' },
    ]);
  });

  it('ends a cancelled clause where it was cut, and a broken voice where the next one went on', () => {
    const lines = [
      start,
      anchor('a.mp4', 0, 0),
      clause('c1', 'one two three four'),
      from('c1', 0),
      to('c1', 30),
      clause('c2', 'three four', { continues: 'c1' }),
      from('c2', 36),
      to('c2', 50, false),
      clause('c3', 'never ended'),
      from('c3', 60),
    ];
    expect(readStory(lines, [{ file: 'a.mp4', durationMs: 2500 }]).said).toEqual([
      { fromMs: 0, toMs: 1000, text: 'one two', lang: 'en' },
      { fromMs: 1200, toMs: 1667, text: 'three four…', lang: 'en' },
      { fromMs: 2000, toMs: 2500, text: 'never ended…', lang: 'en' },
    ]);
  });

  it('tells what lies in another file before it, from the beginning of this one on, and nothing of what ended there', () => {
    const lines = [
      start,
      anchor('a.mp4', 0, 0),
      { type: 'turn', turnId: 't1', text: 'Early?' } as const,
      clause('c1', 'Ended there.'),
      from('c1', 10),
      to('c1', 40),
      { type: 'turn', turnId: 't2', text: 'Over the seam?' } as const,
      clause('c2', 'Both files.', { turnId: 't2' }),
      from('c2', 45, 't2'),
      anchor('a-2.mp4', 60, 0),
      to('c2', 90),
      clause('c3', 'Here.', { turnId: 't2' }),
      from('c3', 105, 't2'),
      to('c3', 120),
    ];
    const [first, second] = [
      { file: 'a.mp4', durationMs: 2000 },
      { file: 'a-2.mp4', durationMs: 3000 },
    ];
    expect(readStory(lines, [second], [first])).toEqual({
      said: [
        { fromMs: 0, toMs: 1000, text: 'Both files.', lang: 'en' },
        { fromMs: 1500, toMs: 2000, text: 'Here.', lang: 'en' },
      ],
      chapters: [{ fromMs: 0, toMs: 3000, title: 'Over the seam?' }],
    });
    expect(readStory(lines, [first]).said.map(({ text, toMs }) => [text, toMs])).toEqual([
      ['Ended there.', 1333],
      ['Both files.', 2000],
    ]);
  });

  it('is empty for a show without a turn, and for what was said before the recording', () => {
    expect(readStory([start, anchor('a.mp4', 50, 0)], [{ file: 'a.mp4', durationMs: 1000 }])).toEqual({ said: [], chapters: [] });
    const early = [start, clause('c1', 'Hi'), from('c1', 3), to('c1', 20), anchor('a.mp4', 50, 0)];
    expect(readStory(early, [{ file: 'a.mp4', durationMs: 1000 }]).said).toEqual([]);
  });

  it('shortens titles at whole characters', () => {
    expect(shortTitle('  a \n b ')).toBe('a b');
    expect(shortTitle('word '.repeat(30))).toMatch(/^(word )+word…$/);
    const family = '👨‍👩‍👧'.repeat(80);
    expect(shortTitle(family)).toBe(`${'👨‍👩‍👧'.repeat(59)}…`);
  });
});

describe('subtitles', () => {
  const english =
    'The new lamp has three levels of brightness, a warm and a cold light, and it remembers which one of them you liked best.';
  const chinese = '这款新台灯有三档亮度，暖光和冷光可以随意切换，还会记住你最喜欢的那一种，晚上看书的时候特别舒服。';

  it('breaks rows between words and loses none', () => {
    const rows = wrapRows(english, 'en');
    expect(rows.join(' ')).toBe(english);
    expect(rows.every((row) => row.length <= 42)).toBe(true);
    const han = wrapRows(chinese, 'zh');
    expect(han.join('')).toBe(chinese);
    expect(han.every((row) => row.length <= 21 && !/^[，。、]/.test(row))).toBe(true);
    expect(wrapRows('x'.repeat(100), 'en').join('')).toBe('x'.repeat(100));
  });

  it('shares the time of a long line among its pages, without a gap', () => {
    const pages = paginate([{ fromMs: 1000, toMs: 7000, text: english, lang: 'en' }]);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages[0]?.fromMs).toBe(1000);
    expect(pages.at(-1)?.toMs).toBe(7000);
    for (const [index, page] of pages.entries()) if (index > 0) expect(page.fromMs).toBe(pages[index - 1]?.toMs);
  });

  it('writes both formats, and no text can break them', () => {
    const said = [{ fromMs: 3_723_004, toMs: 3_724_500, text: '1 < 2 & a --> b', lang: 'en' }];
    expect(toSrt(said)).toBe('1\n01:02:03,004 --> 01:02:04,500\n1 < 2 & a → b\n');
    expect(toWebVtt(said)).toContain('01:02:03.004 --> 01:02:04.500\n<lang en>1 &lt; 2 &amp; a → b</lang>\n');
  });
});
