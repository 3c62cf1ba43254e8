/** What can go wrong between the outlet and one RTMP server. Messages never hold a stream key: they pass through `redact`. */
import { LayerError } from '../../../contract/failure.ts';

export type RtmpErrorCode =
  | 'bad-url'
  | 'unreachable'
  | 'timeout'
  | 'protocol'
  /** The server said no, in RTMP words. */
  | 'refused'
  /** The server hung up after we asked to publish and before it agreed. */
  | 'closed-before-publish'
  /** On air, then ended by the server in RTMP words. */
  | 'ended-by-server'
  /** On air, then the connection went away. */
  | 'connection-lost'
  | 'stalled';

export class RtmpError extends LayerError<RtmpErrorCode> {
  constructor(code: RtmpErrorCode, message: string, options?: { cause?: unknown; detail?: Readonly<Record<string, unknown>> }) {
    super('RtmpError', code, message, options);
  }
}

/** Replaces every secret in `text`, plain or percent-encoded; at most 300 characters are kept. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length === 0) continue;
    for (const form of new Set([secret, encodeURIComponent(secret), encodeURI(secret)])) clean = clean.replaceAll(form, '***');
  }
  return clean.length > 300 ? `${clean.slice(0, 299)}…` : clean;
}
