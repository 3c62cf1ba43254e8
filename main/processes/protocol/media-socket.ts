/**
 * Media between processes: a Unix socket (named pipe on Windows) that carries MediaPackets both ways with back-pressure.
 * Lives in protocol/ because both sides of it are children. Made by listen-media.ts and connect-media.ts at a media-socket-path.ts.
 */
import type { MediaPacket } from './media-packet.ts';

export interface MediaConnection {
  /**
   * Resolves when the kernel has taken the packet (back-pressure): awaited one by one, never more than one packet is buffered here.
   * `data` is not copied: it may be used again once the promise has settled, not before. Rejects with MediaError once closed.
   */
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
