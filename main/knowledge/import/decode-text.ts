/** The bytes of a file as text: UTF-8, UTF-16 with a mark, or what Chinese spreadsheets write (GBK, as GB18030 reads it). Pure. */
import type { UserMessage } from '../../contract/failure.ts';
import { knowledgeMessages as words } from '../knowledge-messages.ts';
import type { ImportEncoding, ImportReport } from '../types.ts';

export const maxImportBytes = 4 * 1024 * 1024;

export type DecodedText = { readonly text: string; readonly encoding: ImportReport['encoding'] } | { readonly refused: UserMessage };

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean => head.every((byte, at) => bytes[at] === byte);

export function decodeText(bytes: Uint8Array, wanted: ImportEncoding): DecodedText {
  if (bytes.length === 0) return { refused: words.fileEmpty };
  if (bytes.length > maxImportBytes) return { refused: words.fileTooLarge(maxImportBytes / 1024 / 1024) };
  // a zip archive, or the compound file of older versions
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return { refused: words.workbook };
  const decoded = decode(bytes, wanted);
  if (!decoded) return { refused: words.notDecoded };
  if (/[^\P{Cc}\t\n\v\f\r\u0080-\u009f]/u.test(decoded.text)) return { refused: words.notText };
  if (decoded.text.trim() === '') return { refused: words.fileEmpty };
  return decoded;
}

function decode(bytes: Uint8Array, wanted: ImportEncoding): { text: string; encoding: ImportReport['encoding'] } | undefined {
  if (startsWith(bytes, 0xff, 0xfe)) return attempt(bytes, 'utf-16le', 'utf-16');
  if (startsWith(bytes, 0xfe, 0xff)) return attempt(bytes, 'utf-16be', 'utf-16');
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return attempt(bytes, 'utf-8', 'utf-8');
  if (wanted !== 'auto') return attempt(bytes, wanted, wanted);
  return attempt(bytes, 'utf-8', 'utf-8') ?? attempt(bytes, 'gb18030', 'gb18030');
}

function attempt(
  bytes: Uint8Array,
  label: string,
  encoding: ImportReport['encoding'],
): { text: string; encoding: ImportReport['encoding'] } | undefined {
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding };
  } catch {
    return undefined;
  }
}
