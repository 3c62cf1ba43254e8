/**
 * Owns ffmpeg: feeds it whole frames (picture and sound together or not at all) through two independent writers, starts a new generation
 * when it dies or stalls, and hands its bytes on. It knows nothing of time: `accepts` says whether another frame can be taken.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { createDeferred } from '../../../kernel/deferred.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { ownGroup } from '../../../kernel/own-group.ts';
import { audioPipe, videoPipe } from './build-encoder-args.ts';
import { createEncoderWatch } from './encoder-watch.ts';

export type EncoderState = 'idle' | 'running' | 'restarting' | 'failed' | 'finished';

export interface EncoderOptions {
  readonly ffmpegPath: string;
  /** Asked anew for each generation. */
  readonly args: () => readonly string[];
  readonly videoBytes: number;
  readonly audioBytes: number;
  readonly clock: Clock;
  /** Live: the FLV of generation `generation`. Called with the stream of each new one. */
  readonly onOutput: (stdout: Readable, generation: number, handedOver: () => boolean) => void;
  readonly onState: (state: 'running' | 'restarting' | 'failed', pid: number | null, detail: string) => void;
  /** A generation ended that should not have; told before the next one asks for its arguments. */
  readonly onFailure?: (failure: EncoderFailure) => void;
  /** The second one of `renew` could not be started; the first one goes on as it was. */
  readonly onRenewRefused?: () => void;
  /** 'live' restarts; 'file' fails for good, for a file cannot be continued. */
  readonly mode: 'live' | 'file';
  readonly mostQueuedFrames?: number;
  readonly stallMs?: number;
}

/** 'killed': somebody ended it, which says nothing of the encoder itself. A crash counts as 'exited'. */
export interface EncoderFailure {
  readonly how: 'exited' | 'killed' | 'stalled';
  readonly livedMs: number;
  readonly detail: string;
}

interface Slot {
  readonly video: Uint8Array;
  readonly audio: Uint8Array;
  pending: number;
}

interface Generation {
  readonly number: number;
  readonly process: ChildProcess;
  readonly video: Writable;
  readonly audio: Writable;
  readonly startedMs: number;
  stderr: string;
  /** Frames, each with its picture and its sound, that it has taken: two to a frame. */
  writes: number;
  /** Another one takes the frames now; what it has is still written. */
  handedOver: boolean;
  readonly closed: Promise<void>;
}

const firstBackoffMs = 200;
const mostBackoffMs = 5000;
const healthyMs = 10_000;
const usualSlots = 3;
const usualStallMs = 4000;
/** A program that is just starting would keep the first frames waiting. */
const warmUpMs = 400;
/** So long may the one before take to write what it has. */
const drainMs = 3000;
const endedFromOutside: ReadonlySet<string> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']);

export class Encoder {
  readonly #options: EncoderOptions;
  readonly #mostSlots: number;
  readonly #slots: Slot[] = [];
  #generation: Generation | null = null;
  #count = 0;
  #restarts = 0;
  #failuresInARow = 0;
  #state: EncoderState = 'idle';
  #cancelBackoff: (() => void) | null = null;
  #waiters: (() => void)[] = [];
  readonly #watch = createEncoderWatch();
  /** Started, and waiting for its first frame. */
  #successor: Generation | null = null;
  #leaving: Generation | null = null;
  /** Asked again while a change was under way. */
  #renewAgain = false;
  #cancelWarmUp: (() => void) | null = null;

