import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../main/telemetry/create-logger.ts';
import { createRedactor } from '../../../main/telemetry/redactor.ts';

const key = 'live_4711-s3cret/ключ';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  const redactor = createRedactor();
  redactor.register(key);
  write(createLogger({ sink: (line) => lines.push(line), redactor, level: 'debug' }));
  return lines.join('\n');
}

describe('redaction at the sink', () => {
  it.each([
    ['in the message', (logger: ReturnType<typeof createLogger>) => logger.info(`publishing with ${key}`)],
    ['in a field', (logger: ReturnType<typeof createLogger>) => logger.info('x', { note: `a ${key} b` })],
    ['url-encoded', (logger: ReturnType<typeof createLogger>) => logger.info(`rtmp://h/app?x=${encodeURIComponent(key)}`)],
    ['in an error', (logger: ReturnType<typeof createLogger>) => logger.error('x', { error: new Error(`refused ${key}`) })],
    ['deep inside', (logger: ReturnType<typeof createLogger>) => logger.info('x', { a: [{ b: { c: key } }] })],
    ['in a child logger', (logger: ReturnType<typeof createLogger>) => logger.child({ key }).warn('x')],
  ])('hides a registered secret %s', (_name, write) => {
    const text = logged(write);
    expect(text).not.toContain(key);
    expect(text).not.toContain(encodeURIComponent(key));
    expect(text).toContain('[redacted]');
  });

  it.each([
    ['rtmp path', 'sending to rtmp://live.example.com/app/abc-unknown-key now', 'abc-unknown-key'],
    ['query', 'GET /x?token=zzz-unknown&y=1', 'zzz-unknown'],
    ['bearer', 'Authorization: Bearer qqq.www.eee', 'qqq.www.eee'],
  ])('hides an unregistered secret by its place: %s', (_name, message, secret) => {
    expect(logged((logger) => logger.info(message))).not.toContain(secret);
  });

  it('hides a field that is named like a secret', () => {
    expect(logged((logger) => logger.info('x', { streamKey: 'never-registered' }))).not.toContain('never-registered');
  });

  it('keeps what is no secret, and survives circular fields', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const text = logged((logger) => logger.info('the show goes on', { circular, frames: 3 }));
    expect(text).toContain('the show goes on');
    expect(text).toContain('"frames":3');
  });
});
