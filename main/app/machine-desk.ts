/** Gathers what the machine check judges. Nothing here takes more than a look, but for the encoders, which are tried once per run. */
import os from 'node:os';
import type { EncodersView } from '../api/contract/encoding.ts';
import type { MachinePort } from '../api/settings-port.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { GraphicsMeter } from '../engines/hosting/graphics-memory.ts';
import type { Logger } from '../kernel/logger.ts';
import { FfmpegError, type Ffmpeg } from '../programme/control/resolve-ffmpeg.ts';
import type { FolderFacts } from './folder-desk.ts';
import { judgeMachine, type MachineFacts } from './judge-machine.ts';

export type MicrophoneAccess = MachineFacts['microphone'];

export interface MachineDeskOptions {
  readonly engineBudgetBytes: number;
  readonly graphics: Pick<GraphicsMeter, 'read'>;
  readonly findFfmpeg: () => Promise<Ffmpeg>;
  readonly encoders: () => Promise<EncodersView>;
  readonly storage: MachineFacts['storage'];
  readonly microphone: () => MicrophoneAccess;
  readonly recordings: () => Promise<FolderFacts>;
  readonly kbps: number;
  readonly logger: Logger;
}

export function createMachineDesk(options: MachineDeskOptions): MachinePort {
  const ffmpeg = async (): Promise<MachineFacts['ffmpeg']> => {
    try {
      const { version, source } = await options.findFfmpeg();
      return { version, source };
    } catch (error) {
      return { problem: error instanceof FfmpegError ? error.userMessage : notAsked };
    }
  };
  const encoders = (): Promise<EncodersView | null> =>
    options.encoders().catch((error: unknown) => {
      options.logger.warn('the encoders could not be tried', { error: String(error) });
      return null;
    });
  return {
    async check() {
      const cpus = os.cpus();
      const [graphics, program, tried, recordings] = await Promise.all([
        options.graphics.read(),
        ffmpeg(),
        encoders(),
        options.recordings(),
      ]);
      return judgeMachine({
        processor: { model: cpus[0]?.model.trim() || os.arch(), cores: os.availableParallelism() },
        memory: { totalBytes: os.totalmem(), engineBudgetBytes: options.engineBudgetBytes },
        graphics,
        ffmpeg: program,
        encoders: tried,
        storage: options.storage,
        microphone: options.microphone(),
        recordings: { ...recordings, kbps: options.kbps },
      });
    },
  };
}

const notAsked: UserMessage = {
  en: 'Whether ffmpeg is there could not be found out. Check again; if it stays, look into the log.',
  zh: '无法确认 ffmpeg 是否可用。请重新检查；若仍如此，请查看日志。',
};
