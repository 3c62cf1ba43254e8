/** What can be said against a choice that someone adds, before it is ever loaded. undefined: nothing. */
import type { UserMessage } from '../contract/failure.ts';
import { checkModelFile, ModelFileError } from '../engines/models/check-model-file.ts';
import { appMessages } from './messages.ts';

export function checkOwnChoice(engineId: string, options: Readonly<Record<string, unknown>>): UserMessage | undefined {
  if ('apiKey' in options) return appMessages.keyByName;
  // a face needs the word that it may be used, and a picture that the studio has read
  if (engineId === 'portrait') return appMessages.pictureUnderCast;
  if (engineId !== 'llama') return undefined;
  const file = options['modelPath'];
  if (typeof file !== 'string' || file.trim() === '') return appMessages.noModelFile;
  try {
    checkModelFile(file, 'whole');
    return undefined;
  } catch (error) {
    if (error instanceof ModelFileError) return error.words;
    throw error;
  }
}
