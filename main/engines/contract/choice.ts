/** What a slot can be filled with: an engine and how it is set. Two voices of one engine are two choices. */
import type { UserMessage } from '../../contract/failure.ts';

export interface EngineChoice {
  /** Unique and stable: 'flite-slt', 'llama-qwen3-4b' … Receipts and remembered memory refer to it. */
  readonly choiceId: string;
  readonly engineId: string;
  readonly title: UserMessage;
  /** The engine's own settings and those of the slot (voice, speed …). Secrets are named (`keyName`), never contained. */
  readonly options: Readonly<Record<string, unknown>>;
}
