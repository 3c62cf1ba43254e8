/** Owns when a model's key is dropped from where it is kept: when nothing that can still be loaded names it. */
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { Logger } from '../kernel/logger.ts';

export interface KeyDropperOptions {
  /** Everything that can be loaded now or at the next start: what can be chosen, what slots hold and are wanted to hold. */
  readonly named: () => readonly EngineChoice[];
  readonly dropSecret: (name: string) => Promise<void>;
  readonly logger: Logger;
}

/** Told of a choice that is gone. Never rejects: the choice stays removed, and the log says which key is left. */
export function createKeyDropper({ named, dropSecret, logger }: KeyDropperOptions): (gone: EngineChoice) => Promise<void> {
  return async (gone) => {
    const name = keyNameOf(gone);
    if (name === undefined || named().some((choice) => keyNameOf(choice) === name)) return;
    try {
      await dropSecret(name);
    } catch (error) {
      logger.warn('the key of a removed model is still kept', { name, error: String(error) });
    }
  };
}

function keyNameOf({ options }: EngineChoice): string | undefined {
  const name = options['keyName'];
  return typeof name === 'string' ? name : undefined;
}
