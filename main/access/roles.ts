/** The four roles, each holding everything that the one below it holds. */
import type { Permission } from './permissions.ts';

/** From least to most. */
export const roles = ['viewer', 'operator', 'producer', 'owner'] as const;
export type Role = (typeof roles)[number];

/** The least role that holds each permission; a new permission does not compile until it is given one. */
const leastRole: Readonly<Record<Permission, Role>> = Object.freeze({
  'studio:view': 'viewer',
  'chat:send': 'operator',
  'show:operate': 'operator',
  'engine:operate': 'producer',
  'knowledge:edit': 'producer',
  'recording:remove': 'producer',
  // what outlives a show, and what other programs on the machine notice
  'studio:configure': 'owner',
});

export function leastRoleFor(permission: Permission): Role {
  return leastRole[permission];
}

export function roleHolds(role: Role, permission: Permission): boolean {
  const needed = leastRole[permission] as Role | undefined;
  return needed !== undefined && roles.indexOf(role) >= roles.indexOf(needed);
}
