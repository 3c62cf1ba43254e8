/** All words of the window, put together from one file per feature and language. A new feature adds its pair of files and one name to each list. */
import * as en from './en/index.ts';
import * as zh from './zh-CN/index.ts';

type Features = typeof en;
/** Flat: `feature.name`. Chinese files are typed by the English ones, so a missing key does not compile. */
export type MessageKey = { [Name in keyof Features]: keyof Features[Name] }[keyof Features];

const flat = (features: Readonly<Record<string, Readonly<Record<string, string>>>>): Readonly<Record<string, string>> =>
  Object.assign({}, ...Object.values(features)) as Record<string, string>;

export const resources = { en: flat(en), 'zh-CN': flat(zh) } as const;

export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(resources.en, key);
