/** What went wrong between us and an engine's process, as an EngineError: the engine's own code where it named one. */
import { LayerError } from '../../contract/failure.ts';
import { EngineError, isEngineErrorCode } from '../contract/engine-error.ts';

export function toEngineError(error: unknown, engineId: string): EngineError {
  if (error instanceof EngineError) return error;
  if (error instanceof LayerError && isEngineErrorCode(String(error.code))) {
    return new EngineError(String(error.code) as EngineError['code'], error.message, {
      cause: error,
      ...(error.detail ? { detail: error.detail } : {}),
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new EngineError('engine-failed', `Engine ${engineId}: ${message}`, { cause: error });
}
