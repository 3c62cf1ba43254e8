/** The system's keychain for the secret store, through Electron's safeStorage. What counts as one is decided in secrets/cipher.ts. */
import { app, safeStorage } from 'electron';
import { judgeKeychain, type SecretCipher } from '../secrets/cipher.ts';

export function createOsKeychain(): SecretCipher {
  return {
    backend() {
      const ready = app.isReady();
      return judgeKeychain({
        platform: process.platform,
        app: ready ? 'ready' : 'starting',
        encryption: ready && safeStorage.isEncryptionAvailable() ? 'available' : 'unavailable',
        ...(process.platform === 'linux' ? { linuxBackend: safeStorage.getSelectedStorageBackend() } : {}),
      });
    },
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (sealed) => safeStorage.decryptString(sealed),
  };
}
