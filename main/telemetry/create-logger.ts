/** The one logger: lines of JSON through the redactor into a sink. Nothing else in the project writes logs. */
import type { LogFields, Logger, LogLevel } from '../kernel/logger.ts';
import type { Redactor } from './redactor.ts';

export type LogSink = (line: string) => void;

const order: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };
const maxLineLength = 8_000;

export function createLogger(options: {
  readonly sink: LogSink;
  readonly redactor: Redactor;
  readonly level?: LogLevel;
  readonly fields?: LogFields;
}): Logger {
  const { sink, redactor, level = 'info', fields = {} } = options;
  const write = (lineLevel: LogLevel, message: string, extra?: LogFields): void => {
    if (order[lineLevel] < order[level]) return;
    const entry = { at: new Date().toISOString(), level: lineLevel, message, ...fields, ...extra };
    let line: string;
    try {
      line = JSON.stringify(redactor.redact(entry));
    } catch (error) {
      line = JSON.stringify({ at: entry.at, level: lineLevel, message: redactor.redactText(message), unprintable: String(error) });
    }
    sink(line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line);
  };
  return {
    debug: (message, extra) => write('debug', message, extra),
    info: (message, extra) => write('info', message, extra),
    warn: (message, extra) => write('warn', message, extra),
    error: (message, extra) => write('error', message, extra),
    child: (extra) => createLogger({ sink, redactor, level, fields: { ...fields, ...extra } }),
  };
}
