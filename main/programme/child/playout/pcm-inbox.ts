/**
 * Owns the PCM streams by id, whichever came first: the stream or its clause. Bounded: a sender that runs ahead is paused,
 * unless the clause on air starves on it.
 */
import { PcmStream } from './pcm-stream.ts';

/** What it needs of a connection. */
export interface PcmSource {
  pause(): void;
  resume(): void;
}

export interface PcmInboxOptions {
  /** A source with more than this unplayed is paused. Default 16 MiB: about five minutes of speech. */
  readonly highWaterBytes?: number;
  /** A stream that no clause asks for is dropped after this long without a packet. */
  readonly orphanMs?: number;
  readonly onReady: (stream: PcmStream) => void;
}

interface Entry {
  readonly stream: PcmStream;
  readonly source: PcmSource;
  claimed: boolean;
}

export class PcmInbox {
  readonly #entries = new Map<string, Entry>();
  readonly #dropped = new Set<string>();
  readonly #paused = new Set<PcmSource>();
  readonly #highWaterBytes: number;
  readonly #orphanMs: number;
  readonly #onReady: (stream: PcmStream) => void;
  #starving: PcmStream | null = null;

  constructor(options: PcmInboxOptions) {
    this.#highWaterBytes = options.highWaterBytes ?? 16 * 1024 * 1024;
    this.#orphanMs = options.orphanMs ?? 60_000;
    this.#onReady = options.onReady;
  }

  open(source: PcmSource, streamId: string, sampleRate: number, nowMs: number): void {
    if (this.#dropped.has(streamId) || this.#entries.has(streamId)) return;
    const stream = new PcmStream(streamId, sampleRate, nowMs);
    this.#entries.set(streamId, { stream, source, claimed: false });
    this.#onReady(stream);
  }

  push(streamId: string, bytes: Uint8Array, nowMs: number): void {
    const entry = this.#entries.get(streamId);
    if (!entry) return;
    entry.stream.push(bytes, nowMs);
    this.#balance(entry.source);
    this.#onReady(entry.stream);
  }

  close(streamId: string): void {
    const entry = this.#entries.get(streamId);
    if (!entry) return;
    entry.stream.close('closed');
    this.#onReady(entry.stream);
  }

  /** The connection is gone: no more can come on its streams. */
  sourceClosed(source: PcmSource): void {
    this.#paused.delete(source);
    for (const entry of this.#entries.values()) {
      if (entry.source !== source || entry.stream.state !== 'open') continue;
      entry.stream.close('broken');
      this.#onReady(entry.stream);
    }
  }

  /** The stream of a clause, once it was opened. */
  claim(streamId: string): PcmStream | null {
    const entry = this.#entries.get(streamId);
    if (!entry) return null;
    entry.claimed = true;
    return entry.stream;
  }

  /** Forgets the stream; what still comes of it is swallowed. */
  drop(streamId: string): void {
    this.#dropped.add(streamId);
    if (this.#dropped.size > 1000) for (const oldest of this.#dropped) if (this.#dropped.delete(oldest)) break;
    const entry = this.#entries.get(streamId);
    if (!entry) return;
    this.#entries.delete(streamId);
    if (this.#starving === entry.stream) this.#starving = null;
    entry.stream.discard();
    this.#balance(entry.source);
  }

  /** Once a frame: lets paused sources go on, drops what nobody asked for. `starving` must not wait for its source. */
  tend(nowMs: number, starving: PcmStream | null): void {
    this.#starving = starving;
    for (const source of Array.from(this.#paused)) this.#balance(source);
    for (const entry of Array.from(this.#entries.values())) {
      if (!entry.claimed && nowMs - entry.stream.touchedMs > this.#orphanMs) this.drop(entry.stream.streamId);
    }
  }

  #balance(source: PcmSource): void {
    let bytes = 0;
    let feedsStarving = false;
    for (const entry of this.#entries.values()) {
      if (entry.source !== source) continue;
      bytes += entry.stream.bufferedBytes;
      feedsStarving ||= entry.stream === this.#starving;
    }
    if (!this.#paused.has(source) && bytes > this.#highWaterBytes && !feedsStarving) {
      this.#paused.add(source);
      source.pause();
    } else if (this.#paused.has(source) && (bytes < this.#highWaterBytes / 2 || feedsStarving)) {
      this.#paused.delete(source);
      source.resume();
    }
  }
}
