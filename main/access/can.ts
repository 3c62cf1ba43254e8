/** The one question that every door asks before a handler runs. */
import type { Permission } from './permissions.ts';
import type { Principal } from './principal.ts';
import { roleHolds } from './roles.ts';

/** May this principal do what the permission stands for? An unknown role or permission means no. */
export function can(principal: Principal, permission: Permission): boolean {
  return roleHolds(principal.role, permission);
}
