/**
 * Media between processes: a Unix socket (named pipe on Windows) that carries MediaPackets both ways with back-pressure.
 * Lives in protocol/ because both sides of it are children.
 */
import type { MediaPacket } from './media-packet.ts';

export interface MediaConnection {
  /** Resolves when the bytes are accepted below the high-water mark (back-pressure). Rejects once closed. */
  send(meta: Readonly<Record<string, unknown>>, data?: Uint8Array): Promise<void>;
  /** Bytes accepted by `send` and not yet taken by the kernel. */
  readonly bufferedBytes: number;
  onPacket(listener: (packet: MediaPacket) => void): void;
  /** Fires once, with the error if there was one. */
  onClose(listener: (error?: Error) => void): void;
  /** Stops reading until `resume`; the peer's `send` then waits. */
  pause(): void;
  resume(): void;
  close(): void;
}

export interface MediaListener {
  readonly path: string;
  close(): Promise<void>;
}
// implemented in the same folder:
//   listenMedia(path, onConnection: (c: MediaConnection) => void): Promise<MediaListener>
//   connectMedia(path, { timeoutMs }): Promise<MediaConnection>
//   mediaSocketPath(dir, name): string     // short enough for sun_path (<= 100 bytes), \\.\pipe\ on Windows
