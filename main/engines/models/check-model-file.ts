/** Is this a file that a language model can be loaded from? Asked when someone names one, and once more when it is loaded. Reads its header only. */
import path from 'node:path';
import { LayerError, type UserMessage } from '../../contract/failure.ts';
import { GgufError, type GgufHeader, readGgufHeader } from './read-gguf-header.ts';

export type ModelFileCode = 'relative' | 'not-there' | 'not-readable' | 'not-gguf' | 'truncated' | 'embedding' | 'not-a-model';

const words: Readonly<Record<ModelFileCode, (file: string) => UserMessage>> = {
  relative: (file) => ({
    en: `“${file}” is not a full path. Name the model file with its whole path.`,
    zh: `“${file}”不是完整路径，请填写模型文件的完整路径。`,
  }),
  'not-there': (file) => ({
    en: `There is no file ${file}. Check the path, and whether its disk is connected.`,
    zh: `文件 ${file} 不存在。请检查路径，以及所在磁盘是否已连接。`,
  }),
  'not-readable': (file) => ({
    en: `${file} cannot be read. Check that it is a file and that you may read it.`,
    zh: `无法读取 ${file}。请确认它是文件且有读取权限。`,
  }),
  'not-gguf': (file) => ({
    en: `${file} is not a model file in GGUF format. Download the GGUF version of the model.`,
    zh: `${file} 不是 GGUF 格式的模型文件。请下载该模型的 GGUF 版本。`,
  }),
  truncated: (file) => ({
    en: `${file} is not complete: the download was probably cut off. Download it again.`,
    zh: `${file} 不完整，下载可能中断过。请重新下载。`,
  }),
  embedding: (file) => ({
    en: `${file} is an embedding model: it compares texts and cannot answer. Choose a chat model.`,
    zh: `${file} 是嵌入模型，只能比较文本，无法作答。请选择对话模型。`,
  }),
  'not-a-model': (file) => ({
    en: `${file} is an addition to a model (an adapter or a picture reader), not a model of its own. Choose the main file.`,
    zh: `${file} 是模型的附件（适配器或图像组件），不是独立的模型。请选择主模型文件。`,
  }),
};

export class ModelFileError extends LayerError<ModelFileCode> {
  readonly words: UserMessage;
  constructor(code: ModelFileCode, file: string, options?: { cause?: unknown }) {
    const told = words[code](file);
    super('ModelFileError', code, told.en, { ...options, detail: { words: told } });
    this.words = told;
  }
}

/** Throws ModelFileError. `whole` reads all of the header and sees more of what is cut off. */
export function checkModelFile(file: string, depth: 'sizes' | 'whole'): GgufHeader {
  if (!path.isAbsolute(file)) throw new ModelFileError('relative', file);
  let header: GgufHeader;
  try {
    header = readGgufHeader(file, depth);
  } catch (error) {
    if (error instanceof GgufError) throw new ModelFileError(error.code, file, { cause: error });
    throw error;
  }
  if (header.purpose === 'embedding') throw new ModelFileError('embedding', file);
  if (header.purpose === 'other') throw new ModelFileError('not-a-model', file);
  if (header.fileBytes < (header.leastFileBytes ?? 0)) throw new ModelFileError('truncated', file);
  return header;
}
