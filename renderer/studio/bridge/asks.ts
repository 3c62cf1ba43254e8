/** What the window asks of the studio, one line each. */
import { safe } from '@orpc/client';
import type { Knowledge } from '../../../main/api/contract/knowledge.ts';
import type { FormatQuestion } from '../../../main/api/contract/encoding.ts';
import type { PortraitLook } from '../../../main/api/contract/portraits.ts';
import type { IdleChange, MusicChange } from '../../../main/api/contract/quiet-time.ts';
import type { ShowOptions } from '../../../main/api/contract/studio.ts';
import type { TurnPageRequest } from '../../../main/api/contract/turns.ts';
import type { ReadingView, VoicePreviewRequest, VoiceRefView, VoiceTuningView } from '../../../main/api/contract/voices.ts';
import type { UserMessage } from '../../../main/contract/failure.ts';
import type { ShortcutAction } from '../../../main/contract/shortcuts.ts';
import type { SlateId } from '../../../main/contract/air.ts';
import type { DestinationPresetId } from '../../../main/contract/destination-presets.ts';
import type { StudioClient } from './studio-connection.ts';

export interface DestinationDraft {
  readonly presetId: DestinationPresetId;
  readonly title: string;
  readonly url: string;
  readonly streamKey: string;
}

/** A format that this machine does not hold is no fault: it is told, and may be insisted on. */
export const startShow = async (
  client: StudioClient,
  options: Pick<ShowOptions, 'preset' | 'fps' | 'encoder' | 'record' | 'audience' | 'force'>,
): Promise<{ readonly started: true } | { readonly started: false; readonly tooMuch: UserMessage }> => {
  const { error, isDefined } = await safe(client.show.start({ ...options, keptDestinations: 'start' }));
  if (error === null) return { started: true };
  if (isDefined && error.code === 'STUDIO_FAILED' && error.data.reason === 'format-too-much')
    return { started: false, tooMuch: error.data.message };
  throw error;
};
export const listEncoders = (client: StudioClient) => client.encoding.encoders();
export const checkFormat = (client: StudioClient, format: FormatQuestion) => client.encoding.check(format);
export const goLive = (client: StudioClient, record: boolean) => client.show.goLive({ record });
export const setSlate = (client: StudioClient, slate: SlateId | null) => client.show.slate({ slate });
export const panic = (client: StudioClient) => client.show.panic();
export const continueShow = (client: StudioClient) => client.show.continue();
export const chooseSlatePicture = (client: StudioClient, picturePath: string) => client.show.chooseSlatePicture({ picturePath });
export const forgetSlatePicture = (client: StudioClient) => client.show.forgetSlatePicture();
export const watchLog = (client: StudioClient, signal: AbortSignal) => client.show.log(undefined, { signal });
export const stopShow = (client: StudioClient) => client.show.stop();
export const sayLine = (client: StudioClient, line: { readonly author: string; readonly text: string }) => client.chat.say(line);
export const swapSlot = (client: StudioClient, slotId: string, choiceId: string | null, mode: 'beside' | 'stop-then-start') =>
  client.engines.swap({ slotId, choiceId, mode });
export const rollBackSwap = (client: StudioClient, slotId: string) => client.engines.rollBack({ slotId });
export const commitSwap = (client: StudioClient, slotId: string) => client.engines.commit({ slotId });
export const abandonSwap = (client: StudioClient, slotId: string) => client.engines.abandon({ slotId });
export const prepareChoice = (client: StudioClient, slotId: string, choiceId: string) => client.engines.prepare({ slotId, choiceId });
export const unloadEngine = (client: StudioClient, instanceId: string) => client.engines.unload({ instanceId });
export const shadowChoice = (client: StudioClient, slotId: string, choiceId: string | null) => client.engines.shadow({ slotId, choiceId });
export const addChoice = (
  client: StudioClient,
  choice: { readonly engineId: string; readonly title: string; readonly options: Record<string, unknown> },
) => client.engines.addChoice(choice);
export const readPicture = (client: StudioClient, picture: { readonly name: string; readonly picture: string }) =>
  client.portraits.read(picture);
