/** What the window asks of the studio, one line each. */
import type { ShowOptions } from '../../../main/api/contract/studio.ts';
import type { StudioClient } from './studio-connection.ts';

export const startShow = (client: StudioClient, options: Pick<ShowOptions, 'preset' | 'record'>) => client.show.start(options);
export const stopShow = (client: StudioClient) => client.show.stop();
export const sayLine = (client: StudioClient, line: { readonly author: string; readonly text: string }) => client.chat.say(line);
export const cancelSpeech = (client: StudioClient) => client.chat.cancel();
