/** Lines that no training hears: plain talk of a show, and sentences rich in closures. */
import type { heldOut } from './speech-samples.ts';

type Held = 'en' | (typeof heldOut.languages)[number];

export const heldOutLines: Readonly<Record<Held, readonly string[]>> = {
  en: [
    'Good evening everybody, it is lovely to see so many of you.',
    'The quick brown fox jumps over the lazy dog.',
    'Bob bought a big bag of purple plums for his mom.',
    'My favourite family of five moved very far from the village.',
    'How much is the small one? Seventeen dollars, shipping included.',
    'We were happy to help, so please come back and bring your friends.',
    'A maple table and a pair of simple lamps would be perfect.',
    'That thing over there is theirs, not yours.',
    'Keep warm, drink water, and remember to sleep before midnight.',
    'The judge chose a huge orange for the boy in blue.',
    'Please put the paper cups in the box by the front door.',
    'Now, who would like to win this beautiful little boat?',
  ],
  ko: [
    '안녕하세요 여러분, 반갑습니다.',
    '오늘 날씨가 정말 좋네요.',
    '맛있는 떡볶이를 먹고 싶어요, 빨리 와 주세요.',
    '의자에 앉아 책을 읽는 학생이 왜 웃을까요?',
    '바다에서 배를 타고 밤바람을 맞으며 봄밤을 보냈습니다.',
    '이 물건은 품질이 매우 좋고 값도 비싸지 않습니다.',
  ],
  yue: [
    '早晨，大家好，欢迎嚟到直播间。',
    '我哋今日有好多好嘢介绍畀你哋。',
    '食咗飯未呀，靚仔？',
    '爸爸买咗八本白色嘅簿，妈妈唔满意。',
    '平嘢唔一定好，好嘢唔一定贵。',
    '听日晚上八点，我哋再见。',
  ],
  fr: [
    "Bonjour à tous et bienvenue dans l'émission.",
    'Portez ce vieux whisky au juge blond qui fume.',
    'Un bon vin blanc, une feuille, un œil, la lune et la rue.',
    'Ma petite mémé a préparé beaucoup de pommes pour Paul.',
    'Je voudrais vous présenter notre nouveau produit du mois.',
    'Combien coûte ce parfum ? Vingt-cinq euros, pas plus.',
  ],
  tr: [
    'Merhaba arkadaşlar, programımıza hoş geldiniz.',
    'Bugün size çok güzel bir ürün tanıtmak istiyorum.',
    'Babam pazardan beş büyük biber ve bir paket makarna aldı.',
    'Üzümün gözü, gülün özü, sözün doğrusu.',
    'Fiyatı ne kadar? Yüz elli lira, kargo bizden.',
    'Yarın akşam saat sekizde burada buluşalım.',
  ],
  fi: [
    'Hyvää iltaa kaikille ja tervetuloa lähetykseen.',
    'Tänään meillä on teille monta mukavaa yllätystä.',
    'Pappa pakkasi pienen pipon ja parhaan paidan mukaan.',
    'Yötön yö on lyhyt, mutta syksy tulee pian.',
    'Mitä tämä maksaa? Vain viisitoista euroa, vaikka se on uusi.',
    'Nähdään huomenna samaan aikaan samassa paikassa.',
  ],
};
