/** An engine instance as routing and the app see it: one process per generation, loaded, typed. */
import type { FaceLinkState } from '../contract/face-link.ts';
import type {
  AsrItem,
  AsrRequest,
  ExpressionItem,
  ExpressionRequest,
  LlmItem,
  LlmRequest,
  LoadSpec,
  TtsItem,
  TtsRequest,
} from '../contract/requests.ts';
import type { UserMessage } from '../../contract/failure.ts';
import type { InstanceId } from '../../contract/ids.ts';
import type { Disposable } from '../../kernel/disposable.ts';
import type { Event } from '../../kernel/emitter.ts';
import type { EngineError } from '../contract/engine-error.ts';
import type { EngineManifest } from '../contract/manifest.ts';
import type { EngineSignature } from '../contract/signature.ts';

/** `restarting`: it was ready, its process died, the next one is on the way. `failed`: nothing more happens by itself. */
export type EngineInstanceState = 'loading' | 'ready' | 'restarting' | 'failed' | 'unloaded';

export interface EngineInstanceChange {
  readonly state: EngineInstanceState;
  readonly message?: UserMessage;
  readonly error?: EngineError;
}

export interface InferKinds {
  readonly llm: { readonly request: LlmRequest; readonly item: LlmItem };
  readonly expression: { readonly request: ExpressionRequest; readonly item: ExpressionItem };
  readonly tts: { readonly request: TtsRequest; readonly item: TtsItem };
  readonly asr: { readonly request: AsrRequest; readonly item: AsrItem };
}

export interface InferOptions {
  readonly signal?: AbortSignal;
  /** Longest wait for one item. */
  readonly timeoutMs?: number;
}

export interface EngineInstance extends Disposable {
  readonly id: InstanceId;
  readonly manifest: EngineManifest;
  readonly spec: LoadSpec;
  readonly state: EngineInstanceState;
  /** The last failure, while `failed` or `restarting`. */
  readonly message: UserMessage | undefined;
  /** Read from the loaded model; kept while restarting. */
  readonly signature: EngineSignature | undefined;
  readonly pid: number | undefined;
  /** How many processes this instance has had. */
  readonly generation: number;
  readonly onState: Event<EngineInstanceChange>;
  /** Faces and enhancers: told by the engine when its connection to the programme comes and goes. */
  readonly onFaceLink: Event<FaceLinkState>;
  /** Resolves when the instance is ready; rejects with EngineError when it fails or is unloaded first. */
  whenReady(signal?: AbortSignal): Promise<EngineSignature>;
  /** Throws EngineError where it is read; aborting rethrows `signal.reason`. */
  infer<K extends keyof InferKinds>(
    kind: K,
    request: InferKinds[K]['request'],
    options?: InferOptions,
  ): AsyncIterableIterator<InferKinds[K]['item']>;
  /** Its files have changed: read again without a pause. Rejects with EngineError when it cannot, and then it goes on as before; one that is not loaded reads them when it is. */
  reload(): Promise<void>;
  /** Faces and enhancers: connect to the programme, now and after every restart. */
  attach(path: string): Promise<void>;
  detach(): Promise<void>;
  rssBytes(): Promise<number | null>;
  setPriority(nice: number): void;
  /** Takes the processor away from its process for a moment (ProcessHandle.hold), and gives it back. */
  hold(forMs: number): void;
  release(): void;
  /** After `failed`: a new process, a clean count. */
  retry(): void;
  /** Ends the process; resolves when its exit was seen, or when it was given up on: `ending` tells. */
  dispose(): Promise<void>;
  /** After dispose. `quarantined`: no exit was seen after SIGKILL, the process may still live. */
  readonly ending: 'observed' | 'quarantined' | null;
}
