/** The secrets as engines need them: at hand when one is started. Each value is made known to the redactor before anybody may use it. */
import type { SecretKeep, SecretStore } from '../secrets/create-secret-store.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Redactor } from '../telemetry/redactor.ts';

export interface SecretCache {
  /** Resolves when what was kept before has been read; never rejects. */
  readonly ready: Promise<void>;
  get(name: string): string | undefined;
  /** Rejects with SecretError; then nothing was changed. */
  set(name: string, value: string, keep: SecretKeep): Promise<void>;
  /** Its value stays known to the redactor. */
  delete(name: string): Promise<void>;
}

export function createSecretCache(store: SecretStore, redactor: Redactor, logger: Logger): SecretCache {
  const values = new Map<string, string>();
  const keep = (name: string, value: string): void => {
    redactor.register(value);
    values.set(name, value);
  };
  async function read(): Promise<void> {
    try {
      for (const { name } of await store.names()) {
        // one that cannot be read is missed by its engine, in words; the others are there
        const value = await store.get(name).catch((error: unknown) => {
          logger.warn('a secret cannot be read', { name, error: String(error) });
          return undefined;
        });
        if (value !== undefined) keep(name, value);
      }
    } catch (error) {
      logger.warn('the secrets cannot be read', { error: String(error) });
    }
  }
  return {
    ready: read(),
    get: (name) => values.get(name),
    async set(name, value, where) {
      redactor.register(value);
      await store.set(name, value, where);
      keep(name, value);
    },
    async delete(name) {
      values.delete(name);
      await store.delete(name);
      // a variable of the environment is not ours to delete
      const left = await store.get(name);
      if (left !== undefined) keep(name, left);
    },
  };
}
