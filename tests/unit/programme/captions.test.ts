import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { drawCaption } from '../../../main/programme/child/picture/caption.ts';
import { createFontBook, parseUnicodeRange } from '../../../main/programme/child/picture/fonts.ts';
import { drawAiLabel, drawNamePlate } from '../../../main/programme/child/picture/labels.ts';
import { pageAt } from '../../../main/programme/child/picture/look.ts';
import { cleanCaption, wrapLines, wrapPages } from '../../../main/programme/child/picture/wrap-text.ts';
import { pauseAfterMs, readingTimeMs } from '../../../main/programme/child/playout/speech-pauses.ts';

/** Every character as wide as 1, Han as 2. */
const measure = (text: string): number => Array.from(text).reduce((sum, c) => sum + (/\p{Script=Han}|[，。！？]/u.test(c) ? 2 : 1), 0);
const hd = { width: 1280, height: 720 };
const fonts = createFontBook();

describe('wrapping', () => {
  it('breaks Latin between words and Han anywhere but before punctuation', () => {
    expect(wrapLines('the quick brown fox jumps', 10, measure)).toEqual(['the quick', 'brown fox', 'jumps']);
    for (const line of wrapLines('今天天气很好，我们出去玩吧。', 12, measure)) {
      expect(measure(line)).toBeLessThanOrEqual(12);
      expect(line).not.toMatch(/^[，。]/u);
    }
  });

  it('breaks a word that is wider than a line, never inside a character', () => {
    const lines = wrapLines('👨‍👩‍👧'.repeat(8), 11, measure);
    expect(lines.join('')).toBe('👨‍👩‍👧'.repeat(8));
    expect(lines.every((line) => line.startsWith('👨') && line.endsWith('👧'))).toBe(true);
  });

  it('loses no word between pages, and evens lines out', () => {
    const text = 'one two three four five six seven eight nine ten eleven twelve';
    const pages = wrapPages(text, 16, 2, measure);
    expect(pages.flat().join(' ')).toBe(text);
    expect(pages.every((page) => page.length <= 2)).toBe(true);
    const [[first = '', second = ''] = []] = wrapPages('aaa bbb ccc ddd', 14, 2, measure);
    expect(Math.abs(first.length - second.length)).toBeLessThanOrEqual(1);
  });

  it('breaks behind hyphens and slashes, not before them, and not inside a number or a price', () => {
    const one = (text: string): number => text.length;
    expect(wrapPages('aaaa bbbb well-known cccc', 15, 2, one)).toEqual([['aaaa bbbb well-', 'known cccc']]);
    expect(wrapLines('aaaa bbbb and/or', 13, one)).toEqual(['aaaa bbbb', 'and/or']);
    expect(wrapLines('aaaa bbbb - cc', 11, one)).toEqual(['aaaa bbbb -', 'cc']);
    expect(wrapLines('aaaa bbb 24/7', 12, one)).toEqual(['aaaa bbb', '24/7']);
    expect(wrapLines('aaaa at -5', 9, one)).toEqual(['aaaa at', '-5']);
    expect(wrapLines('aaaa bbb $55', 10, one)).toEqual(['aaaa bbb', '$55']);
  });

  it('breaks no word that fits into a line for the sake of even lines', () => {
    expect(wrapPages('extraordinarily long', 16, 2, (text) => text.length)).toEqual([['extraordinarily', 'long']]);
  });

  it('shows nothing but parts of the text, all of it, in order and within the width', () => {
    const piece = fc.constantFrom(
      'tea ',
      'well-known',
      'https://shop.example.com/a/b?c=1&d=2',
      '保温杯',
      '，',
      ' ',
      'Donaudampfschifffahrt',
      '24/7',
      '-',
      ' (a) ',
      '👨‍👩‍👧',
      'สวัสดีครับ',
      '。',
      '¥99',
      '~',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.integer({ min: 4, max: 30 }),
        fc.integer({ min: 1, max: 3 }),
        (pieces, most, lines) => {
          const text = cleanCaption(pieces.join(''));
          const pages = wrapPages(text, most, lines, measure);
          expect(pages.flat().join('').replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''));
          let at = 0;
          for (const line of pages.flat()) {
            const found = text.indexOf(line, at);
            expect(text.slice(at, Math.max(at, found)).trim()).toBe('');
            expect(found).toBeGreaterThanOrEqual(at);
            at = found + line.length;
            if (Array.from(new Intl.Segmenter('und').segment(line)).length > 1) expect(measure(line)).toBeLessThanOrEqual(most);
          }
          for (const page of pages) expect(page.length).toBeLessThanOrEqual(lines);
        },
      ),
    );
  });

  it('leaves out the stars of Markdown, not those that hide a word', () => {
    expect(cleanCaption('今天**特价**哦')).toBe('今天特价哦');
    expect(cleanCaption('It is **only** today')).toBe('It is only today');
    expect(cleanCaption('oh s**t, 2**3 ***')).toBe('oh s**t, 2**3 ***');
  });

  it('cleans control characters, overrides and halves of characters', () => {
    expect(cleanCaption('a\u0000b\n\n c\u202e d\ud83d')).toBe('a b c d');
    expect(cleanCaption(' \u0007\u200f ')).toBe('');
  });
});

