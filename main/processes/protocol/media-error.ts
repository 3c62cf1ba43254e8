/** The errors of media connections. */
import { LayerError } from '../../contract/failure.ts';

export type MediaErrorCode =
  /** The connection was closed by either side; what was not sent is lost. */
  | 'connection-closed'
  /** The peer announced a length that no packet has, or its meta is not a JSON object. */
  | 'bad-packet'
  /** We were asked to send more than `maxPacketBytes`. */
  | 'packet-too-large'
  | 'connect-timeout'
  | 'connect-failed'
  | 'listen-failed'
  /** The path does not fit into a socket address. */
  | 'path-too-long';

export class MediaError extends LayerError<MediaErrorCode> {
  constructor(code: MediaErrorCode, message: string, options?: { cause?: unknown; detail?: Readonly<Record<string, unknown>> }) {
    super('MediaError', code, message, options);
  }
}
