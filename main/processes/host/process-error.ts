/** The errors of this layer. `ProcessError`: the process or its port failed. `RemoteError`: the child answered, and the answer was a failure. */
import { LayerError, type FailureInfo } from '../../contract/failure.ts';

export type ProcessErrorCode =
  /** The generation ended (or was given up on) before it answered. */
  | 'process-exited'
  /** No `ready` frame in time; the generation was stopped. */
  | 'ready-timeout'
  /** `timeoutMs` of a call or a stream item ran out; the child was told to abort. */
  | 'call-timeout'
  /** The payload holds something that structured clone cannot carry. */
  | 'unserializable'
  /** A stop was asked for; nothing new is accepted. */
  | 'process-stopping'
  /** Too many requests wait for one process. */
  | 'overloaded'
  /** The child broke the rules of the port (sent more than its credit). */
  | 'protocol-violation'
  /** The supervisor has given up or was stopped: there is no process to ask. */
  | 'no-process';

export class ProcessError extends LayerError<ProcessErrorCode> {
  constructor(code: ProcessErrorCode, message: string, options?: { cause?: unknown; detail?: Readonly<Record<string, unknown>> }) {
    super('ProcessError', code, message, options);
  }
}

/** `code` and `detail` are the child's own (its layer's closed union, or 'internal', 'aborted', 'unknown-method', 'unserializable'). */
export class RemoteError extends LayerError<string> {
  constructor(failure: FailureInfo) {
    super('RemoteError', failure.code, failure.message, failure.detail ? { detail: failure.detail } : undefined);
  }
}
