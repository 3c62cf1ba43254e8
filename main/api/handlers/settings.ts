/** The machine, its folders, and the keys that work in every program. */
import type { StudioImplementer } from '../guarded-implementer.ts';
import type { FoldersPort, MachinePort, ShortcutsPort } from '../settings-port.ts';

export function createMachineHandlers(os: StudioImplementer, port: MachinePort) {
  return { check: os.machine.check.handler(() => port.check()) };
}

export function createFoldersHandlers(os: StudioImplementer, port: FoldersPort) {
  return {
    view: os.folders.view.handler(() => port.view()),
    chooseRecordings: os.folders.chooseRecordings.handler(() => port.chooseRecordings()),
    resetRecordings: os.folders.resetRecordings.handler(() => port.resetRecordings()),
    open: os.folders.open.handler(({ input }) => port.open(input.folder)),
  };
}

export function createShortcutsHandlers(os: StudioImplementer, port: ShortcutsPort) {
  return {
    view: os.shortcuts.view.handler(() => port.view()),
    set: os.shortcuts.set.handler(({ input }) => port.set(input.action, input.accelerator)),
  };
}
