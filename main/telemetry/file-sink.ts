/** A log file that stays small: past `maxBytes` it becomes `<name>.1` and a new one starts. A disk that refuses never stops the show. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { LogSink } from './create-logger.ts';

export function createFileSink(file: string, maxBytes = 5 * 1024 * 1024): LogSink {
  let size = 0;
  let usable = true;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    usable = false;
  }
  return (line) => {
    if (!usable) return;
    try {
      if (size > maxBytes) {
        renameSync(file, `${file}.1`);
        size = 0;
      }
      const text = `${line}\n`;
      appendFileSync(file, text);
      size += Buffer.byteLength(text);
    } catch {
      // a full disk: the line is lost, the next one is tried again
    }
  };
}
