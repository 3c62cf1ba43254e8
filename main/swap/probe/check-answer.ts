/** Is this an answer? Judges the text that a language model streams, and the feeling that an expression engine tells. Pure. */
import type { UserMessage } from '../../contract/failure.ts';
import { emotions, gestures } from '../../contract/speech.ts';
import type { LlmItem } from '../../engines/contract/requests.ts';

const mostCharacters = 20_000;
const mostRepeats = 60;
const mostBrokenShare = 0.1;
const nothing: UserMessage = { en: 'It gave no answer.', zh: '它没有回答。' };
const onlyThoughts: UserMessage = {
  en: 'It used up its limit of tokens without saying a word. Raise the token limit, or turn its thinking off.',
  zh: '它用完了 token 上限仍没有说出一个字。请提高 token 上限，或关闭其思考模式。',
};

/** Nothing was said when its limit of tokens cut it off: a server may count thoughts as tokens. */
export function isCutInThought(items: readonly LlmItem[]): boolean {
  const said = items.some((item) => item.type === 'text' && item.text.trim() !== '');
  return !said && items.some((item) => item.type === 'end' && item.finishReason === 'length');
}

export function checkAnswer(items: readonly LlmItem[]): UserMessage | null {
  let text = '';
  let repeats = 0;
  let before = '';
  let ended: 'no' | 'yes' = 'no';
  for (const item of items as readonly unknown[]) {
    if (typeof item !== 'object' || item === null || !('type' in item))
      return { en: 'Its answer is not what was agreed.', zh: '它的回答格式不正确。' };
    if (item.type === 'end') ended = 'yes';
    if (item.type !== 'text') continue;
    const piece = 'text' in item ? item.text : undefined;
    if (typeof piece !== 'string') return { en: 'Its answer is not text.', zh: '它的回答不是文字。' };
    repeats = piece === before && piece.trim() !== '' ? repeats + 1 : 0;
    if (repeats > mostRepeats) return { en: 'It says the same word again and again.', zh: '它一直重复同一个词。' };
    before = piece;
    text += piece;
    if (text.length > mostCharacters) return { en: 'Its answer does not end.', zh: '它的回答没有尽头。' };
  }
  if (text.trim() === '') return isCutInThought(items) ? onlyThoughts : nothing;
  if (ended === 'no') return { en: 'Its answer stops without an end.', zh: '它的回答没有正常结束。' };
  const broken = Array.from(text).filter((character) => character === '\uFFFD').length;
  if (broken / text.length > mostBrokenShare) return { en: 'Its answer is broken text.', zh: '它的回答是乱码。' };
  return null;
}

export function checkFeeling(item: unknown): UserMessage | null {
  const wrong: UserMessage = { en: 'It tells no feeling that a face knows.', zh: '它给出的情绪无法识别。' };
  if (typeof item !== 'object' || item === null) return wrong;
  const { emotion, intensity, gestures: told } = item as { emotion?: unknown; intensity?: unknown; gestures?: unknown };
  if (!(emotions as readonly unknown[]).includes(emotion)) return wrong;
  if (typeof intensity !== 'number' || !(intensity >= 0 && intensity <= 1)) return wrong;
  if (!Array.isArray(told) || !told.every((gesture) => (gestures as readonly unknown[]).includes(gesture))) return wrong;
  return null;
}
