/** Every sentence that the conversation says to a person, in both languages: what happened, what still works, what to do. */
import type { UserMessage } from '../contract/failure.ts';

export const lineMessages = {
  empty: {
    en: 'The line has no words in it, so there is nothing to answer. Type something and send it again.',
    zh: '这一行没有任何内容，主播没法回答。请输入文字后再发送。',
  },
  tooLong: (characters: number, limit: number): UserMessage => ({
    en: `The line has ${characters} characters and was not taken; at most ${limit} are. Shorten it and send it again.`,
    zh: `这一行有 ${characters} 个字符，超过上限 ${limit}，没有采用。请缩短后再发送。`,
  }),
  trimmed: (kept: number): UserMessage => ({
    en: `The line is long: the anchor answers its first ${kept} characters. Ask the rest as a line of its own.`,
    zh: `这一行比较长，主播只回答前 ${kept} 个字符。其余内容请另发一行。`,
  }),
  queueFull: (waiting: number): UserMessage => ({
    en: `${waiting} lines are already waiting, so this one was not taken. The show goes on; send it again in a moment.`,
    zh: `已有 ${waiting} 行在排队，这一行没有采用。直播照常进行，请稍后再发送。`,
  }),
  closed: {
    en: 'The show has ended, so the line was not taken. Start the show and send it again.',
    zh: '直播已经结束，这一行没有采用。请开始直播后再发送。',
  },
} as const;

export const turnMessages = {
  brainFailed: {
    en: 'The language model could not answer this line. The show goes on and later lines are answered; send it again, or switch the model.',
    zh: '语言模型没能回答这一行。直播照常，后面的内容会继续回答；请重新发送，或者更换模型。',
  },
  brainTimedOut: {
    en: 'The language model took too long, so this line was given up. The show goes on; send it again, or switch the model.',
    zh: '语言模型太久没有回应，这一行已放弃。直播照常；请重新发送，或者更换模型。',
  },
  brainSilent: {
    en: 'The language model gave an empty answer to this line. The show goes on; put the line in other words, or switch the model.',
    zh: '语言模型对这一行给出了空的回答。直播照常；请换个说法，或者更换模型。',
  },
  answerModerated: {
    en: 'The answer was held back by the word list. The show goes on; edit the list if that was a mistake.',
    zh: '回答被词表拦下，没有播出。直播照常；如果是误拦，请修改词表。',
  },
  yielded: {
    en: 'The anchor was talking by itself and has made way for a question.',
    zh: '主播正在自言自语，已为提问让路。',
  },
  stageFailed: {
    en: 'The programme did not play this answer to its end. The show goes on; send the line again if it matters.',
    zh: '这段回答没有播放完整。直播照常；如有需要，请重新发送这一行。',
  },
  stageAway: {
    en: 'The programme that makes picture and sound is being started again. This answer is spoken as soon as it is back.',
    zh: '生成画面和声音的程序正在重新启动，恢复后会马上播报这段回答。',
  },
  stageGone: {
    en: 'The programme that makes picture and sound did not come back in time, so this line was not answered aloud. Viewers see the standby picture; send the line again when the programme is back, or stop the show and start it again.',
    zh: '生成画面和声音的程序没有及时恢复，这一行没有播报。观众看到的是待机画面；请在恢复后重新发送，或停止并重新开始直播。',
  },
} as const satisfies Record<string, UserMessage>;

export const moderationMessages = {
  in: {
    en: 'The line was held back by the word list and is not answered. Put it in other words; your own list goes into moderation/words.json in the data folder.',
    zh: '这一行被词表拦下，主播不会回答。请换个说法；自己的词表请放在数据文件夹的 moderation/words.json 中。',
  },
  out: {
    en: 'A part of the answer was held back by the word list. The rest is spoken; your own list goes into moderation/words.json in the data folder.',
    zh: '回答的一部分被词表拦下，其余照常播出；自己的词表请放在数据文件夹的 moderation/words.json 中。',
  },
} as const satisfies Record<'in' | 'out', UserMessage>;

export const wordListMessages = {
  ownUnusable: {
    en: 'Your own word list cannot be used: moderation/words.json in the data folder cannot be read or is not a word list. The list that comes with the studio is used. Correct the file and start the studio again.',
    zh: '自己的词表无法使用：数据文件夹中的 moderation/words.json 无法读取或不是有效的词表。目前使用随附的词表。请修正该文件后重新启动。',
  },
} as const satisfies Record<string, UserMessage>;
