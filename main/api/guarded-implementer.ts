/**
 * The guard in front of every handler, the same for every door: permission first, then the schema, then the handler.
 * Whatever goes wrong leaves as one of the contract's errors, in words.
 */
import { ORPCError, implement } from '@orpc/server';
import { can } from '../access/can.ts';
import type { Permission } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import type { Logger } from '../kernel/logger.ts';
import { LayerError } from '../contract/failure.ts';
import { studioContract } from './contract/studio.ts';
import { describeFailure, describeForbidden, describeInvalidInput } from './describe-failure.ts';

/** What every call carries behind the door. A transport fills it in; a caller cannot. */
export interface DoorContext {
  readonly principal: Principal;
}

export function createGuardedImplementer(permissionOf: ReadonlyMap<string, Permission>, logger: Logger) {
  return implement(studioContract)
    .$context<DoorContext>()
    .use(async ({ context, path, next, errors, signal }) => {
      const procedure = path.join('.');
      const permission = permissionOf.get(procedure);
      if (permission === undefined) throw new ORPCError('NOT_FOUND');
      if (!can(context.principal, permission)) {
        logger.warn('call refused: permission', { procedure, permission, principal: context.principal.id });
        throw errors.FORBIDDEN({ data: { permission, message: describeForbidden(permission, context.principal.role) } });
      }
      try {
        return await next();
      } catch (error) {
        if (signal?.aborted === true) throw error;
        const invalid = describeInvalidInput(error);
        if (invalid !== null) throw errors.INPUT_INVALID({ data: invalid, cause: error });
        if (error instanceof ORPCError && error.defined) throw error;
        if (!(error instanceof LayerError)) logger.error('call failed', { procedure, error });
        throw errors.STUDIO_FAILED({ data: describeFailure(error), cause: error });
      }
    });
}
export type StudioImplementer = ReturnType<typeof createGuardedImplementer>;
