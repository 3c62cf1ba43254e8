/** What a voice says when it is tried without words of one's own. Data only. */
import type { Lang } from '../contract/speech.ts';

const sentences: Readonly<Record<Lang, string>> = {
  zh: '大家好，欢迎来到直播间，很高兴见到你们。',
  yue: '大家好，歡迎嚟到直播間，好高興見到你哋。',
  en: 'Hello everyone, and welcome to the show. I am glad you are here.',
  ja: 'こんにちは、配信へようこそ。今日もよろしくお願いします。',
  ko: '안녕하세요, 방송에 오신 것을 환영합니다.',
  de: 'Hallo zusammen und willkommen zur Sendung.',
  fr: "Bonjour à tous et bienvenue dans l'émission.",
  es: 'Hola a todos y bienvenidos al programa.',
  it: 'Ciao a tutti e benvenuti alla trasmissione.',
  pt: 'Olá a todos e bem-vindos ao programa.',
  ru: 'Всем привет и добро пожаловать в эфир.',
  uk: 'Всім привіт і ласкаво просимо до ефіру.',
  pl: 'Cześć wszystkim i witajcie w programie.',
  nl: 'Hallo allemaal en welkom bij de show.',
  sv: 'Hej allihopa och välkomna till programmet.',
  da: 'Hej alle sammen og velkommen til programmet.',
  nb: 'Hei alle sammen og velkommen til programmet.',
  fi: 'Hei kaikki ja tervetuloa ohjelmaan.',
  cs: 'Ahoj všichni a vítejte v pořadu.',
  el: 'Γεια σε όλους και καλώς ήρθατε στην εκπομπή.',
  hu: 'Sziasztok, üdvözlünk mindenkit a műsorban.',
  ro: 'Bună tuturor și bine ați venit la emisiune.',
  tr: 'Herkese merhaba, programa hoş geldiniz.',
  vi: 'Xin chào mọi người, chào mừng đến với chương trình.',
  id: 'Halo semuanya, selamat datang di acara ini.',
  hi: 'सभी को नमस्ते, कार्यक्रम में आपका स्वागत है।',
};

export const previewSentence = (lang: Lang): string => sentences[lang] ?? (sentences['en'] as string);
