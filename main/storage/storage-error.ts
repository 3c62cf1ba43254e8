/** The error of this layer. */
import { LayerError } from '../contract/failure.ts';

export const storageErrorCodes = [
  /** Written by a later version of the app. */
  'newer',
  /** No database, or a damaged one. */
  'damaged',
  /** The file or its folder cannot be opened or written. */
  'unavailable',
] as const;
export type StorageErrorCode = (typeof storageErrorCodes)[number];

export class StorageError extends LayerError<StorageErrorCode> {
  constructor(code: StorageErrorCode, message: string, options?: { cause?: unknown }) {
    super('StorageError', code, message, options);
  }
}
