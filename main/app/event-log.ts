/** The show's events as lines of JSON on disk, for the benches, for support, and for what comes after the show. A full disk never stops the show. */
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { ShowEvent } from '../contract/show-events.ts';

export interface EventLog {
  write(event: ShowEvent): void;
  close(): Promise<void>;
}

/** At most this much waits for a slow disk; what comes then is dropped. */
const maxBufferedBytes = 1024 * 1024;

export function openEventLog(file: string, onFailure: (error: Error) => void): EventLog {
  mkdirSync(path.dirname(file), { recursive: true });
  const stream = createWriteStream(file, { flags: 'a' });
  let failed = false;
  stream.on('error', (error) => {
    if (!failed) onFailure(error);
    failed = true;
  });
  return {
    write(event) {
      if (failed || stream.writableLength > maxBufferedBytes) return;
      stream.write(`${JSON.stringify(event)}\n`);
    },
    close: () =>
      new Promise((resolve) => {
        if (failed || stream.destroyed) resolve();
        else stream.end(() => resolve());
        stream.once('error', () => resolve());
      }),
  };
}
