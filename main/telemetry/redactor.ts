/** Takes secrets out of anything that is about to be written. Known secrets by value, likely ones by the field's name or by their place in a URL. */
const secretField = /^(?:stream[-_]?key|key|api[-_]?key|token|secret|password|authorization|publishSecret)$/i;
/** Shorter values would blot out ordinary words. */
const minSecretLength = 4;
const mask = '[redacted]';

export interface Redactor {
  /** From now on this value never leaves through `redact`. */
  register(secret: string): void;
  /** Known secrets only: for what the user asked to see, addresses included. */
  redactKnown(text: string): string;
  redactText(text: string): string;
  redact(value: unknown): unknown;
}

export function createRedactor(): Redactor {
  const secrets = new Set<string>();

  function redactKnown(text: string): string {
    let result = text;
    for (const secret of secrets) result = result.replaceAll(secret, mask);
    return result;
  }

  function redactText(text: string): string {
    return redactKnown(text)
      .replace(/(rtmps?:\/\/[^\s/]+\/[^\s/]+\/)[^\s"']+/gi, `$1${mask}`)
      .replace(/([?&](?:key|sign|token|secret|auth|password)=)[^&\s"']+/gi, `$1${mask}`)
      .replace(/(\bBearer\s+)[\w.~+/-]+=*/gi, `$1${mask}`);
  }

  function redact(value: unknown, depth = 0): unknown {
    if (typeof value === 'string') return redactText(value);
    if (value instanceof Error) return { name: value.name, message: redactText(value.message), stack: redactText(value.stack ?? '') };
    if (typeof value !== 'object' || value === null) return value;
    if (depth > 6) return '[deep]';
    if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        secretField.test(name) && typeof item === 'string' && item !== '' ? mask : redact(item, depth + 1),
      ]),
    );
  }

  return {
    register(secret) {
      const trimmed = secret.trim();
      if (trimmed.length < minSecretLength) return;
      secrets.add(trimmed);
      secrets.add(encodeURIComponent(trimmed));
    },
    redactKnown,
    redactText,
    redact: (value) => redact(value),
  };
}
