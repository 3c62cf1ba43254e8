/** What a studio is opened with: its machine (processes, folders, keychain, dialogs) and what this run may differ in. */
import type { PictureLooker } from '../contract/picture-looker.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import type { MeasureEncoder } from '../programme/control/measure-encoder.ts';
import type { SecretCipher } from '../secrets/cipher.ts';
import type { Redactor } from '../telemetry/redactor.ts';
import type { MicrophoneAccess } from './machine-desk.ts';
import type { GlobalKeys } from './shortcut-desk.ts';
import type { StudioConfig } from './studio-config.ts';

export interface StudioOptions {
  readonly adapter: ProcessAdapter;
  /** Folder of the built child entries. */
  readonly entriesDir: string;
  readonly resourcesDir: string;
  readonly dataDir: string;
  readonly recordingsDir: string;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly config?: StudioConfig;
  /** Default: no keychain; secrets come from the environment, from files that only the user may read, or for this run. */
  readonly cipher?: SecretCipher;
  readonly clock?: Clock;
  /** Slots begin with what they were last wanted to hold, and what is chosen now is kept for the next start. Default: they begin as configured. */
  readonly rememberSlots?: boolean;
  /** Default: a short real encode. */
  readonly measureEncoder?: MeasureEncoder;
  /** Shows a file or folder to whoever sits at this machine. */
  readonly revealFile?: (path: string) => void;
  /** The system's dialog for a folder; null: cancelled. */
  readonly chooseFolder?: (start: string) => Promise<string | null>;
  /** Keys that work while another program is in front. */
  readonly globalKeys?: GlobalKeys;
  /** What the system says of the microphone; default: it is asked for later. */
  readonly microphoneAccess?: () => MicrophoneAccess;
  /** A second finder of faces, and one of persons; default: there is none. Ends with the studio. */
  readonly pictureLooker?: PictureLooker;
}
