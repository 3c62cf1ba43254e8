/** What happened, in words, for whoever looks: the last entries of this run. Bounded; the whole of it stands in the show's event log on disk. */
import type { LogEntry } from '../api/contract/show.ts';
import type { ShowPort } from '../api/show-port.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { Logger } from '../kernel/logger.ts';
import { describeEvent } from './describe-event.ts';

const maxEntries = 300;

export interface ShowLog {
  note(event: ShowEvent): void;
  readonly port: ShowPort['log'];
  dispose(): void;
}

export function createShowLog(options: { readonly nameOf: (destinationId: string) => string; readonly logger: Logger }): ShowLog {
  const entries: LogEntry[] = [];
  const onEntry = new Emitter<LogEntry>((error) => options.logger.error('a log listener threw', { error }));
  let number = 0;
  return {
    note(event) {
      const words = describeEvent(event, options.nameOf);
      if (words === null) return;
      number += 1;
      const entry: LogEntry = { number, atMs: event.atMs, ...words };
      entries.push(entry);
      if (entries.length > maxEntries) entries.shift();
      onEntry.emit(entry);
    },
    port: { entries: () => Array.from(entries), onEntry: onEntry.event },
    dispose: () => onEntry.clear(),
  };
}
