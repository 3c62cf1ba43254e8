/** Where this window keeps the format that its next show would have. */
import { readFormat, type ShowFormat } from './show-format.ts';

const formatKey = 'vanchor.format';

export const chosenFormat = (): ShowFormat => readFormat(localStorage.getItem(formatKey));
export const rememberFormat = (format: ShowFormat): void => localStorage.setItem(formatKey, JSON.stringify(format));
