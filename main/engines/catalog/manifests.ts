/** The engines that this app knows. What a loaded engine can do is its signature's to say; here is only what a person reads before. */
import type { EngineManifest } from '../contract/manifest.ts';

const faq: EngineManifest = {
  id: 'faq',
  kind: 'llm',
  entry: 'engine-faq',
  title: { en: 'Script and FAQ', zh: '话术与问答' },
  summary: {
    en: 'Answers from a knowledge file of products, questions and small talk. Works at once, invents nothing, needs no model.',
    zh: '根据知识文件（商品、问答、闲聊）作答。开箱即用，不编造内容，无需模型。',
  },
  license: 'Apache-2.0',
};

const openai: EngineManifest = {
  id: 'openai',
  kind: 'llm',
  entry: 'engine-openai',
  title: { en: 'Model server (OpenAI-compatible)', zh: '模型服务器（OpenAI 兼容）' },
  summary: {
    en: 'Asks a language model on this computer, in your network or in the cloud: Ollama, llama-server, vLLM, LM Studio, OpenAI and others. Needs an address, and a key where the server wants one.',
    zh: '调用本机、局域网或云端的语言模型：Ollama、llama-server、vLLM、LM Studio、OpenAI 等。需填写地址，服务器要求时还需密钥。',
  },
  license: 'Apache-2.0',
};

const lexicon: EngineManifest = {
  id: 'lexicon',
  kind: 'expression',
  entry: 'engine-lexicon',
  title: { en: 'Word feelings', zh: '词语情感' },
  summary: {
    en: 'Reads emotion and intensity from the words of a sentence, in Chinese and English.',
    zh: '根据句中用词判断情绪与强度，支持中文和英文。',
  },
  license: 'Apache-2.0',
};

const flite: EngineManifest = {
  id: 'flite',
  kind: 'tts',
  entry: 'engine-flite',
  title: { en: 'Flite voices (English)', zh: 'Flite 语音（英语）' },
  summary: {
    en: 'Four English voices with exact lip timings; starts to speak within a few hundredths of a second.',
    zh: '四种英语嗓音，口型时间精确，百分之几秒内即可开口。',
  },
  license: 'MIT-CMU',
};

const espeak: EngineManifest = {
  id: 'espeak',
  kind: 'tts',
  entry: 'engine-espeak',
  title: { en: 'eSpeak NG voices (many languages)', zh: 'eSpeak NG 语音（多语言）' },
  summary: {
    en: 'Mandarin and many other languages with exact lip timings; clear, but it sounds like a machine. A program of its own under GPL-3.0.',
    zh: '支持普通话及多种语言，口型时间精确；吐字清楚，但音色偏机械。为独立程序，采用 GPL-3.0 许可。',
  },
  license: 'GPL-3.0-or-later',
  optional: true,
};

const puppet: EngineManifest = {
  id: 'puppet',
  kind: 'face',
  entry: 'engine-puppet',
  title: { en: 'Drawn anchor', zh: '手绘主播' },
  summary: {
    en: 'A drawn face with fifteen mouth shapes, gaze, blinking and breath. No graphics card needed.',
    zh: '手绘形象，十五种口型，会眨眼、注视和呼吸，无需显卡。',
  },
  license: 'Apache-2.0',
};

const portrait: EngineManifest = {
  id: 'portrait',
  kind: 'face',
  entry: 'engine-portrait',
  title: { en: 'Speaking picture', zh: '会说话的图片' },
  summary: {
    en: 'Makes a still picture speak: photo, painting or drawing, with markers on mouth and eyes. No graphics card needed.',
    zh: '让静态图片开口说话：照片、绘画或插画，在嘴和眼睛处设标记即可，无需显卡。',
  },
  license: 'Apache-2.0',
};

const echo: EngineManifest = {
  id: 'echo',
  kind: 'llm',
  entry: 'engine-echo',
  title: { en: 'Echo', zh: '复读' },
  summary: {
    en: 'Repeats the line that it was told, so that a show can say exactly what a test wants.',
    zh: '原样复述收到的内容，便于测试让节目说出指定的话。',
  },
  license: 'Apache-2.0',
  test: true,
};

const beaconVoice: EngineManifest = {
  id: 'beacon-voice',
  kind: 'tts',
  entry: 'engine-beacon-voice',
  title: { en: 'Beacon voice', zh: '信标语音' },
  summary: {
    en: 'Speaks the number of every clause as telephone tones, so that a received stream can be measured.',
    zh: '用电话双音报出每个分句的编号，以便对收到的直播流进行测量。',
  },
  license: 'Apache-2.0',
  test: true,
};

const beaconFace: EngineManifest = {
  id: 'beacon-face',
  kind: 'face',
  entry: 'engine-beacon-face',
  title: { en: 'Beacon face', zh: '信标画面' },
  summary: {
    en: 'Draws the number of every frame as a barcode, so that a received stream can be measured.',
    zh: '把每一帧的编号画成条码，以便对收到的直播流进行测量。',
  },
  license: 'Apache-2.0',
  test: true,
};

export const engineManifests: readonly EngineManifest[] = Object.freeze(
  [faq, openai, lexicon, flite, espeak, puppet, portrait, echo, beaconVoice, beaconFace].map((manifest) => Object.freeze(manifest)),
);
