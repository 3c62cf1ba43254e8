/** What a child entry is written against. `serveProcess` (serve-process.ts) connects it to whichever adapter started it. */
export interface CallContext {
  readonly signal: AbortSignal;
}

export interface ChildService {
  /** Unary methods. */
  readonly methods?: Readonly<Record<string, (payload: never, context: CallContext) => unknown>>;
  /** Streaming methods; iteration waits for credit. */
  readonly streams?: Readonly<Record<string, (payload: never, context: CallContext) => AsyncIterable<unknown>>>;
  /** Sent with `ready`. */
  readonly info?: unknown;
  /** Called once on a stop request or when the parent is gone; then the process exits. Must be quick. */
  readonly onStop?: (reason: 'stop' | 'parent-gone') => void | Promise<void>;
}

export interface ChildRuntime {
  /** Fire-and-forget event to the host. */
  emit(name: string, payload: unknown): void;
}
// serveProcess(setup: (runtime: ChildRuntime) => ChildService | Promise<ChildService>): void
