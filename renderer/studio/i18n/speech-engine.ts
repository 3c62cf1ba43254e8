/** i18next with the studio's words: both languages are in the bundle, nothing is fetched, `{name}` is a blank. Knows no React state of ours. */
import { createInstance } from 'i18next';
import type { i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { UserMessage } from '../../../main/contract/failure.ts';
import { resources } from './resources.ts';
import type { MessageKey } from './resources.ts';

/** As the studio's own messages name them: `{ en, zh }`. */
export type Language = 'en' | 'zh';
export type Values = Readonly<Record<string, string | number>>;

const tagOf = { en: 'en', zh: 'zh-CN' } as const;
export const languageOf = (tag: string): Language => (tag.startsWith('zh') ? 'zh' : 'en');

export function createSpeechEngine(language: Language): i18n {
  const engine = createInstance();
  void engine.use(initReactI18next).init({
    lng: tagOf[language],
    fallbackLng: 'en',
    resources: { en: { translation: resources.en }, 'zh-CN': { translation: resources['zh-CN'] } },
    // keys are flat and hold dots
    keySeparator: false,
    nsSeparator: false,
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
    initAsync: false,
    react: { useSuspense: false },
  });
  return engine;
}

/** A sentence of the window in both languages, as the studio sends its own: for reports that outlive a change of language. */
export function inBoth(engine: i18n, key: MessageKey, values: Values = {}): UserMessage {
  return { en: engine.t(key, { ...values, lng: tagOf.en }), zh: engine.t(key, { ...values, lng: tagOf.zh }) };
}
export const tagFor = (language: Language): string => tagOf[language];
