/** The start-up check: a procedure that names no permission must never be served. */
import { isContractProcedure } from '@orpc/contract';
import type { AnyContractRouter } from '@orpc/contract';
import { permissions } from '../access/permissions.ts';
import type { Permission } from '../access/permissions.ts';
import { ApiError } from './api-error.ts';
import type { ProcedureMeta } from './contract/studio.ts';

/** Every procedure's permission by its dotted path. Throws ApiError 'permission-undeclared' naming all that lack a known one. */
export function requirePermissions(contract: AnyContractRouter): ReadonlyMap<string, Permission> {
  const declared = new Map<string, Permission>();
  const undeclared: string[] = [];
  const visit = (node: AnyContractRouter, path: readonly string[]): void => {
    if (!isContractProcedure(node)) {
      for (const [name, child] of Object.entries(node)) visit(child, [...path, name]);
      return;
    }
    const { permission } = node['~orpc'].meta as ProcedureMeta;
    if (permission !== undefined && permissions.includes(permission)) declared.set(path.join('.'), permission);
    else undeclared.push(path.join('.'));
  };
  visit(contract, []);
  if (undeclared.length > 0) {
    throw new ApiError('permission-undeclared', `these procedures name no permission and are not served: ${undeclared.join(', ')}`, {
      detail: { procedures: undeclared },
    });
  }
  return declared;
}