export const openPortrait = (client: StudioClient, choiceId: string) => client.portraits.open({ choiceId });
export const findPerson = (client: StudioClient, draftId: string) => client.portraits.findPerson({ draftId });
export const discardPortrait = (client: StudioClient, draftId: string) => client.portraits.discard({ draftId });
export const previewPortrait = (
  client: StudioClient,
  request: { readonly draftId: string; readonly look: PortraitLook; readonly text: string },
  signal: AbortSignal,
) => client.portraits.preview(request, { signal });
export const savePortrait = (
  client: StudioClient,
  request: { readonly draftId: string; readonly look: PortraitLook; readonly title: string },
) => client.portraits.save({ ...request, mayUse: true });
export const removePortrait = (client: StudioClient, choiceId: string) => client.portraits.remove({ choiceId });
export const portraitThumbnails = (client: StudioClient) => client.portraits.thumbnails();
export const removeChoice = (client: StudioClient, choiceId: string) => client.engines.removeChoice({ choiceId });
export const keepSecret = (
  client: StudioClient,
  secret: { readonly name: string; readonly value: string; readonly keep: 'keychain' | 'plain-file' | 'this-run' },
) => client.engines.setSecret(secret);
export const installPack = (client: StudioClient, packId: string, partId?: string) =>
  client.engines.installPack({ packId, ...(partId === undefined ? {} : { partId }) });
export const cancelPack = (client: StudioClient, packId: string) => client.engines.cancelPack({ packId });
export const removePack = (client: StudioClient, packId: string) => client.engines.removePack({ packId });
export const addDestination = (client: StudioClient, draft: DestinationDraft & { readonly keep: 'keychain' | 'plain-file' | 'this-run' }) =>
  client.destinations.add(draft);
export const removeDestination = (client: StudioClient, destinationId: string) => client.destinations.remove({ destinationId });
export const startDestination = (client: StudioClient, destinationId: string) => client.destinations.start({ destinationId });
export const stopDestination = (client: StudioClient, destinationId: string) => client.destinations.stop({ destinationId });
export const testDestination = (
  client: StudioClient,
  of: DestinationDraft | { readonly destinationId: string },
  { preset, fps }: Pick<ShowOptions, 'preset' | 'fps'>,
) => client.destinations.preflight({ ...of, format: { preset, ...(fps === undefined ? {} : { fps }) } });
export const startRecording = (client: StudioClient) => client.recording.start();
export const stopRecording = (client: StudioClient) => client.recording.stop();
export const saveLastMinutes = (client: StudioClient) => client.recording.saveLast({});
export const keepLastMinutes = (client: StudioClient, minutes: number) => client.recording.setReplay({ minutes });
export const listRecordings = (client: StudioClient) => client.recording.list();
export const finaliseRecording = (client: StudioClient, file: string) => client.recording.finalise({ file });
export const removeRecording = (client: StudioClient, file: string) => client.recording.remove({ file, confirm: true });
export const revealRecording = (client: StudioClient, file?: string) => client.recording.reveal(file === undefined ? {} : { file });
export const checkMachine = (client: StudioClient) => client.machine.check();
export const viewFolders = (client: StudioClient) => client.folders.view();
export const chooseRecordingsFolder = (client: StudioClient) => client.folders.chooseRecordings();
export const resetRecordingsFolder = (client: StudioClient) => client.folders.resetRecordings();
export const openFolder = (client: StudioClient, folder: 'recordings' | 'data') => client.folders.open({ folder });
export const viewShortcuts = (client: StudioClient) => client.shortcuts.view();
export const setShortcut = (client: StudioClient, action: ShortcutAction, accelerator: string | null) =>
  client.shortcuts.set({ action, accelerator });
