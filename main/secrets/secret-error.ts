/** What goes wrong with secrets. A message names the secret, never its value. */
import { LayerError, type UserMessage } from '../contract/failure.ts';

export type SecretErrorCode =
  | 'bad-name'
  | 'bad-value'
  | 'no-keychain'
  /** The file or its folder cannot be closed to other users. */
  | 'cannot-protect'
  /** The file can be read by other users. */
  | 'too-open'
  | 'cannot-read'
  | 'cannot-write'
  | 'cannot-decrypt';

export interface SecretPlace {
  readonly name: string;
  readonly path?: string;
  /** The system's word: 'ENOSPC' … */
  readonly systemCode?: string;
}

const words: Readonly<Record<SecretErrorCode, (at: Required<SecretPlace>) => UserMessage>> = {
  // what was given as a name is not repeated: it may be the key in the wrong field
  'bad-name': () => ({
    en: 'The name of a key may hold only small letters, digits and hyphens, at most 64. Nothing was stored; choose another name.',
    zh: '密钥名称只能包含小写字母、数字和连字符，最多 64 个字符。没有保存任何内容，请换一个名称。',
  }),
  'bad-value': ({ name }) => ({
    en: `What was given for the key “${name}” is empty, too long or holds line breaks. Nothing was changed; copy the key once more.`,
    zh: `为密钥“${name}”提供的内容为空、过长或含有换行。没有做任何更改，请重新复制密钥。`,
  }),
  'no-keychain': ({ name }) => ({
    en: `This system offers no keychain, so the key “${name}” cannot be kept in it. Keep it for this run only, or allow a file that only you can read.`,
    zh: `系统没有可用的钥匙串，无法把密钥“${name}”保存在其中。可以仅在本次运行中使用，或允许保存为仅自己可读的文件。`,
  }),
  'cannot-protect': ({ name, path }) => ({
    en: `The key “${name}” was not stored: ${path} cannot be closed to other users there. Keep it for this run only, or use a data folder on another disk.`,
    zh: `密钥“${name}”没有保存：${path} 所在位置无法禁止其他用户读取。可以仅在本次运行中使用，或把数据文件夹放到其他磁盘。`,
  }),
  'too-open': ({ name, path }) => ({
    en: `The key “${name}” is not used: other users of this computer can read ${path}. Close the file (chmod 600) and, to be safe, get a new key.`,
    zh: `密钥“${name}”未被使用：本机其他用户可以读取 ${path}。请收紧权限（chmod 600），为安全起见请更换密钥。`,
  }),
  'cannot-read': ({ name, path, systemCode }) => ({
    en: `The key “${name}” cannot be read from ${path} (${systemCode}). Everything that needs no key goes on; enter the key once more.`,
    zh: `无法从 ${path} 读取密钥“${name}”（${systemCode}）。不需要密钥的部分照常运行，请重新填写密钥。`,
  }),
  'cannot-write': ({ name, path, systemCode }) => ({
    en: `The key “${name}” could not be stored in ${path} (${systemCode}). What was stored before is unchanged; check the disk, or keep the key for this run only.`,
    zh: `无法把密钥“${name}”保存到 ${path}（${systemCode}）。之前保存的内容不变，请检查磁盘，或仅在本次运行中使用。`,
  }),
  'cannot-decrypt': ({ name }) => ({
    en: `The keychain of this system no longer opens the key “${name}”: it was stored by another user or on another computer, or the keychain was reset. Enter the key once more.`,
    zh: `系统钥匙串无法解开密钥“${name}”：它可能由其他用户或在其他电脑上保存，或钥匙串已重置。请重新填写密钥。`,
  }),
};

export class SecretError extends LayerError<SecretErrorCode> {
  readonly words: UserMessage;

  constructor(code: SecretErrorCode, place: SecretPlace, options: { readonly cause?: unknown } = {}) {
    const told = words[code]({ path: '', systemCode: 'unknown', ...place });
    super('SecretError', code, told.en, { ...options, detail: { words: told } });
    this.words = told;
  }
}
