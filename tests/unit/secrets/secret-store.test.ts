import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFailureInfo } from '../../../main/contract/failure.ts';
import { silentLogger, type Logger } from '../../../main/kernel/logger.ts';
import { judgeKeychain, noCipher, type SecretCipher } from '../../../main/secrets/cipher.ts';
import { createSecretStore, secretVariable, type SecretStore, type SecretStoreOptions } from '../../../main/secrets/create-secret-store.ts';
import { SecretError, type SecretErrorCode } from '../../../main/secrets/secret-error.ts';

const canary = 'sk-canary-9f8e7d';
const posix = process.platform !== 'win32';
let base: string;
let dir: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'secrets-'));
  dir = join(base, 'kept');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** A keychain that can be locked, and that knows what it sealed itself. */
function createFakeCipher(): SecretCipher & { state: 'open' | 'gone' | 'broken' } {
  const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
  return {
    state: 'open',
    backend() {
      return this.state === 'gone' ? 'none' : 'keychain';
    },
    encrypt(text) {
      if (this.state === 'broken') throw new Error(`cannot seal ${text}`);
      return flip(Buffer.from(`sealed:${text}`));
    },
    decrypt(sealed) {
      const text = flip(sealed).toString();
      if (this.state === 'broken' || !text.startsWith('sealed:')) throw new Error(`cannot open ${text}`);
      return text.slice('sealed:'.length);
    },
  };
}

function open(options: Partial<SecretStoreOptions> = {}): SecretStore {
  return createSecretStore({ dir, cipher: createFakeCipher(), logger: silentLogger, ...options });
}

