/** Every migration in order; the version of a file is how many of them it has had. Add at the end, never change one that was released. */
import { first } from './0001-first.ts';
import { onAir } from './0002-on-air.ts';
import { quietTime } from './0003-quiet-time.ts';

export const migrations: readonly string[] = Object.freeze([first, onAir, quietTime]);
