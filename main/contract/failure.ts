/** How an error crosses a process boundary, and the base of the layers' error classes. */
export interface FailureInfo {
  /** From the layer's closed union; callers switch on this, never on the message. */
  readonly code: string;
  readonly message: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Base class: one subclass per layer narrows `code`. `cause` is kept. */
export class LayerError<Code extends string> extends Error {
  readonly code: Code;
  readonly detail: Readonly<Record<string, unknown>> | undefined;

  constructor(name: string, code: Code, message: string, options?: { cause?: unknown; detail?: Readonly<Record<string, unknown>> }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = name;
    this.code = code;
    this.detail = options?.detail;
  }
}

export function toFailureInfo(error: unknown): FailureInfo {
  if (error instanceof LayerError)
    return { code: String(error.code), message: error.message, ...(error.detail ? { detail: error.detail } : {}) };
  if (error instanceof Error) return { code: error.name === 'AbortError' ? 'aborted' : 'internal', message: error.message };
  return { code: 'internal', message: String(error) };
}

/** A sentence for the user in both languages: what happened, what still works, what to do. */
export interface UserMessage {
  readonly en: string;
  readonly zh: string;
}

/** The sentence in `detail.words` of any error that carries one, whichever layer threw it. */
export function wordsIn(error: unknown): UserMessage | undefined {
  const words: unknown = error instanceof LayerError ? error.detail?.['words'] : undefined;
  if (typeof words !== 'object' || words === null || !('en' in words) || !('zh' in words)) return undefined;
  const { en, zh } = words;
  return typeof en === 'string' && typeof zh === 'string' && en !== '' && zh !== '' ? { en, zh } : undefined;
}
