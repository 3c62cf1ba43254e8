/** What the host offers to the domains. It has never heard of engines, shows or AI. */
import type { Event } from '../../kernel/emitter.ts';

export interface ProcessSpec {
  /** Unique among living processes of the app; appears in logs and process lists. */
  readonly name: string;
  /** Absolute path of the built child entry. */
  readonly entry: string;
  /** Added on top of the allow-listed environment (PATH, HOME, LANG, TMPDIR, TZ, SystemRoot …). */
  readonly env?: Readonly<Record<string, string>>;
  /** Default 15 000. Past it the generation is stopped and `ready` rejects with code 'ready-timeout'. */
  readonly readyTimeoutMs?: number;
  /** Default { intervalMs: 1000, warnAfterMs: 3000, unresponsiveAfterMs: 8000 }. */
  readonly heartbeat?: { readonly intervalMs: number; readonly warnAfterMs: number; readonly unresponsiveAfterMs: number };
  /** Default 1000: time from the stop request to kill(), and again from kill() to SIGKILL, and again to quarantine. */
  readonly stopBudgetMs?: number;
  /** OS niceness while loading (0..19); reset by `setPriority`. Left out where this user could not take it back. */
  readonly nice?: number;
}

/** `late` = heartbeat overdue (warning), `unresponsive` = given up on; `quarantined` = SIGKILL was sent and no exit was seen. */
export type ProcessState = 'starting' | 'ready' | 'late' | 'unresponsive' | 'stopping' | 'exited' | 'quarantined';

export interface ExitReport {
  readonly generation: number;
  /** A `bye` frame was received before the exit. */
  readonly clean: boolean;
  /** Did we ask for it (stop)? */
  readonly expected: boolean;
  readonly code: number | null;
  readonly signal: string | null;
  /** False: quarantined, the process may still live. */
  readonly observed: boolean;
  /** Last lines of stderr, bounded. */
  readonly stderrTail: readonly string[];
  readonly cause: 'stop' | 'ready-timeout' | 'unresponsive' | 'exit' | 'spawn-failed';
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Default none: callers that can wait for ever say so by leaving it out. */
  readonly timeoutMs?: number;
}

/** `timeoutMs` of a stream is per item: the longest that a waiting `next()` waits. A stream's errors come out of `next()`. */
export interface StreamOptions extends CallOptions {
  /** Items in flight before the child must wait. Default 16. */
  readonly credit?: number;
}

/** One generation of one process. All pending calls and streams settle when it exits (ProcessError 'process-exited'). */
export interface ProcessHandle {
  readonly name: string;
  readonly generation: number;
  readonly pid: number | undefined;
  readonly state: ProcessState;
  /** Resolves with the child's `info`; rejects with ProcessError when it ends before it was ready. */
  readonly ready: Promise<unknown>;
  /** Never rejects. */
  readonly exited: Promise<ExitReport>;
  readonly onState: Event<ProcessState>;
  /** Events that the child sent with `emit(name, payload)`. */
  readonly onEvent: Event<{ readonly name: string; readonly payload: unknown }>;
  call<T>(method: string, payload: unknown, options?: CallOptions): Promise<T>;
  stream<T>(method: string, payload: unknown, options?: StreamOptions): AsyncIterableIterator<T>;
  /** Idempotent. bye request -> budget -> kill -> budget -> SIGKILL -> budget -> quarantined. */
  stop(): Promise<ExitReport>;
  /** OS niceness of the child; best effort. */
  setPriority(nice: number): void;
  /**
   * Takes the processor away from it, so that others have all of it, for `forMs` (at most 1000) or until `release`; asked again, it begins anew.
   * What is sent meanwhile waits; nothing is lost. Windows knows no such thing: no effect there.
   */
  hold(forMs: number): void;
  release(): void;
  stderrTail(): readonly string[];
}

export interface RestartPolicy {
  /** First delay; doubles up to `maxDelayMs`; a process that lived `decayMs` counts as healthy and resets the count. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  readonly decayMs: number;
  /** Give up after this many failures without a healthy life in between. */
  readonly maxAttempts: number;
}

/** What an adapter (Node fork, utilityProcess, in-memory) gives the host: raw, unsupervised. */
export interface RawChild {
  readonly pid: number | undefined;
  send(frame: unknown): void;
  onMessage(listener: (frame: unknown) => void): void;
  /** Exactly once. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  onStderr(listener: (chunk: string) => void): void;
  /** Polite kill (SIGTERM / utilityProcess.kill()). */
  kill(): void;
  /** SIGKILL by pid. */
  forceKill(): void;
  /** SIGSTOP and SIGCONT, where the system has them. */
  suspend(): void;
  resume(): void;
}

export interface ProcessAdapter {
  readonly kind: 'node-fork' | 'utility-process' | 'in-memory';
  /** Must not throw: a failed spawn is reported as an exit. */
  spawn(spec: { readonly name: string; readonly entry: string; readonly env: Readonly<Record<string, string>> }): RawChild;
}
