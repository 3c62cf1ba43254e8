/**
 * Control frames between a host and one child process. Plain structured-clone data; both adapters carry them unchanged.
 * Every frame names the protocol and the generation (one process from fork to observed exit): a frame of another generation is dropped.
 */
import type { FailureInfo } from '../../contract/failure.ts';

export const protocolVersion = 1;

interface FrameBase {
  readonly protocol: typeof protocolVersion;
  readonly generation: number;
}

/** Host -> child */
export type HostFrame = FrameBase &
  (
    | { readonly kind: 'hello'; readonly name: string }
    | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly payload: unknown }
    /** Opens a stream with `credit` items allowed; more credit follows as the reader consumes. */
    | { readonly kind: 'open'; readonly id: number; readonly method: string; readonly payload: unknown; readonly credit: number }
    | { readonly kind: 'credit'; readonly id: number; readonly credit: number }
    | { readonly kind: 'abort'; readonly id: number }
    | { readonly kind: 'ping'; readonly id: number }
    | { readonly kind: 'stop' }
    /** The bye was read, and all that was sent before it: the child may exit. */
    | { readonly kind: 'farewell' }
  );

/** Child -> host */
export type ChildFrame = FrameBase &
  (
    | { readonly kind: 'ready'; readonly pid: number; readonly info: unknown }
    | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
    | { readonly kind: 'item'; readonly id: number; readonly value: unknown }
    | { readonly kind: 'end'; readonly id: number }
    | { readonly kind: 'error'; readonly id: number; readonly failure: FailureInfo }
    | { readonly kind: 'event'; readonly name: string; readonly payload: unknown }
    | { readonly kind: 'pong'; readonly id: number }
    /** The only proof of a clean exit; exit codes decide nothing. */
    | { readonly kind: 'bye'; readonly reason: string }
  );
