/** What goes wrong at the door itself, before anything is served. */
import { LayerError } from '../contract/failure.ts';

export type ApiErrorCode = 'permission-undeclared';

export class ApiError extends LayerError<ApiErrorCode> {
  constructor(code: ApiErrorCode, message: string, options?: { cause?: unknown; detail?: Readonly<Record<string, unknown>> }) {
    super('ApiError', code, message, options);
  }
}
