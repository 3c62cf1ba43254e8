/** What goes wrong in or around an engine. Thrown in the engine's process and rebuilt, with its code, on the host's side. */
import { LayerError } from '../../contract/failure.ts';
import type { EngineErrorCode } from './requests.ts';

export const engineErrorCodes = [
  'bad-options',
  'missing-file',
  'bad-file',
  'no-memory',
  'not-loaded',
  'unsupported-language',
  'nothing-to-say',
  'sink-lost',
  'engine-failed',
] as const satisfies readonly EngineErrorCode[];

export class EngineError extends LayerError<EngineErrorCode> {
  constructor(code: EngineErrorCode, message: string, options?: { cause?: unknown; detail?: Readonly<Record<string, unknown>> }) {
    super('EngineError', code, message, options);
  }
}

export function isEngineErrorCode(code: string): code is EngineErrorCode {
  return (engineErrorCodes as readonly string[]).includes(code);
}
