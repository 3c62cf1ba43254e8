/** Who asks. A door makes the principal once, when it lets someone in; nothing behind the door changes it. */
import type { Role } from './roles.ts';

export interface Principal {
  /** Stable; appears in logs. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** Whoever sits at the machine: the studio window acts as this one. */
export const localOwner: Principal = Object.freeze({ id: 'local-owner', name: 'Local owner', role: 'owner' });
