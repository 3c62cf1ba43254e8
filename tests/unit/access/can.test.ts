import { describe, expect, it } from 'vitest';
import { can } from '../../../main/access/can.ts';
import { permissions } from '../../../main/access/permissions.ts';
import type { Permission } from '../../../main/access/permissions.ts';
import { localOwner } from '../../../main/access/principal.ts';
import { leastRoleFor, roles } from '../../../main/access/roles.ts';
import type { Role } from '../../../main/access/roles.ts';

const as = (role: Role) => ({ id: role, name: role, role });

describe('can', () => {
  it.each<[Role, readonly Permission[]]>([
    ['viewer', ['studio:view']],
    ['operator', ['studio:view', 'chat:send', 'show:operate']],
    ['producer', ['studio:view', 'chat:send', 'show:operate', 'engine:operate', 'knowledge:edit', 'recording:remove']],
    ['owner', permissions],
  ])('%s holds exactly its own', (role, held) => {
    expect(permissions.filter((permission) => can(as(role), permission))).toEqual(held);
  });

  it('gives a role everything that the one below holds', () => {
    for (const [index, role] of roles.entries()) {
      for (const below of roles.slice(0, index)) {
        for (const permission of permissions) if (can(as(below), permission)) expect(can(as(role), permission)).toBe(true);
      }
    }
  });

  it('names the least role for each permission', () => {
    for (const permission of permissions) {
      const least = roles.indexOf(leastRoleFor(permission));
      expect(roles.map((role) => can(as(role), permission))).toEqual(roles.map((_, index) => index >= least));
    }
  });

  it('says no to what it has never heard of', () => {
    expect(can(localOwner, 'studio:burn' as Permission)).toBe(false);
    expect(can(as('emperor' as Role), 'studio:view')).toBe(false);
  });
});
