/** What a slot can be filled with as the app comes: engines and how they are set. Users add their own (a model server, a model file). */
import type { EngineChoice } from '../contract/choice.ts';

export const builtInChoices: readonly EngineChoice[] = Object.freeze([
  {
    choiceId: 'faq-tea-shop',
    engineId: 'faq',
    title: { en: 'Script and FAQ: tea shop', zh: '话术与问答：茶铺' },
    options: { knowledgePath: 'knowledge/tea-shop.yaml' },
  },
  {
    choiceId: 'faq-tech-show',
    engineId: 'faq',
    title: { en: 'Script and FAQ: tech show', zh: '话术与问答：数码直播' },
    options: { knowledgePath: 'knowledge/tech-show.yaml' },
  },
  { choiceId: 'lexicon', engineId: 'lexicon', title: { en: 'Word feelings', zh: '词语情感' }, options: {} },
  { choiceId: 'flite-slt', engineId: 'flite', title: { en: 'Flite: slt (female)', zh: 'Flite：slt（女声）' }, options: { voice: 'slt' } },
  { choiceId: 'flite-rms', engineId: 'flite', title: { en: 'Flite: rms (male)', zh: 'Flite：rms（男声）' }, options: { voice: 'rms' } },
  {
    choiceId: 'flite-awb',
    engineId: 'flite',
    title: { en: 'Flite: awb (male, Scottish)', zh: 'Flite：awb（男声，苏格兰）' },
    options: { voice: 'awb' },
  },
  {
    choiceId: 'flite-kal16',
    engineId: 'flite',
    title: { en: 'Flite: kal (robot)', zh: 'Flite：kal（机器音）' },
    options: { voice: 'kal16' },
  },
  { choiceId: 'espeak', engineId: 'espeak', title: { en: 'eSpeak NG (many languages)', zh: 'eSpeak NG（多语言）' }, options: {} },
  { choiceId: 'sharpen', engineId: 'sharpen', title: { en: 'Sharpen', zh: '锐化' }, options: { strength: 0.5 } },
  { choiceId: 'sharpen-soft', engineId: 'sharpen', title: { en: 'Sharpen, a little', zh: '轻度锐化' }, options: { strength: 0.25 } },
  { choiceId: 'puppet-mira', engineId: 'puppet', title: { en: 'Drawn anchor: Mira', zh: '手绘主播：Mira' }, options: {} },
  {
    choiceId: 'puppet-mira-hoodie',
    engineId: 'puppet',
    title: { en: 'Drawn anchor: Mira in a hoodie', zh: '手绘主播：Mira（卫衣）' },
    options: { character: 'mira', outfit: 'hoodie' },
  },
  {
    choiceId: 'puppet-kai',
    engineId: 'puppet',
    title: { en: 'Drawn anchor: Kai', zh: '手绘主播：Kai' },
    options: { character: 'kai', outfit: 'suit' },
  },
  {
    choiceId: 'puppet-kai-jacket',
    engineId: 'puppet',
    title: { en: 'Drawn anchor: Kai in a jacket', zh: '手绘主播：Kai（夹克）' },
    options: { character: 'kai', outfit: 'jacket' },
  },
  {
    choiceId: 'portrait-yun',
    engineId: 'portrait',
    title: { en: 'Painted portrait: Yun', zh: '绘画肖像：云' },
    options: { picturePath: 'portraits/yun.png' },
  },
  {
    choiceId: 'portrait-juno',
    engineId: 'portrait',
    title: { en: 'Line drawing: Juno', zh: '线条插画：Juno' },
    options: { picturePath: 'portraits/juno.png' },
  },
]);

/** For tests, benches and the command line; the studio does not offer them. */
export const testChoices: readonly EngineChoice[] = Object.freeze([
  { choiceId: 'echo', engineId: 'echo', title: { en: 'Echo', zh: '复读' }, options: {} },
  { choiceId: 'echo-2', engineId: 'echo', title: { en: 'Echo, again', zh: '复读（二）' }, options: {} },
  { choiceId: 'beacon-voice', engineId: 'beacon-voice', title: { en: 'Beacon voice', zh: '信标语音' }, options: {} },
  { choiceId: 'beacon-voice-2', engineId: 'beacon-voice', title: { en: 'Beacon voice, again', zh: '信标语音（二）' }, options: {} },
  { choiceId: 'beacon-face', engineId: 'beacon-face', title: { en: 'Beacon face', zh: '信标画面' }, options: {} },
  { choiceId: 'beacon-face-2', engineId: 'beacon-face', title: { en: 'Beacon face, again', zh: '信标画面（二）' }, options: {} },
  { choiceId: 'beacon-lens', engineId: 'beacon-lens', title: { en: 'Beacon lens', zh: '信标镜片' }, options: { mark: 'left' } },
  {
    choiceId: 'beacon-lens-2',
    engineId: 'beacon-lens',
    title: { en: 'Beacon lens, right', zh: '信标镜片（右）' },
    options: { mark: 'right' },
  },
  { choiceId: 'beacon-ear', engineId: 'beacon-ear', title: { en: 'Beacon ear', zh: '信标听写' }, options: {} },
  { choiceId: 'beacon-ear-2', engineId: 'beacon-ear', title: { en: 'Beacon ear, again', zh: '信标听写（二）' }, options: {} },
]);
