import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventStreamParser, type ServerEvent } from '../../../main/engines/entries/openai/event-stream-parser.ts';

function parse(...parts: readonly (string | Uint8Array)[]): ServerEvent[] {
  const parser = createEventStreamParser();
  return parts.flatMap((part) => parser.push(typeof part === 'string' ? Buffer.from(part) : part));
}
const data = (...parts: readonly (string | Uint8Array)[]): string[] => parse(...parts).map((event) => event.data);

describe('the event stream parser', () => {
  it('takes CR, LF and CRLF as line ends, also mixed', () => {
    expect(data('data: a\n\ndata: b\r\rdata: c\r\n\r\ndata: d\r\n\n')).toEqual(['a', 'b', 'c', 'd']);
  });
  it('gives an event at a lone CR without waiting for what follows', () => {
    expect(data('data: a\r\r')).toEqual(['a']);
  });
  it('takes CR and LF that were cut apart as one line end', () => {
    expect(data('data: a\r', '\ndata: b\r', '\n\r', '\n')).toEqual(['a\nb']);
    expect(data('data: a\r', '', '\n\r\n')).toEqual(['a']);
  });
  it('joins lines of data, takes away one space, and knows a field without a colon', () => {
    expect(data('data:a\ndata:  b\ndata\n\n')).toEqual(['a\n b\n']);
  });
  it('gives nothing for comments, unknown fields and empty events', () => {
    expect(data(': hello\n\nid: 1\nretry: 5\nfoo: bar\n\nevent: x\n\ndata\n\n')).toEqual(['']);
  });
  it('names events and forgets the name after each', () => {
    expect(parse('event: ping\ndata: 1\n\ndata: 2\n\n').map(({ type }) => type)).toEqual(['ping', 'message']);
  });
  it('takes away one byte order mark, also when it was cut', () => {
    expect(data(Uint8Array.of(0xef, 0xbb), Uint8Array.of(0xbf), 'data: a\n\n')).toEqual(['a']);
    expect(data('data: \uFEFFa\n\n')).toEqual(['\uFEFFa']);
  });
  it('drops an event that was not ended', () => {
    expect(data('data: a\n\ndata: b\n')).toEqual(['a']);
  });
  it('puts a mark for bytes that are no text, and goes on', () => {
    expect(data('data: ', Uint8Array.of(0xff), '\n\ndata: b\n\n')).toEqual(['\uFFFD', 'b']);
  });
  it('refuses an event without an end, in one line or in many', () => {
    const parser = createEventStreamParser(100);
    expect(() => parser.push(Buffer.from(`data: ${'x'.repeat(200)}`))).toThrow(/more than 100/);
    const other = createEventStreamParser(100);
    expect(() => {
      for (let line = 0; line < 100; line += 1) other.push(Buffer.from('data: xx\n'));
    }).toThrow(/more than 100/);
  });

  it('gives the same events however the bytes are cut', () => {
    const end = fc.constantFrom('\n', '\r', '\r\n');
    const text = fc
      .oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('价格是99元🎉', 'é', '\uFEFF', ': x', ' '))
      .map((value) => value.replace(/[\r\n]/g, ''));
    const line = fc.tuple(fc.constantFrom('data: ', 'data:', 'event: ', ': ', 'id: ', 'data', ''), text, end).map((part) => part.join(''));
    const stream = fc.array(
      fc.tuple(fc.array(line, { maxLength: 4 }), end).map(([lines, last]) => lines.join('') + last),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(stream, fc.array(fc.nat({ max: 400 }), { maxLength: 30 }), (events, cuts) => {
        const bytes = Buffer.from(events.join(''));
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const parts = at.slice(1).map((to, index) => bytes.subarray(at[index], to));
        const whole = parse(bytes);
        expect(parse(...parts)).toEqual(whole);
        expect(parse(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });
  it('gives back what was put in', () => {
    const payload = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.replace(/\r\n?/g, '\n'));
    fc.assert(
      fc.property(fc.array(payload, { minLength: 1, maxLength: 5 }), (payloads) => {
        const sent = payloads
          .map(
            (value) =>
              `${value
                .split('\n')
                .map((part) => `data: ${part}\n`)
                .join('')}\n`,
          )
          .join('');
        expect(data(sent)).toEqual(payloads.map((value) => Buffer.from(value).toString()));
      }),
    );
  });
});
