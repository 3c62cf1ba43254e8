/** What nvidia-smi tells, as it tells it; and machines where it is not there, fails or hangs. */
import { describe, expect, it } from 'vitest';
import { createGraphicsMeter, parseReading } from '../../../main/engines/hosting/graphics-memory.ts';

const mebibyte = 1024 * 1024;

describe('the reading', () => {
  it('adds up cards and processes', () => {
    expect(parseReading('24564, 20000\n8192, 100\n', '4242, 3000\n4242, 500\n77, 12\n')).toEqual({
      totalBytes: (24_564 + 8192) * mebibyte,
      availableBytes: 20_000 * mebibyte,
      bytesByPid: new Map([
        [4242, 3500 * mebibyte],
        [77, 12 * mebibyte],
      ]),
    });
  });

  it('leaves out what is no number, as drivers under Windows answer', () => {
    expect(parseReading('8192, 100\n', '4242, [N/A]\n')?.bytesByPid.size).toBe(0);
  });

  it('is none without a card', () => {
    expect(parseReading('No devices were found\n', '')).toBeNull();
    expect(parseReading('', '')).toBeNull();
  });
});

describe('the meter', () => {
  const answer = (args: readonly string[]): Promise<string> =>
    Promise.resolve(args[0]?.startsWith('--query-gpu') ? '1000, 400\n' : '7, 50\n');

  it('asks once a second at most, whoever wants to know', async () => {
    let nowMs = 0;
    let asked = 0;
    const meter = createGraphicsMeter({
      now: () => nowMs,
      run(args) {
        asked += 1;
        return answer(args);
      },
    });
    const [first, second] = await Promise.all([meter.read(), meter.read()]);
    expect(first).toBe(second);
    nowMs = 900;
    await meter.read();
    expect(asked).toBe(2);
    nowMs = 2000;
    expect((await meter.read())?.bytesByPid.get(7)).toBe(50 * mebibyte);
    expect(asked).toBe(4);
    expect(meter.last?.availableBytes).toBe(400 * mebibyte);
  });

  it('gives up where the program is missing, and tries again where it only failed', async () => {
    let nowMs = 0;
    let asked = 0;
    const failing = (code: string) =>
      createGraphicsMeter({
        now: () => nowMs,
        run() {
          asked += 1;
          return Promise.reject(Object.assign(new Error('no'), { code }));
        },
      });
    const missing = failing('ENOENT');
    expect(await missing.read()).toBeNull();
    nowMs += 5000;
    expect(await missing.read()).toBeNull();
    expect(asked).toBe(2);
    const broken = failing('ETIMEDOUT');
    await broken.read();
    nowMs += 5000;
    await broken.read();
    expect(asked).toBe(6);
  });
});