export const acceptResume = (client: StudioClient) => client.show.acceptResume();
export const declineResume = (client: StudioClient) => client.show.declineResume();
export const startListening = (
  client: StudioClient,
  options: { readonly author: string; readonly mode: 'open' | 'push'; readonly whileAnchorSpeaks: 'ignore' | 'hear' },
) => client.hearing.start(options);
export const stopListening = (client: StudioClient, sessionId: string) => client.hearing.stop({ sessionId });
export const setIdleTalk = (client: StudioClient, change: IdleChange) => client.show.idle.set(change);
export const talkNow = (client: StudioClient) => client.show.idle.talkNow();
export const setMusic = (client: StudioClient, change: MusicChange) => client.show.music.set(change);
export const cancelSpeech = (client: StudioClient) => client.chat.cancel();
export const pinTurn = (client: StudioClient, turnId: string, pinned: boolean) => client.chat.pin({ turnId, pinned });
export const pageTurns = (client: StudioClient, question: Pick<TurnPageRequest, 'direction' | 'from'>) => client.turns.page(question);
export const skipTurn = (client: StudioClient, turnId: string) => client.chat.skip({ turnId });
/** A show that only this machine sees: no platform is started, nothing is recorded. */

type WithoutId<Entry> = Omit<Entry, 'id'>;
interface Upload {
  /** null: into a book of its own. */
  readonly bookId: string | null;
  readonly fileName: string;
  /** Base64. */
  readonly bytes: string;
  readonly encoding: 'auto' | 'utf-8' | 'gb18030' | 'big5';
}
export const listBooks = (client: StudioClient) => client.knowledge.list();
export const readBook = (client: StudioClient, bookId: string) => client.knowledge.read({ bookId });
export const createBook = (client: StudioClient, label: string, from: string | null) => client.knowledge.create({ label, from });
export const renameBook = (client: StudioClient, bookId: string, label: string) => client.knowledge.rename({ bookId, label });
export const removeBook = (client: StudioClient, bookId: string) => client.knowledge.remove({ bookId, confirm: true });
export const putBookInUse = (client: StudioClient, bookId: string) => client.knowledge.use({ bookId });
export const putQuestion = (
  client: StudioClient,
  put: {
    readonly bookId: string;
    readonly part: 'questions' | 'smallTalk';
    readonly entryId: string | null;
    readonly draft: WithoutId<Knowledge['questions'][number]>;
  },
) => client.knowledge.putQuestion(put);
export const putProduct = (
  client: StudioClient,
  put: { readonly bookId: string; readonly entryId: string | null; readonly draft: WithoutId<Knowledge['products'][number]> },
) => client.knowledge.putProduct(put);
export const putBasics = (
  client: StudioClient,
  bookId: string,
  basics: Pick<Knowledge, 'title' | 'persona' | 'unknown' | 'wordless' | 'defaultLanguage' | 'shipping'>,
) => client.knowledge.putBasics({ bookId, basics });
export const removeEntries = (
  client: StudioClient,
  of: { readonly bookId: string; readonly part: 'questions' | 'smallTalk' | 'products'; readonly entryIds: string[] },
) => client.knowledge.removeEntries(of);
export const previewImport = (client: StudioClient, upload: Upload) => client.knowledge.preview(upload);
export const importFile = (client: StudioClient, upload: Upload) => client.knowledge.import(upload);
export const exportBook = (client: StudioClient, bookId: string, format: 'csv' | 'json' | 'yaml') =>
  client.knowledge.export({ bookId, format });
export const tryLine = (client: StudioClient, bookId: string, line: string) => client.knowledge.try({ bookId, line });
export const startRehearsal = (client: StudioClient) =>
  client.show.start({ preset: '720p', record: false, audience: 'rehearsal', keptDestinations: 'leave' });
export const listVoices = (client: StudioClient) => client.voices.list();
export const previewVoice = (client: StudioClient, order: VoicePreviewRequest, signal: AbortSignal) =>
  client.voices.preview(order, { signal });
export const tuneVoice = (client: StudioClient, voice: VoiceRefView, tuning: VoiceTuningView) =>
  client.voices.tune({ engineId: voice.engineId, voiceId: voice.voiceId, tuning });
export const setDefaultVoice = (client: StudioClient, lang: string, voice: VoiceRefView | null) =>
  client.voices.setDefault({ lang, voice });
export const setAnchorVoice = (client: StudioClient, choiceId: string, voice: VoiceRefView | null) =>
  client.voices.setAnchorVoice({ choiceId, voice });
export const putReading = (client: StudioClient, entry: ReadingView) => client.voices.putReading(entry);
export const removeReading = (client: StudioClient, { lang, word }: ReadingView) => client.voices.removeReading({ lang, word });
