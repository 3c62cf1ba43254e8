/**
 * V8 lets the young generation of a process grow to three times 16 MiB while much is made in a short time (a swap, a start), and gives it back late: resident memory
 * that climbs for half an hour and holds nothing. A process that is running already cannot be given a limit (`--max-semi-space-size` is read at its start, and
 * Electron's main process takes no such flag), but how fast it grows is read each time: by a factor of one it stays at its first 1 MiB.
 */
import { setFlagsFromString } from 'node:v8';

export const youngGenerationFlag = '--semi-space-growth-factor=1';

export function keepYoungGenerationSmall(): void {
  setFlagsFromString(youngGenerationFlag);
}
