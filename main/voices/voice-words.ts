/** What is said of voices, in both languages. */
import type { UserMessage } from '../contract/failure.ts';

export const voiceWords = {
  hanOnly: (most: number): UserMessage => ({
    en: `Write the word in Chinese characters, ${most} at most, and nothing else. Nothing was changed.`,
    zh: `词语只能是汉字，最多 ${most} 个。没有做任何改动。`,
  }),
  noSyllable: (syllable: string): UserMessage => ({
    en: `"${syllable}" is no pinyin syllable with a tone number. Write one per character, like "chong2 qing4" (5 is the neutral tone).`,
    zh: `“${syllable}”不是带声调数字的拼音。请每个字写一个音节，例如 “chong2 qing4”（轻声用 5）。`,
  }),
  syllableCount: (characters: number, syllables: number): UserMessage => ({
    en: `The word has ${characters} characters, and ${syllables} syllables were written. Write one syllable per character.`,
    zh: `这个词有 ${characters} 个字，却写了 ${syllables} 个音节。请每个字写一个音节。`,
  }),
  latinOnly: (most: number): UserMessage => ({
    en: `Write the word in Latin letters and digits, ${most} characters at most. Nothing was changed.`,
    zh: `词语只能由拉丁字母和数字组成，最多 ${most} 个字符。没有做任何改动。`,
  }),
  respelling: (most: number): UserMessage => ({
    en: `Write how it sounds with the letters a to z and spaces, ${most} at most, like "engine ex".`,
    zh: `请用 a 到 z 的字母和空格写出读法，最多 ${most} 个字符，例如 “engine ex”。`,
  }),
  noPhone: (written: string): UserMessage => ({
    en: `"${written}" is no English phone. Write phones apart, as the CMU dictionary does, like "T AH0 M AA1 T OW0"; or write how the word sounds with the letters a to z.`,
    zh: `“${written}”不是英语音素。请像 CMU 词典那样把音素分开写，例如 “T AH0 M AA1 T OW0”；也可以用 a 到 z 的字母写出读法。`,
  }),
  noStress: {
    en: 'No vowel is stressed. Put 1 behind the vowel that is said loudest, like AA1 in "T AH0 M AA1 T OW0". Nothing was changed.',
    zh: '没有重读的元音。请在重读元音后写 1，例如 “T AH0 M AA1 T OW0” 里的 AA1。没有做任何改动。',
  },
  tooManyPhones: (most: number): UserMessage => ({
    en: `A word has ${most} phones at most. Split it into several words, or leave out what is not said.`,
    zh: `一个词最多 ${most} 个音素。请拆成几个词，或删去不发音的部分。`,
  }),
  notAsWritten: (said: string): UserMessage => ({
    en: `The voice would read that as "${said.slice(0, 60)}". Write it more like it sounds, in syllables.`,
    zh: `语音会把它读成“${said.slice(0, 60)}”。请按发音分音节写，更接近读音。`,
  }),
  tooManyReadings: (most: number): UserMessage => ({
    en: `The dictionary holds ${most} words at most. Remove some that are not needed, then add this one.`,
    zh: `发音词典最多 ${most} 个词。请先删除不需要的，再添加。`,
  }),
  noSuchReading: { en: 'This word is not in the dictionary any more.', zh: '词典里已经没有这个词了。' },
  noSuchVoice: {
    en: 'This voice is not there. Load its engine on the Models screen, then try again.',
    zh: '找不到这个音色。请先在“模型”页加载它的引擎，再重试。',
  },
  doesNotSpeak: (name: UserMessage): UserMessage => ({
    en: `${name.en} does not speak this language. Choose a voice of its own group.`,
    zh: `${name.zh}不会说这种语言。请选择该语言分组里的音色。`,
  }),
  doesNotFollow: (name: UserMessage): UserMessage => ({
    en: `${name.en} cannot change that. Its other settings can still be changed.`,
    zh: `${name.zh}不支持这项调整，其他设置仍可更改。`,
  }),
  noSuchAnchor: { en: 'This anchor is not in the cast any more.', zh: '阵容里已经没有这个主播了。' },
  replaced: { en: 'Another voice was asked for meanwhile.', zh: '已改为试听另一个音色。' },
  nothingSaid: {
    en: 'There is nothing in this sentence that the voice can say. Write some words of its language.',
    zh: '这句话里没有该音色能念的内容。请输入该语言的文字。',
  },
  previewFailed: {
    en: 'The voice could not be tried. The show is not touched. Try again; if it fails again, load another voice.',
    zh: '试听失败，直播不受影响。请重试；若仍失败，请换一个音色。',
  },
  anchorSpeaks: (anchor: UserMessage, voice: UserMessage): UserMessage => ({
    en: `${anchor.en} speaks with the voice ${voice.en} from the next sentence on.`,
    zh: `${anchor.zh}从下一句起使用音色：${voice.zh}。`,
  }),
  anchorVoiceMissing: (anchor: UserMessage, voice: UserMessage): UserMessage => ({
    en: `The voice of ${anchor.en} (${voice.en}) is not loaded; the present voice goes on. One click below the picture, or on the Cast screen, loads it.`,
    zh: `${anchor.zh}的音色（${voice.zh}）没有加载，继续使用当前音色。在画面下方或“演员”页点一下即可加载。`,
  }),
} as const;
