/** Is this what an ear may answer? One final at the end, times within the utterance, no endless or broken text. Pure. */
import type { UserMessage } from '../../contract/failure.ts';
import type { AsrItem } from '../../engines/contract/requests.ts';

/** Fast speech is about 25 characters a second; an ear that tells more of a few seconds makes it up. */
const mostCharactersPerSecond = 50;
/** Engines round to their own frames. */
const slackMs = 500;

export function checkHearing(items: readonly AsrItem[], durationMs: number): UserMessage | null {
  const finals = items.filter((item) => item.type === 'final');
  const last = items.at(-1);
  if (finals.length === 0) return { en: 'It did not finish writing down what it heard.', zh: '它没有完成听写。' };
  if (finals.length > 1 || last?.type !== 'final')
    return { en: 'It wrote down one utterance more than once.', zh: '它把同一段话听写了多次。' };
  if (!(last.fromMs >= 0 && last.fromMs <= last.untilMs && last.untilMs <= durationMs + slackMs))
    return { en: 'The times of what it heard lie outside the sound.', zh: '它给出的时间超出了声音的范围。' };
  if (last.text.length > (durationMs / 1000) * mostCharactersPerSecond)
    return { en: 'It wrote down far more than can be said in that time.', zh: '它听写出的内容远多于这段时间所能说的话。' };
  if (last.text.includes('\uFFFD')) return { en: 'What it wrote down is broken text.', zh: '它听写出的是乱码。' };
  return null;
}
