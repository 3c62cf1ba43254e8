/**
 * Server-sent events out of bytes, by the WHATWG rules (html.spec.whatwg.org, "Interpreting an event stream"): bytes may be cut anywhere, also
 * inside a character or between CR and LF. It knows nothing of what the events mean. `id` and `retry` are for reconnecting, which we do not do.
 */
import { LayerError } from '../../../contract/failure.ts';

export interface ServerEvent {
  /** 'message' unless the server named it. */
  readonly type: string;
  readonly data: string;
}

export interface EventStreamParser {
  /** The events that these bytes complete. Throws EventStreamError 'too-large' when one grows past the limit: whoever sends that means no good. */
  push(bytes: Uint8Array): ServerEvent[];
}

export class EventStreamError extends LayerError<'too-large'> {
  constructor(message: string) {
    super('EventStreamError', 'too-large', message);
  }
}

const defaultMaxEventChars = 1024 * 1024;

export function createEventStreamParser(maxEventChars = defaultMaxEventChars): EventStreamParser {
  // takes a leading byte order mark away and keeps halves of characters for the next bytes
  const decoder = new TextDecoder('utf-8');
  /** The line that is not complete yet. */
  let line = '';
  let type = '';
  let data: string[] = [];
  let dataChars = 0;
  /** The last character was a CR: an LF right after it belongs to it. */
  let afterCr = false;

  function field(name: string, value: string): void {
    if (name === 'event') type = value;
    else if (name === 'data') {
      data.push(value);
      dataChars += value.length + 1;
    }
  }

  function endLine(out: ServerEvent[]): void {
    const complete = line;
    line = '';
    if (complete === '') {
      if (data.length > 0) out.push({ type: type === '' ? 'message' : type, data: data.join('\n') });
      type = '';
      data = [];
      dataChars = 0;
      return;
    }
    const colon = complete.indexOf(':');
    if (colon === 0) return; // a comment
    if (colon === -1) field(complete, '');
    else field(complete.slice(0, colon), complete.slice(complete[colon + 1] === ' ' ? colon + 2 : colon + 1));
  }

  return {
    push(bytes) {
      const out: ServerEvent[] = [];
      const text = decoder.decode(bytes, { stream: true });
      let from = 0;
      if (afterCr && text !== '') {
        afterCr = false;
        if (text.startsWith('\n')) from = 1;
      }
      for (let at = from; at < text.length; at += 1) {
        const char = text[at];
        if (char !== '\r' && char !== '\n') continue;
        line += text.slice(from, at);
        endLine(out);
        if (char === '\r') {
          if (at + 1 === text.length) afterCr = true;
          else if (text[at + 1] === '\n') at += 1;
        }
        from = at + 1;
      }
      line += text.slice(from);
      if (line.length + dataChars > maxEventChars) throw new EventStreamError(`an event of more than ${maxEventChars} characters`);
      return out;
    },
  };
}