async function refusal(promise: Promise<unknown>): Promise<SecretError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SecretError) return error;
    throw error;
  }
  throw new Error('it was done');
}
async function expectRefused(promise: Promise<unknown>, code: SecretErrorCode): Promise<void> {
  const error = await refusal(promise);
  expect(error.code).toBe(code);
  expect(error.words.en).toMatch(/\S/);
  expect(error.words.zh).toMatch(/[\u4e00-\u9fff]/);
  expect(inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(toFailureInfo(error))).not.toContain('canary');
}
const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('the secret store', () => {
  it.each(['keychain', 'plain-file'] as const)('keeps one in %s over a restart, and forgets it when told', async (keep) => {
    await open().set('openai', canary, keep);
    const store = open();
    expect(await store.get('openai')).toBe(canary);
    expect(await store.names()).toEqual([{ name: 'openai', keptIn: keep }]);
    await store.delete('openai');
    expect(await store.get('openai')).toBeUndefined();
    expect(await open().names()).toEqual([]);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('keeps one for this run only', async () => {
    const store = open();
    await store.set('openai', canary, 'this-run');
    expect(await store.get('openai')).toBe(canary);
    expect(await store.names()).toEqual([{ name: 'openai', keptIn: 'this-run' }]);
    expect(await open().get('openai')).toBeUndefined();
  });

  it('never writes a sealed one in the clear', async () => {
    await open().set('openai', canary, 'keychain');
    expect(readFileSync(join(dir, 'openai'), 'utf8')).not.toContain('canary');
  });

  it('has one place for each: keeping it elsewhere moves it', async () => {
    const keeps = ['keychain', 'plain-file', 'this-run'] as const;
    for (const from of keeps) {
      for (const to of keeps) {
        const store = open();
        await store.set('openai', 'old', from);
        await store.set('openai', 'new', to);
        expect(await store.get('openai')).toBe('new');
        expect(await store.names()).toEqual([{ name: 'openai', keptIn: to }]);
        expect(await open().get('openai')).toBe(to === 'this-run' ? undefined : 'new');
      }
    }
  });

  it('lets the environment win, and names it', async () => {
    const env = { VANCHOR_SECRET_OPENAI_MAIN: ' from-env \n', VANCHOR_SECRET_EMPTY: '', VANCHOR_SECRET_: 'x', PATH: '/bin' };
    const store = open({ env });
    await store.set('openai-main', 'kept', 'plain-file');
    expect(secretVariable('openai-main')).toBe('VANCHOR_SECRET_OPENAI_MAIN');
    expect(await store.get('openai-main')).toBe('from-env');
    expect(await store.get('empty')).toBeUndefined();
    expect(await store.names()).toEqual([{ name: 'openai-main', keptIn: 'environment' }]);
    expect(await open().get('openai-main')).toBe('kept');
  });

  it('reads a file that was written by hand', async () => {
    mkdirSync(dir, { mode: 0o700 });
    writeFileSync(join(dir, 'by-hand'), `${canary}\r\n`, { mode: 0o600 });
    writeFileSync(join(dir, 'nothing'), '\n', { mode: 0o600 });
    expect(await open().get('by-hand')).toBe(canary);
    expect(await open().get('nothing')).toBeUndefined();
  });

  it('gives back whatever one line can hold', async () => {
    const store = open();
    const value = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .filter((text) => text.trim() !== '' && !/[\p{Cc}\p{Cs}]/u.test(text));
    await fc.assert(
      fc.asyncProperty(value, fc.constantFrom('keychain', 'plain-file', 'this-run'), async (text, keep) => {
        await store.set('any', text, keep);
        expect(await store.get('any')).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['', 'A', 'a b', '../x', 'a/b', '.x', '-a', 'a-', 'a'.repeat(65), 'sk_canary', '密钥', '__proto__'])(
    'refuses the name %j',
    async (name) => {
      for (const done of [open().get(name), open().set(name, 'x', 'this-run'), open().delete(name)]) await expectRefused(done, 'bad-name');
    },
  );
  it.each(['', '  ', `${canary}\n`, `${canary}\u0000`, `a\r${canary}`, 'x'.repeat(70_000)])(
    'refuses a value that is no key (%#)',
    async (value) => {
      await expectRefused(open().set('openai', value, 'plain-file'), 'bad-value');
      expect(await open().names()).toEqual([]);
    },
  );

  it('does not fall back to a plain file when there is no keychain', async () => {
    const store = open({ cipher: noCipher });
    await expectRefused(store.set('openai', canary, 'keychain'), 'no-keychain');
    expect(await store.names()).toEqual([]);
  });
  it('keeps the old value when the new one cannot be kept', async () => {
    const cipher = createFakeCipher();
    const store = open({ cipher });
    await store.set('openai', 'old', 'keychain');
    for (const state of ['gone', 'broken'] as const) {
      cipher.state = state;
      await expectRefused(store.set('openai', canary, 'keychain'), 'no-keychain');
    }
    cipher.state = 'open';
    expect(await store.get('openai')).toBe('old');
  });
  it('says when the keychain is gone, and when it cannot open what it sealed', async () => {
    const cipher = createFakeCipher();
    const store = open({ cipher });
    await store.set('openai', canary, 'keychain');
    cipher.state = 'gone';
    await expectRefused(store.get('openai'), 'no-keychain');
    cipher.state = 'broken';
    await expectRefused(store.get('openai'), 'cannot-decrypt');
    // it is still named, so that it can be deleted
    expect(await store.names()).toEqual([{ name: 'openai', keptIn: 'keychain' }]);
  });

  it('survives many changes at once, with one file and no leftovers', async () => {
    const store = open();
    const keeps = ['keychain', 'plain-file', 'this-run'] as const;
    await Promise.all(Array.from({ length: 30 }, (_, index) => store.set('openai', `v${index}`, keeps[index % 3] ?? 'this-run')));
    await store.set('openai', 'last', 'plain-file');
    expect(await store.get('openai')).toBe('last');
    expect(readdirSync(dir)).toEqual(['openai']);
  });
  it('writes over what an earlier run left in mid-write', async () => {
    mkdirSync(dir, { mode: 0o700 });
    writeFileSync(join(dir, '.openai.part'), 'half', { mode: 0o644 });
    await open().set('openai', canary, 'plain-file');
    expect(readdirSync(dir)).toEqual(['openai']);
    if (posix) expect(modeOf(join(dir, 'openai'))).toBe(0o600);
  });

  it('tells no value to the log, and the names of what it did', async () => {
    const lines: unknown[] = [];
    const take = (message: string, fields?: object): void => void lines.push({ message, fields });
    const logger: Logger = { debug: take, info: take, warn: take, error: take, child: () => logger };
    const store = open({ logger, env: { VANCHOR_SECRET_B: `${canary}-env` } });
    for (const keep of ['keychain', 'plain-file', 'this-run'] as const) await store.set('a', canary, keep);
    await store.set('b', canary, 'this-run');
    await store.get('a');
    await store.delete('a');
    expect(lines.length).toBeGreaterThan(4);
    expect(JSON.stringify(lines)).not.toContain('canary');
    expect(JSON.stringify(await store.names())).not.toContain('canary');
  });
});

describe.runIf(posix)('modes', () => {
  it('closes file and folder, also a folder that was open', async () => {
    mkdirSync(dir);
    chmodSync(dir, 0o755);
    await open().set('plain', canary, 'plain-file');
    await open().set('sealed', canary, 'keychain');
    expect(modeOf(dir)).toBe(0o700);
    expect(modeOf(join(dir, 'plain'))).toBe(0o600);
    expect(modeOf(join(dir, 'sealed'))).toBe(0o600);
  });
  it.each([0o644, 0o640, 0o604, 0o620, 0o666])('refuses a plain file of mode %o', async (mode) => {
    await open().set('openai', canary, 'plain-file');
    chmodSync(join(dir, 'openai'), mode);
    await expectRefused(open().get('openai'), 'too-open');
    // entering the key again mends it
    await open().set('openai', 'new', 'plain-file');
    expect(await open().get('openai')).toBe('new');
  });
  it('takes a sealed file of any mode: the keychain protects it', async () => {
    const store = open();
    await store.set('openai', canary, 'keychain');
    chmodSync(join(dir, 'openai'), 0o644);
    expect(await store.get('openai')).toBe(canary);
  });
  it('stores nothing in the clear where modes do not hold', async () => {
    const loose = { setMode: async (file: { chmod(mode: number): Promise<void> }) => file.chmod(0o755) };
    await expectRefused(open(loose).set('openai', canary, 'plain-file'), 'cannot-protect');
    expect(readdirSync(dir)).toEqual([]);
    const looseFile = {
      setMode: async (file: { chmod(mode: number): Promise<void> }, mode: number) => file.chmod(mode === 0o600 ? 0o644 : mode),
    };
    await expectRefused(open(looseFile).set('openai', canary, 'plain-file'), 'cannot-protect');
    expect(readdirSync(dir)).toEqual([]);
    const failing = {
      setMode: async (file: { chmod(mode: number): Promise<void> }) => file.chmod(0o777).then(() => Promise.reject(new Error('EPERM'))),
    };
    await expectRefused(open(failing).set('openai', canary, 'plain-file'), 'cannot-protect');
    // sealed it may lie there
    await open(loose).set('openai', canary, 'keychain');
    expect(await open().get('openai')).toBe(canary);
  });
  it('asks no modes of Windows', async () => {
    const store = open({ platform: 'win32', setMode: () => Promise.reject(new Error('no modes here')) });
    await store.set('openai', canary, 'plain-file');
    expect(await store.get('openai')).toBe(canary);
  });
  it('follows no link, and reads no folder', async () => {
    mkdirSync(dir, { mode: 0o700 });
    writeFileSync(join(base, 'elsewhere'), canary, { mode: 0o600 });
    symlinkSync(join(base, 'elsewhere'), join(dir, 'link'));
    mkdirSync(join(dir, 'folder'));
    await expectRefused(open().get('link'), 'cannot-read');
    await expectRefused(open().get('folder'), 'cannot-read');
  });
  it('says where it could not write', async () => {
    writeFileSync(join(base, 'file'), '');
    const error = await refusal(open({ dir: join(base, 'file') }).set('openai', canary, 'plain-file'));
    expect(error.code).toBe('cannot-write');
    expect(error.message).toContain(join(base, 'file'));
    await expectRefused(open({ dir: join(base, 'file', 'deeper') }).set('openai', canary, 'plain-file'), 'cannot-write');
  });
});

describe('what counts as a keychain', () => {
  const facts = { platform: 'linux', app: 'ready', encryption: 'available', linuxBackend: 'gnome_libsecret' } as const;
  it.each([
    [facts, 'keychain'],
    [{ ...facts, linuxBackend: 'kwallet6' }, 'keychain'],
    [{ ...facts, linuxBackend: 'basic_text' }, 'none'],
    [{ ...facts, linuxBackend: 'unknown' }, 'none'],
    [{ platform: 'linux', app: 'ready', encryption: 'available' }, 'none'],
    [{ ...facts, app: 'starting' }, 'none'],
    [{ ...facts, encryption: 'unavailable' }, 'none'],
    [{ platform: 'darwin', app: 'ready', encryption: 'available' }, 'keychain'],
    [{ platform: 'win32', app: 'ready', encryption: 'available' }, 'keychain'],
    [{ platform: 'win32', app: 'ready', encryption: 'unavailable' }, 'none'],
  ] as const)('%j -> %s', (given, backend) => {
    expect(judgeKeychain(given)).toBe(backend);
  });
});
