/** The port to the system's keychain. The shell implements it; under plain Node there is none. Must not know where secrets are kept. */
export interface SecretCipher {
  /** Asked each time: a keychain may be locked, or come up late. */
  backend(): 'keychain' | 'none';
  /** Only while `backend()` is 'keychain'. */
  encrypt(text: string): Buffer;
  decrypt(sealed: Buffer): string;
}

/** For the command line and for tests. */
export const noCipher: SecretCipher = {
  backend: () => 'none',
  encrypt: () => {
    throw new Error('there is no keychain');
  },
  decrypt: () => {
    throw new Error('there is no keychain');
  },
};

export interface KeychainFacts {
  readonly platform: NodeJS.Platform;
  /** Before the app is ready nothing can be told. */
  readonly app: 'starting' | 'ready';
  readonly encryption: 'available' | 'unavailable';
  /** Linux only: which store the system offers. */
  readonly linuxBackend?: string;
}

/** On Linux without a keyring the system "encrypts" with a password that everyone knows ('basic_text'): that protects nothing. */
export function judgeKeychain({ platform, app, encryption, linuxBackend }: KeychainFacts): 'keychain' | 'none' {
  if (app === 'starting' || encryption === 'unavailable') return 'none';
  if (platform === 'linux' && (linuxBackend === undefined || linuxBackend === 'basic_text' || linuxBackend === 'unknown')) return 'none';
  return 'keychain';
}
