/** A file that somebody chose, in base64: the connection carries JSON. */

/** More is not even read; what a book takes is said by the studio. */
export const mostFileBytes = 8 * 1024 * 1024;

export function readFileBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result.replace(/^[^,]*,?/, '') : ''));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the file cannot be read')));
    reader.readAsDataURL(file);
  });
}
