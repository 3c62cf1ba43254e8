/** Makes a conversation fit the model's context: the oldest lines go first, the system message never; a line too long by itself is cut. Pure. */
import type { ChatMessage } from '../../contract/requests.ts';
import type { ChatItem } from './llama-module.ts';

export type Fitted = { readonly fits: true; readonly items: readonly ChatItem[]; readonly tokens: number } | { readonly fits: false };

/** Where a line was cut. */
export const cutMark = ' […]';

/**
 * `count`: tokens of the whole prompt, as the model's template writes it. `fits: false`: the system message leaves no room.
 * The result ends with an empty line of the model: what it is to say.
 */
export function fitMessages(
  persona: string,
  messages: readonly ChatMessage[],
  roomTokens: number,
  count: (items: readonly ChatItem[]) => number,
): Fitted {
  const system = [persona, ...messages.filter(({ role }) => role === 'system').map(({ content }) => content)]
    .filter((text) => text !== '')
    .join('\n\n');
  const build = (lines: readonly ChatMessage[]): ChatItem[] => [
    ...(system === '' ? [] : [{ type: 'system' as const, text: system }]),
    ...lines.map(({ role, content }): ChatItem =>
      role === 'assistant' ? { type: 'model', response: [content] } : { type: 'user', text: content },
    ),
    { type: 'model', response: [] },
  ];
  const fitted = (lines: readonly ChatMessage[]): Fitted & { readonly fits: true } => {
    const items = build(lines);
    return { fits: true, items, tokens: count(items) };
  };

  let lines = fromUser(messages.filter(({ role }) => role !== 'system'));
  for (;;) {
    const whole = fitted(lines);
    if (whole.tokens <= roomTokens) return whole;
    if (lines.length <= 1) break;
    lines = fromUser(lines.slice(1));
  }
  const [last] = lines;
  if (!last) return { fits: false };
  const cut = longestThatFits(last.content, (content) => count(build([{ ...last, content }])) <= roomTokens);
  return cut === undefined ? { fits: false } : fitted([{ ...last, content: cut }]);
}

/** Many templates take only a conversation that a user begins. */
function fromUser(lines: readonly ChatMessage[]): readonly ChatMessage[] {
  const first = lines.findIndex(({ role }) => role === 'user');
  return first < 0 ? [] : lines.slice(first);
}

function longestThatFits(content: string, fits: (content: string) => boolean): string | undefined {
  const characters = Array.from(content);
  const cutAt = (length: number): string => `${characters.slice(0, length).join('')}${cutMark}`;
  if (!fits(cutAt(1))) return undefined;
  let low = 1;
  let high = characters.length;
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(cutAt(middle))) low = middle;
    else high = middle;
  }
  // not within a word, where words are parted by spaces
  const text = characters.slice(0, low).join('');
  const lastSpace = text.search(/\s\S*$/u);
  return `${lastSpace > text.length / 2 ? text.slice(0, lastSpace) : text}${cutMark}`;
}
