/** Where pinyin-pro's reading of a character is not what is said: words of selling and chatting, particles, the r-coloured 儿. Pure data and functions. */

/** Words whose usual reading is another one; given to pinyin-pro once. Pinyin with tone marks. */
export const wordReadings: Readonly<Record<string, string>> = {
  种草: 'zhòng cǎo',
  拔草: 'bá cǎo',
  还款: 'huán kuǎn',
  还钱: 'huán qián',
  还价: 'huán jià',
  还清: 'huán qīng',
  退还: 'tuì huán',
  返还: 'fǎn huán',
  供货: 'gōng huò',
  供不应求: 'gōng bù yìng qiú',
  系鞋带: 'jì xié dài',
  卡住: 'qiǎ zhù',
  发卡: 'fà qiǎ',
  大几百: 'dà jǐ bǎi',
  好几: 'hǎo jǐ',
  差评: 'chà píng',
  差价: 'chā jià',
  空瓶: 'kōng píng',
  薄款: 'báo kuǎn',
  薄厚: 'báo hòu',
  加薄: 'jiā báo',
  轻薄: 'qīng báo',
  血赚: 'xuè zhuàn',
  上色: 'shàng sè',
  掉色: 'diào sè',
  不掉色: 'bú diào sè',
  调味: 'tiáo wèi',
  冲泡: 'chōng pào',
  泡茶: 'pào chá',
  没收到: 'méi shōu dào',
  的话: 'de huà',
  好的: 'hǎo de',
  主播: 'zhǔ bō',
  直播间: 'zhí bō jiān',
  下播: 'xià bō',
  弹幕: 'dàn mù',
  几号: 'jǐ hào',
  挑选: 'tiāo xuǎn',
  占便宜: 'zhàn pián yi',
  倒计时: 'dào jì shí',
  倒数: 'dào shǔ',
  数不清: 'shǔ bù qīng',
  朝我: 'cháo wǒ',
  重来: 'chóng lái',
  重新: 'chóng xīn',
  喔: 'ō',
  哦: 'ó',
  诶: 'ēi',
  欸: 'ēi',
};

/** 儿 is a child here, not an r at the end of the syllable before it. */
const childWords = /^(?:女儿|儿子|儿童|婴儿|幼儿|孤儿|少儿|育儿|胎儿|健儿|儿媳|儿歌|儿科|男儿|妻儿|宠儿|儿女|小儿)/u;
const childBefore = new Set('女婴幼孤少育胎健男妻宠');
const childAfter = new Set('子童媳歌科女园');

/** 儿 at `index` colours the syllable before it. */
export function isColouring(characters: readonly string[], index: number): boolean {
  if (characters[index] !== '儿' || index === 0 || !/\p{Script=Han}/u.test(characters[index - 1] ?? '')) return false;
  const before = characters[index - 1] ?? '';
  return !childBefore.has(before) && !childAfter.has(characters[index + 1] ?? '') && !childWords.test(`${before}儿`);
}

/** "hai2" before r is "ha2", "dian3" is "dia3": the end of the syllable gives way to the r. */
export function beforeColour(syllable: string): string {
  return syllable
    .replace(/^((?:[bpmfdtnlgkhzcsr]|[zcs]h|[jqxyw])?(?:i|u)?a)(?:n|i)([1-5])$/, '$1$2')
    .replace(/^([^aeiouv]+[ue]?e)(?:n|i)([1-5])$/, '$1$2');
}

const subjects = new Set('我你您他她它们都也就还总非咱谁');
const gainBefore = new Set('获取赢夺博难所心贪应不懂');
const gainAfter = new Set('到了体意力分出失奖知益名');
/** 得 and 地 as particles, and 得 as "must"; undefined where the dictionary's reading stands. */
export function particleReading(characters: readonly string[], index: number): string | undefined {
  const before = characters[index - 1] ?? '';
  if (!/\p{Script=Han}/u.test(before)) return undefined;
  if (characters[index] === '得') {
    if (gainBefore.has(before) || gainAfter.has(characters[index + 1] ?? '')) return undefined;
    return subjects.has(before) ? 'dei3' : 'de5';
  }
  // 慢慢地, 轻轻地: a doubled word before it.
  if (characters[index] === '地') return before === characters[index - 2] ? 'de5' : undefined;
  return undefined;
}