  constructor(options: EncoderOptions) {
    this.#options = options;
    this.#mostSlots = options.mostQueuedFrames ?? 10;
    // written to at once: a show then holds from its beginning what its first slow moment would have added
    while (this.#slots.length < Math.min(usualSlots, this.#mostSlots)) this.#addSlot()?.video.fill(0);
  }

  get state(): EncoderState {
    return this.#state;
  }
  get pid(): number | null {
    return this.#generation?.process.pid ?? null;
  }
  get generation(): number {
    return this.#generation?.number ?? this.#count;
  }
  get restarts(): number {
    return this.#restarts;
  }
  get queueBytes(): number {
    return this.#slots.filter((slot) => slot.pending > 0).length * (this.#options.videoBytes + this.#options.audioBytes);
  }
  /** Whether `write` may be called. While it restarts, frames are taken and lost: the programme goes on. */
  get accepts(): boolean {
    return this.#state !== 'running' || this.#slots.length < this.#mostSlots || this.#slots.some((slot) => slot.pending === 0);
  }

  start(): void {
    if (this.#state === 'idle') this.#spawn();
  }

  /** Copies a frame and its sound. */
  write(video: Uint8Array, audio: Int16Array): void {
    const generation = this.#generation;
    if (!generation || this.#state !== 'running') return;
    const slot = this.#slots.find((s) => s.pending === 0) ?? this.#addSlot();
    if (!slot) return;
    slot.video.set(video);
    slot.audio.set(new Uint8Array(audio.buffer, audio.byteOffset, audio.byteLength));
    slot.pending = 2;
    const done = (error?: Error | null): void => {
      slot.pending -= 1;
      if (!error) generation.writes += 1;
      if (slot.pending > 0) return;
      // What a jam needed is given back after it.
      if (this.#slots.length > usualSlots) this.#slots.splice(this.#slots.indexOf(slot), 1);
      this.#wake();
    };
    // The sound first: ffmpeg then never waits for it with a picture in hand.
    generation.audio.write(slot.audio, done);
    generation.video.write(slot.video, done);
  }

  #addSlot(): Slot | null {
    if (this.#slots.length >= this.#mostSlots) return null;
    const { videoBytes, audioBytes } = this.#options;
    const slot = { video: new Uint8Array(videoBytes), audio: new Uint8Array(audioBytes), pending: 0 };
    this.#slots.push(slot);
    return slot;
  }

  /** Resolves when another frame can be taken. */
  async whenAccepting(): Promise<void> {
    while (!this.accepts) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  /** Once a frame at the least: a generation that takes nothing for too long is replaced. */
  watch(): void {
    const generation = this.#generation;
    if (!generation || this.#state !== 'running') return;
    const { process: child, number, video, writes } = generation;
    const stillMs = this.#watch.look({
      nowMs: this.#options.clock.now(),
      generation: number,
      waits: this.queueBytes > 0,
      writes,
      unwrittenBytes: unwrittenBytes(video),
      readBytes: (child.stdout as Socket | null)?.bytesRead ?? 0,
    });
    if (stillMs <= (this.#options.stallMs ?? usualStallMs)) return;
    const detail = `took nothing for ${Math.round(stillMs)} ms`;
    this.#options.onFailure?.({ how: 'stalled', livedMs: this.#options.clock.now() - generation.startedMs, detail });
    this.#replace(generation, detail);
  }

  /** A new generation, so that whoever reads now gets a stream from its beginning. */
  restart(reason: string): void {
    if (this.#generation && this.#state === 'running') this.#replace(this.#generation, reason);
  }

  /**
   * A new generation with the arguments as they are now takes over at a frame, and the one before writes what it has: no frame is lost, and the
   * output of the new one is given on only when the old one's has ended.
   */
  renew(): void {
    if (this.#options.mode !== 'live' || this.#state !== 'running' || !this.#generation) return;
    if (this.#successor || this.#leaving) {
      this.#renewAgain = true;
      return;
    }
    this.#successor = this.#launch();
    this.#cancelWarmUp = this.#options.clock.after(warmUpMs, () => this.#handOver());
  }

  #handOver(): void {
    const before = this.#generation;
    const next = this.#successor;
    this.#successor = null;
    if (!next) return;
    if (!before || this.#state !== 'running') return void next.process.kill('SIGKILL');
    this.#generation = next;
    before.handedOver = true;
    this.#leaving = before;
    before.video.end();
    before.audio.end();
    const cancelDrain = this.#options.clock.after(drainMs, () => before.process.kill('SIGKILL'));
    void before.closed.then(() => {
      cancelDrain();
      this.#leaving = null;
      if (this.#generation === next && this.#state === 'running') this.#give(next);
      if (this.#renewAgain) {
        this.#renewAgain = false;
        this.renew();
      }
    });
  }

  /** Ends the inputs and waits until everything is written. Rejects when ffmpeg reports a failure. */
  async finish(): Promise<void> {
    const generation = this.#generation;
    if (!generation || this.#state !== 'running') throw new Error(`the encoder is ${this.#state}: ${generation?.stderr.slice(-400) ?? ''}`);
    this.#state = 'finished';
    generation.video.end();
    generation.audio.end();
    await generation.closed;
    if (generation.process.exitCode !== 0)
      throw new Error(`ffmpeg ended with ${describeExit(generation.process)}: ${generation.stderr.slice(-400)}`);
  }

  /** Kills it. */
  async dispose(): Promise<void> {
    this.#cancelBackoff?.();
    this.#cancelWarmUp?.();
    const all = [this.#generation, this.#successor, this.#leaving].filter((one) => one !== null);
    this.#state = 'finished';
    this.#wake();
    for (const { process: child } of all) child.kill('SIGKILL');
    await Promise.all(all.map(({ closed }) => closed));
  }

  #spawn(): void {
    const generation = this.#launch();
    this.#generation = generation;
    this.#state = 'running';
    this.#give(generation);
  }

  /** Its output is read from now on. */
  #give(generation: Generation): void {
    const { process: child, number } = generation;
    if (child.stdout) this.#options.onOutput(child.stdout, number, () => generation.handedOver);
    if (child.pid !== undefined) this.#options.onState('running', child.pid, `generation ${number}`);
  }

  #launch(): Generation {
    const { clock, ffmpegPath } = this.#options;
    const number = ++this.#count;
    const child = spawn(ffmpegPath, [...this.#options.args()], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
      ...ownGroup,
    });
    const closed = createDeferred<void>();
    const generation: Generation = {
      number,
      process: child,
      video: child.stdio[videoPipe] as Writable,
      audio: child.stdio[audioPipe] as Writable,
      startedMs: clock.now(),
      stderr: '',
      writes: 0,
      handedOver: false,
      closed: closed.promise,
    };
    for (const pipe of [generation.video, generation.audio]) pipe.on('error', () => {}); // its death is seen at 'close'
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      generation.stderr = (generation.stderr + text).slice(-4096);
    });
    let spawnError = '';
    child.once('error', (error) => {
      spawnError = error.message;
      if (child.pid === undefined) {
        closed.resolve();
        this.#ended(generation, `could not be started: ${spawnError}`);
      }
    });
    child.once('exit', () => {
      // What it has not read is lost with it: its inputs must not keep their writes waiting.
      generation.video.destroy();
      generation.audio.destroy();
    });
    child.once('close', () => {
      closed.resolve();
      this.#ended(generation, describeExit(child));
    });
    return generation;
  }

  #replace(generation: Generation, reason: string): void {
    this.#options.onState('restarting', generation.process.pid ?? null, reason);
    this.#restarts += 1;
    this.#generation = null;
    this.#dropSuccessor();
    generation.process.stdout?.destroy();
    generation.process.kill('SIGKILL');
    this.#spawn();
  }

  #dropSuccessor(): void {
    this.#cancelWarmUp?.();
    const successor = this.#successor;
    this.#successor = null;
    successor?.process.kill('SIGKILL');
  }

  #ended(generation: Generation, how: string): void {
    this.#wake();
    // one that cannot even start changes nothing: the one at work goes on
    if (this.#successor === generation) {
      this.#dropSuccessor();
      this.#options.onRenewRefused?.();
    }
    if (this.#generation !== generation || this.#state === 'finished') return;
    const detail = `${how}${generation.stderr ? `: ${generation.stderr.trim().slice(-400)}` : ''}`;
    this.#generation = null;
    this.#dropSuccessor();
    if (this.#options.mode === 'file') {
      this.#state = 'failed';
      this.#options.onState('failed', null, detail);
      return;
    }
    const livedMs = this.#options.clock.now() - generation.startedMs;
    this.#failuresInARow = livedMs > healthyMs ? 0 : this.#failuresInARow + 1;
    this.#restarts += 1;
    this.#state = 'restarting';
    this.#options.onState('restarting', null, detail);
    this.#options.onFailure?.({ how: endedFromOutside.has(generation.process.signalCode ?? '') ? 'killed' : 'exited', livedMs, detail });
    // The first replacement comes at once: it takes the very next frame.
    if (this.#failuresInARow <= 1) return this.#spawn();
    if (this.#failuresInARow === 6) this.#options.onState('failed', null, detail);
    const backoffMs = Math.min(mostBackoffMs, firstBackoffMs * 2 ** (this.#failuresInARow - 2));
    this.#cancelBackoff = this.#options.clock.after(backoffMs, () => this.#spawn());
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}

/**
 * Of the write that is under way: a large picture is taken in many pieces, and its callback comes with the last one. Node's own socket time-outs look at the
 * same figure; where there is none, only whole writes count.
 */
function unwrittenBytes(pipe: Writable): number {
  return (pipe as { readonly _handle?: { readonly writeQueueSize?: number } | null })._handle?.writeQueueSize ?? 0;
}

function describeExit(child: ChildProcess): string {
  return child.signalCode ? `signal ${child.signalCode}` : `exit code ${child.exitCode}`;
}