const colourOf = (picture: { u: Uint8Array; v: Uint8Array }): number =>
  picture.u.reduce((most, u, i) => Math.max(most, Math.abs(u - 128), Math.abs((picture.v[i] ?? 128) - 128)), 0);
const brightest = (picture: { y: Uint8Array }): number => picture.y.reduce((most, y) => Math.max(most, y), 0);

describe('captions', () => {
  it.each(['Hello, dear viewers', '你好，欢迎来到直播间！', 'مرحبا بالعالم Hello שלום', 'Ćwikła żółć Привет'])(
    'draws %s within the picture, on a plate',
    (text) => {
      const { pages, shares } = drawCaption(fonts, text, hd);
      const [page] = pages;
      expect(shares).toEqual([1]);
      expect(page && page.x >= 0 && page.x + page.picture.width <= hd.width && page.y + page.picture.height <= hd.height).toBe(true);
      expect(page && brightest(page.picture)).toBeGreaterThan(220);
      expect(page?.x).toSatisfy((x: number) => x % 2 === 0);
    },
  );

  it('draws emoji in colour and text without', () => {
    const [emoji] = drawCaption(fonts, '🎉😀❤️👍🏽', hd).pages;
    const [text] = drawCaption(fonts, '数字 123 #1 ©', hd).pages;
    expect(emoji && colourOf(emoji.picture)).toBeGreaterThan(60);
    expect(text && colourOf(text.picture)).toBeLessThan(12);
  });

  it('pages a long text, two lines at a time, and shows pages in the order of speech', () => {
    const { pages, shares } = drawCaption(fonts, '这款保温杯采用三百一十六不锈钢内胆，保温效果可以达到二十四小时，'.repeat(4), hd);
    expect(pages.length).toBeGreaterThan(1);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1);
    expect([0, 0.3, 0.999].map((progress) => pageAt(shares, progress))).toEqual([0, expect.any(Number), pages.length - 1]);
  });

  it.each(['', '   ', '\u0000\u200f'])('draws nothing for nothing (%j)', (text) => {
    expect(drawCaption(fonts, text, hd).pages).toEqual([]);
    expect(drawNamePlate(fonts, text, hd)).toBeNull();
  });

  it('covers common Chinese, Latin and emoji by shipped fonts', () => {
    const common = Array.from(
      [
        '你好世界的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定',
        '行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外',
        '天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者',
        '最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根',
        '论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什',
        '认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空',
        '元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列',
        '习便响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育',
        '厂京识适属圆包火住调满县局照参红细引听该铁价严',
      ].join(''),
    );
    expect(common.filter((character) => !fonts.covers(character))).toEqual([]);
    expect(Array.from('Añßłž😀🎉👍').filter((character) => !fonts.covers(character))).toEqual([]);
  });

  it('reads ranges as CSS writes them', () => {
    expect(parseUnicodeRange('U+0-ff, U+131,nonsense')).toEqual([
      [0, 255],
      [0x131, 0x131],
    ]);
  });
});

describe('plates', () => {
  it.each([hd, { width: 720, height: 1280 }])('fit into $width x $height', (video) => {
    for (const plate of [
      drawAiLabel(fonts, video),
      drawNamePlate(fonts, '一个非常非常非常非常非常非常非常非常长的名字 with more', video),
    ]) {
      expect(plate && plate.x + plate.picture.width <= video.width * 0.75 && plate.y + plate.picture.height <= video.height).toBe(true);
    }
  });
});

describe('timing of text', () => {
  it('breathes by punctuation', () => {
    expect(['你好，', 'Well.', 'so'].map((text) => pauseAfterMs(text, 'same-turn'))).toEqual([120, 260, 60]);
    expect(pauseAfterMs('x', 'other-turn')).toBeGreaterThan(300);
  });

  it('gives more time to longer captions, within bounds', () => {
    expect(readingTimeMs('😀')).toBe(1400);
    expect(readingTimeMs('这是一句没有声音的话，需要读一会儿')).toBeGreaterThan(readingTimeMs('这是一句话没有声音'));
    expect(readingTimeMs('长'.repeat(900))).toBe(8000);
  });
});
