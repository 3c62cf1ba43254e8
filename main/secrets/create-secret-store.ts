/**
 * Keys and tokens by name: where they are kept, and which place wins. A secret has one place; keeping it anew moves it. An environment variable
 * wins over all, so that the command line needs no file. Values leave only through `get`.
 */
import type { Logger } from '../kernel/logger.ts';
import { oneAtATime } from '../kernel/one-at-a-time.ts';
import type { SecretCipher } from './cipher.ts';
import { SecretError } from './secret-error.ts';
import { createSecretFiles, secretName, type SecretFilesOptions } from './secret-files.ts';

export type SecretKeep = 'keychain' | 'plain-file' | 'this-run';

export interface KeptSecret {
  readonly name: string;
  readonly keptIn: SecretKeep | 'environment';
}

export interface SecretStore {
  /** undefined = there is none of this name. Throws SecretError when there is one and it cannot be had. */
  get(name: string): Promise<string | undefined>;
  /** 'plain-file' only when a person has agreed to it. Nothing is changed when it throws SecretError. */
  set(name: string, value: string, keep: SecretKeep): Promise<void>;
  /** From memory and disk; a variable of the environment is not ours to delete. */
  delete(name: string): Promise<void>;
  /** In alphabetical order; never a value. */
  names(): Promise<readonly KeptSecret[]>;
}

export interface SecretStoreOptions extends Pick<SecretFilesOptions, 'platform' | 'setMode'> {
  /** A folder for secrets alone. */
  readonly dir: string;
  readonly cipher: SecretCipher;
  readonly logger: Logger;
  /** Where VANCHOR_SECRET_<NAME> is looked up; default none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const variablePrefix = 'VANCHOR_SECRET_';
const maxValueChars = 64 * 1024;
/** A key is one line of text: what people paste too much of is refused, not cut. */
const notInALine = /[\p{Cc}\p{Cs}]/u;

/** 'openai-main' -> 'VANCHOR_SECRET_OPENAI_MAIN'. */
export function secretVariable(name: string): string {
  return variablePrefix + name.toUpperCase().replaceAll('-', '_');
}

export function createSecretStore(options: SecretStoreOptions): SecretStore {
  const { cipher, env = {} } = options;
  const logger = options.logger.child({ part: 'secrets' });
  const files = createSecretFiles(options);
  const thisRun = new Map<string, string>();
  /** Changes run one after another: two at once would leave a secret in two places. */
  const inTurn = oneAtATime();

  function checkName(name: string): void {
    if (!secretName.test(name)) throw new SecretError('bad-name', { name: '' });
  }

  const fromEnvironment = (name: string): string | undefined => env[secretVariable(name)]?.trim() || undefined;

  function seal(name: string, value: string): Buffer {
    if (cipher.backend() === 'none') throw new SecretError('no-keychain', { name });
    try {
      return cipher.encrypt(value);
    } catch {
      // its error is not kept as the cause: it was made with the value at hand
      throw new SecretError('no-keychain', { name });
    }
  }

  function unseal(name: string, sealed: Buffer): string {
    if (cipher.backend() === 'none') throw new SecretError('no-keychain', { name });
    try {
      return cipher.decrypt(sealed);
    } catch {
      throw new SecretError('cannot-decrypt', { name });
    }
  }

  return {
    async get(name) {
      checkName(name);
      const ready = fromEnvironment(name) ?? thisRun.get(name);
      if (ready !== undefined) return ready;
      const stored = await files.read(name);
      if (stored === undefined) return undefined;
      return stored.kind === 'plain' ? stored.value || undefined : unseal(name, stored.sealed);
    },

    async set(name, value, keep) {
      checkName(name);
      if (value.trim() === '' || value.length > maxValueChars || notInALine.test(value)) throw new SecretError('bad-value', { name });
      await inTurn(async () => {
        if (keep === 'this-run') {
          // else the next run would find an older value
          await files.remove(name);
          thisRun.set(name, value);
        } else {
          await files.write(name, keep === 'keychain' ? { kind: 'sealed', sealed: seal(name, value) } : { kind: 'plain', value });
          thisRun.delete(name);
        }
      });
      logger.info('a secret was kept', { name, keptIn: keep });
      if (fromEnvironment(name) !== undefined)
        logger.warn('a variable of the environment hides this secret', { name, variable: secretVariable(name) });
    },

    async delete(name) {
      checkName(name);
      await inTurn(async () => {
        await files.remove(name);
        thisRun.delete(name);
      });
      logger.info('a secret was deleted', { name });
    },

    async names() {
      const kept = new Map<string, KeptSecret['keptIn']>();
      for (const { name, kind } of await files.list()) kept.set(name, kind === 'sealed' ? 'keychain' : 'plain-file');
      for (const name of thisRun.keys()) kept.set(name, 'this-run');
      for (const variable of Object.keys(env)) {
        if (!variable.startsWith(variablePrefix)) continue;
        const name = variable.slice(variablePrefix.length).toLowerCase().replaceAll('_', '-');
        if (secretName.test(name) && fromEnvironment(name) !== undefined) kept.set(name, 'environment');
      }
      return Array.from(kept, ([name, keptIn]) => ({ name, keptIn })).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}
