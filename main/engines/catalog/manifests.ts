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

const openaiEar: EngineManifest = {
  id: 'openai-ear',
  kind: 'asr',
  entry: 'engine-openai-ear',
  title: { en: 'Hearing server (OpenAI-compatible)', zh: '听写服务器（OpenAI 兼容）' },
  summary: {
    en: 'Writes down what is said with a speech recognition server on this computer, in your network or in the cloud. Needs an address and a model, and a key where the server wants one. What is said is sent there.',
    zh: '调用本机、局域网或云端的语音识别服务器进行听写。需填写地址和模型，服务器要求时还需密钥。所说的话会发送到该服务器。',
  },
  license: 'Apache-2.0',
};

const llama: EngineManifest = {
  id: 'llama',
  kind: 'llm',
  entry: 'engine-llama',
  title: { en: 'Model file (llama.cpp)', zh: '模型文件（llama.cpp）' },
  summary: {
    en: 'Runs a language model from a GGUF file on this computer: no server, no account. Needs the llama.cpp pack and a model file.',
    zh: '在本机直接运行 GGUF 语言模型文件，无需服务器或账户。需安装 llama.cpp 引擎包并自备模型文件。',
  },
  license: 'MIT',
  pack: 'llama',
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
    en: 'Preview voices: four English voices of an old synthesizer with exact lip timings; they start to speak within a tenth of a second and sound like machines.',
    zh: '预览语音：四种老式合成器的英语嗓音，口型时间精确，十分之一秒内即可开口，音色偏机械。',
  },
  license: 'MIT-CMU',
};

const espeak: EngineManifest = {
  id: 'espeak',
  kind: 'tts',
  entry: 'engine-espeak',
  title: { en: 'eSpeak NG voices (many languages)', zh: 'eSpeak NG 语音（多语言）' },
  summary: {
    en: 'Preview voice: a synthesizer of the nineties. Mandarin, Japanese, Korean and many other languages, also mixed in one line, with exact lip timings; clear, but it sounds like a machine. A program of its own under GPL-3.0.',
    zh: '预览语音：上世纪九十年代的合成器。支持普通话、日语、韩语等多种语言及混合语句，口型时间精确；吐字清楚，但音色机械。为独立程序，采用 GPL-3.0 许可。',
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
    en: 'Fifteen mouth shapes, six expressions, gaze, blinking and breath. No graphics card needed.',
    zh: '十五种口型、六种表情，会眨眼、注视和呼吸。无需显卡。',
  },
  license: 'Apache-2.0',
};

const sharpen: EngineManifest = {
  id: 'sharpen',
  kind: 'enhance',
  entry: 'engine-sharpen',
  title: { en: 'Sharpen', zh: '锐化' },
  summary: {
    en: 'Brings out the lines of the anchor. Where it is late, the picture is shown as it was drawn. No graphics card needed.',
    zh: '让主播画面的线条更清晰。来不及处理的画面会原样显示。无需显卡。',
  },
  license: 'Apache-2.0',
};

const portrait: EngineManifest = {
  id: 'portrait',
  kind: 'face',
  entry: 'engine-portrait',
  title: { en: 'Speaking picture', zh: '会说话的图片' },
  summary: {
    en: 'Makes a still picture speak: photo, painting or drawing, seen from the front. No graphics card needed.',
    zh: '让静态图片开口说话：正面的照片、绘画或插画均可。无需显卡。',
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

const beaconLens: EngineManifest = {
  id: 'beacon-lens',
  kind: 'enhance',
  entry: 'engine-beacon-lens',
  title: { en: 'Beacon lens', zh: '信标镜片' },
  summary: {
    en: 'Marks every picture of the beacon face that it was given, so that a received stream tells which ones those were.',
    zh: '在经过它的每一幅信标画面上做标记，以便从收到的直播流中辨认。',
  },
  license: 'Apache-2.0',
  test: true,
};

const beaconEar: EngineManifest = {
  id: 'beacon-ear',
  kind: 'asr',
  entry: 'engine-beacon-ear',
  title: { en: 'Beacon ear', zh: '信标听写' },
  summary: {
    en: 'Hears the telephone tones of the beacon voice, so that a test can tell which utterances were lost or heard twice.',
    zh: '听取信标语音的电话双音，便于测试判断哪些话语丢失或被重复听写。',
  },
  license: 'Apache-2.0',
  test: true,
};

const ballast: EngineManifest = {
  id: 'ballast',
  kind: 'llm',
  entry: 'engine-ballast',
  title: { en: 'Ballast', zh: '压舱物' },
  summary: {
    en: 'As heavy as a large model while it loads, then an echo: shows what the audience notices of a load.',
    zh: '加载时像大模型一样沉重，之后只复读：用来观察加载过程对观众的影响。',
  },
  license: 'Apache-2.0',
  test: true,
};

const misbehaverSummary = {
  en: 'Fails as it is told to, so that it can be seen what becomes of such an engine.',
  zh: '按指定方式出错，用来观察出错的引擎会有什么后果。',
} as const;

const misbehaver: EngineManifest = {
  id: 'misbehaver',
  kind: 'llm',
  entry: 'engine-misbehaver',
  title: { en: 'Misbehaving model', zh: '出错的模型' },
  summary: misbehaverSummary,
  license: 'Apache-2.0',
  test: true,
};

const misbehaverVoice: EngineManifest = {
  id: 'misbehaver-voice',
  kind: 'tts',
  entry: 'engine-misbehaver-voice',
  title: { en: 'Misbehaving voice', zh: '出错的语音' },
  summary: misbehaverSummary,
  license: 'Apache-2.0',
  test: true,
};

const misbehaverFace: EngineManifest = {
  id: 'misbehaver-face',
  kind: 'face',
  entry: 'engine-misbehaver-face',
  title: { en: 'Misbehaving face', zh: '出错的形象' },
  summary: misbehaverSummary,
  license: 'Apache-2.0',
  test: true,
};

const misbehaverEar: EngineManifest = {
  id: 'misbehaver-ear',
  kind: 'asr',
  entry: 'engine-misbehaver-ear',
  title: { en: 'Misbehaving ear', zh: '出错的听写' },
  summary: misbehaverSummary,
  license: 'Apache-2.0',
  test: true,
};

export const engineManifests: readonly EngineManifest[] = Object.freeze(
  [
    faq,
    openai,
    openaiEar,
    llama,
    lexicon,
    flite,
    espeak,
    puppet,
    portrait,
    sharpen,
    echo,
    beaconVoice,
    beaconFace,
    beaconLens,
    beaconEar,
    ballast,
    misbehaver,
    misbehaverVoice,
    misbehaverFace,
    misbehaverEar,
  ].map((manifest) => Object.freeze(manifest)),
);
