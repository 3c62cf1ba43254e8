/** Swapping, trying and adding engines. Who asked is the principal of the door. */
import type { EnginesPort } from '../engines-port.ts';
import type { StudioImplementer } from '../guarded-implementer.ts';

export function createEnginesHandlers(os: StudioImplementer, port: EnginesPort) {
  return {
    swap: os.engines.swap.handler(({ input, context }) => port.swap(input, context.principal.id)),
    rollBack: os.engines.rollBack.handler(({ input, context }) => port.rollBack(input.slotId, context.principal.id)),
    abandon: os.engines.abandon.handler(({ input, context }) => port.abandon(input.slotId, context.principal.id)),
    commit: os.engines.commit.handler(({ input }) => port.commit(input.slotId)),
    prepare: os.engines.prepare.handler(({ input }) => port.prepare(input.slotId, input.choiceId)),
    unload: os.engines.unload.handler(({ input }) => port.unload(input.instanceId)),
    shadow: os.engines.shadow.handler(({ input }) => port.shadow(input.slotId, input.choiceId)),
    addChoice: os.engines.addChoice.handler(({ input }) => port.addChoice(input)),
    removeChoice: os.engines.removeChoice.handler(({ input }) => port.removeChoice(input.choiceId)),
    installPack: os.engines.installPack.handler(({ input }) => port.installPack(input.packId, input.partId)),
    cancelPack: os.engines.cancelPack.handler(({ input }) => port.cancelPack(input.packId)),
    removePack: os.engines.removePack.handler(({ input }) => port.removePack(input.packId)),
    setSecret: os.engines.setSecret.handler(({ input }) => port.setSecret(input)),
  };
}
