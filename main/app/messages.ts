/** What the studio says to its user: what happened, what still works, what to do. Both languages, always. */
import type { UserMessage } from '../contract/failure.ts';

export const appMessages = {
  turnGone: {
    en: 'This line has been answered or dropped already, so nothing was changed.',
    zh: '这句话已经回答完毕或已被取消，没有做任何改动。',
  },
  noEar: {
    en: 'Nobody is listening: no engine for hearing is switched on. Typed lines still work. Switch one on in the models panel.',
    zh: '当前没有启用听写引擎，听不到说话。打字仍可正常使用；请在模型面板中启用一个听写引擎。',
  },
  nothingSaid: {
    en: 'No words were heard in this recording, so nothing was asked. Speak closer to the microphone, or type the line.',
    zh: '这段录音中没有听到话语，因此没有提问。请靠近麦克风再说一遍，或直接打字。',
  },
  notHeard: {
    en: 'What was said could not be written down. Typed lines still work. Say it again, or choose another engine for hearing.',
    zh: '刚才的话没能听写出来。打字仍可正常使用；请再说一遍，或更换听写引擎。',
  },
  utteranceTooLong: {
    en: 'That was longer than half a minute at a stretch, so it was not written down. Say it in shorter pieces.',
    zh: '这段话连续超过半分钟，没有听写。请分成几段说。',
  },
  hearingFull: {
    en: 'More is being said than can be written down, so this part was left out. Wait a moment, then say it again.',
    zh: '说得比听写更快，这一段没有处理。请稍等片刻再说一遍。',
  },
  notOnAir: {
    en: 'The show is off air, so nobody would hear this line. Press "Go live" first, then send it again.',
    zh: '节目尚未开播，观众听不到这句话。请先点击“开播”，再重新发送。',
  },
  alreadyOn: { en: 'The show is already on. Stop it first to start another one.', zh: '节目已在进行中。请先停止，再开始新的节目。' },
  noSuchChoice: (choiceId: string): UserMessage => ({
    en: `There is nothing called "${choiceId}" to choose. Nothing was changed; look at the list of models.`,
    zh: `没有名为“${choiceId}”的选项，未作任何更改；请查看模型列表。`,
  }),
  removePortraitInCast: {
    en: 'A portrait is removed on the Cast screen, with its picture. Nothing was changed.',
    zh: '自制形象请在“演员”页面中连同图片一起移除，未作任何更改。',
  },
  noSuchEngine: (engineId: string): UserMessage => ({
    en: `This build has no engine called "${engineId}". Nothing was added.`,
    zh: `此版本没有名为“${engineId}”的引擎，未添加任何内容。`,
  }),
  keyByName: {
    en: 'A key must not stand in the settings of a model. Store it as a secret and name it there (keyName).',
    zh: '密钥不能写在模型设置中。请将其存为密钥，并在设置中填写名称（keyName）。',
  },
  bookAsModel: (label: UserMessage): UserMessage => ({ en: `Script and FAQ: ${label.en}`, zh: `话术与问答：${label.zh}` }),
  bookNotTaken: {
    en: 'The book was saved, but the anchor could not take it up and goes on with what it knew. Save it again, or put the book in use once more.',
    zh: '知识库已保存，但主播未能载入，仍使用之前的内容。请重新保存，或再次启用该知识库。',
  },
  noModelSlot: {
    en: 'There is no place for a language model in this studio, so no book can be put in use.',
    zh: '当前演播室没有语言模型的位置，无法启用知识库。',
  },
  notPrepared: (title: UserMessage): UserMessage => ({
    en: `${title.en} could not be loaded. What is on air goes on; try again, or choose another one.`,
    zh: `“${title.zh}”无法在后台加载。直播不受影响；请重试或另选一个。`,
  }),
  wantedIsGone: (wanted: UserMessage, used: UserMessage): UserMessage => ({
    en: `${wanted.en}, which was on last time, is not part of this version of the app; ${used.en} is used instead. Choose another one in the list of models.`,
    zh: `上次使用的“${wanted.zh}”不在此版本中，已改用“${used.zh}”。可在模型列表中另选。`,
  }),
  nothingLoads: { en: 'Nothing is being loaded here, so there is nothing to give up.', zh: '该位置没有正在加载的引擎，无需放弃。' },
  nothingWatched: {
    en: 'Nothing is being watched here: the engine on air is already the settled one.',
    zh: '该位置没有处于观察期的引擎，当前引擎已经确认。',
  },
  notUnloadable: {
    en: 'Only an engine that was preloaded can be unloaded; the one on air is switched off or swapped.',
    zh: '只能卸载在后台加载的引擎；正在使用的引擎请关闭或切换。',
  },
  shadowForModels: {
    en: 'Listening in silence works for language models: their answers can be read. Load a voice or a face beside and put it on air to try it; one click brings the old one back.',
    zh: '后台对比试答仅适用于语言模型，其回答可以阅读。音色或形象请先在后台加载再切换试用，一键即可回退。',
  },
  nothingInstalls: { en: 'Nothing is being installed, so there is nothing to stop.', zh: '当前没有正在进行的安装，无需停止。' },
  wholePath: {
    en: 'Where is the picture? Give its whole path. Nothing was added.',
    zh: '请填写图片的完整路径。未添加任何内容。',
  },
  pictureUnderCast: {
    en: 'A picture becomes a face under Cast, where whoever adds it says that the face may be used. Nothing was added.',
    zh: '请在“演员”页面添加图片，并确认有权使用该形象。未添加任何内容。',
  },
  noModelFile: {
    en: 'Which model? Name the GGUF file with its whole path (modelPath). Nothing was added.',
    zh: '请填写 GGUF 模型文件的完整路径（modelPath）。未添加任何内容。',
  },
  noSecrets: { en: 'The key could not be kept. Nothing was changed; try again.', zh: '密钥未能保存，未作任何更改；请重试。' },
  portTaken: (wanted: number, used: number): UserMessage => ({
    en: `Port ${wanted} is used by another program, so the preview uses ${used} instead. Everything works; only players that know the old address must be told.`,
    zh: `端口 ${wanted} 已被其他程序占用，预览改用端口 ${used}。一切照常，只需告诉使用旧地址的播放器。`,
  }),
  noPreview: {
    en: 'The local media server could not be started, so there is no preview and no local RTMP address. Platforms and recording work. Restart the studio to try again.',
    zh: '本地媒体服务器无法启动，因此没有预览和本地 RTMP 地址。推流到平台和录制不受影响。请重启演播室再试。',
  },
  recordingFailed: {
    en: 'The recording could not be started, so this show is not recorded. The stream goes on. Check the folder and the free space on the disk.',
    zh: '录制无法开始，本场节目没有录制。直播照常进行。请检查录制文件夹和磁盘剩余空间。',
  },
  journalFailed: {
    en: 'What is said cannot be noted beside the recording, so it will have no subtitles and chapters. The recording and the stream go on. Check the disk and the folder.',
    zh: '无法在录像旁记录台词，因此录像将没有字幕和章节。录制和直播照常进行。请检查磁盘和文件夹。',
  },
  eventLogFailed: {
    en: 'The event log cannot be written (is the disk full?). The show goes on; only its log has a gap.',
    zh: '事件日志无法写入（磁盘是否已满？）。节目照常进行，只是日志会缺一段。',
  },
  noMeasuringOnAir: {
    en: 'A show is on, and measuring would take processor time from it. It goes on unchanged; ask again when it is over.',
    zh: '节目正在播出，测速会占用处理器。节目不受影响，请在停播后再试。',
  },
  startFailed: {
    en: 'The show could not be started. Nothing was sent. Look at the notices, then try again.',
    zh: '节目无法开始，没有推送任何内容。请查看通知后再试。',
  },
} as const;
