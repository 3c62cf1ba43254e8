/**
 * Owns the way of the encoder's bytes to the outlet. Nothing is dropped in the middle of a stream: a slow outlet slows the encoder down,
 * a lost one is connected to again and then gets a new generation from its first byte.
 */
import type { Readable } from 'node:stream';
import type { Clock } from '../../../kernel/clock.ts';
import { connectMedia } from '../../../processes/protocol/connect-media.ts';
import type { MediaConnection } from '../../../processes/protocol/media-socket.ts';

export interface OutletLinkOptions {
  readonly clock: Clock;
  /** The outlet at hand has seen no beginning of a stream: ask for a new generation. */
  readonly onFreshOutlet: () => void;
  readonly onLog: (message: string) => void;
}

const retryMs = 100;
const connectTimeoutMs = 2000;

export class OutletLink {
  readonly #options: OutletLinkOptions;
  #path: string | null = null;
  #connection: MediaConnection | null = null;
  #attempt = 0;
  #cancelRetry: (() => void) | null = null;
  #disposed = false;
  /** Which programme frame a generation began with. */
  #begun: { readonly generation: number; readonly frame: number } | null = null;
  /** Which connection saw the current generation's first byte. */
  #fed: MediaConnection | null = null;

  constructor(options: OutletLinkOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#connection !== null;
  }

  /** Resolves when it is connected or could not be at the first try; it goes on trying by itself. */
  async attach(path: string): Promise<void> {
    this.#path = path;
    this.#connection?.close();
    this.#connection = null;
    await this.#connect();
  }

  /** Said of each frame that goes to the encoder; the first one of a generation tells where its stream stands in the show. */
  noteFrame(generation: number, frame: number): void {
    if (this.#begun?.generation !== generation) this.#begun = { generation, frame };
  }

  /** Takes the output of a new generation. `handedOver`: whether another one goes on where it ends. */
  feed(stdout: Readable, encoderGeneration: number, handedOver: () => boolean = () => false): void {
    const connection = this.#connection;
    this.#fed = connection;
    stdout.on('error', () => {});
    stdout.once('close', () => {
      // said after the last byte: the outlet shows the slate at once instead of waiting for its time-out
      if (connection && connection === this.#connection && !handedOver())
        connection.send({ type: 'flv-end', encoderGeneration }).catch(() => {});
    });
    stdout.on('data', (chunk: Buffer) => {
      // Only the outlet that saw the header can use the rest; for another this generation is spent.
      if (!connection || connection !== this.#connection) return;
      const begun = this.#begun?.generation === encoderGeneration ? { firstFrame: this.#begun.frame } : {};
      const sent = connection.send({ type: 'flv', encoderGeneration, ...begun }, chunk);
      if (connection.bufferedBytes < 512 * 1024) {
        sent.catch(() => {});
        return;
      }
      stdout.pause();
      void sent.then(
        () => stdout.resume(),
        () => stdout.resume(),
      );
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelRetry?.();
    this.#connection?.close();
    this.#connection = null;
  }

  async #connect(): Promise<void> {
    const path = this.#path;
    if (path === null || this.#disposed) return;
    const attempt = ++this.#attempt;
    this.#cancelRetry?.();
    await connectMedia(path, { timeoutMs: connectTimeoutMs }).then(
      (connection) => {
        if (attempt !== this.#attempt || this.#disposed) return connection.close();
        this.#connection = connection;
        connection.onPacket(() => {});
        connection.onClose(() => this.#lost(connection));
        if (this.#fed !== connection) this.#options.onFreshOutlet();
      },
      (error: unknown) => {
        if (attempt !== this.#attempt || this.#disposed) return;
        this.#options.onLog(`the outlet cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
        this.#retry();
      },
    );
  }

  #lost(connection: MediaConnection): void {
    if (this.#connection !== connection) return;
    this.#connection = null;
    this.#options.onLog('the connection to the outlet is lost');
    this.#retry();
  }

  #retry(): void {
    if (!this.#disposed) this.#cancelRetry = this.#options.clock.after(retryMs, () => void this.#connect());
  }
}
