/** A landmark file, read and checked. Refuses in words. */
import { readFile, stat } from 'node:fs/promises';
import { landmarksSchema, type Landmarks } from './landmarks.ts';
import { badPicture, PictureError } from './picture-error.ts';

const mostLandmarkBytes = 1024 * 1024;

export async function readLandmarks(path: string): Promise<Landmarks> {
  let text: string;
  try {
    if ((await stat(path)).size > mostLandmarkBytes) throw badPicture('The landmark file is too large.', '标记文件过大。');
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof PictureError) throw error;
    throw badPicture(
      'There are no markers for this picture yet. Find the face first, or set the markers by hand.',
      '这张图片还没有标记点，请先识别人脸或手动标记。',
      error,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badPicture('The landmark file is damaged: it is no JSON.', '标记文件已损坏：不是 JSON。', error);
  }
  const parsed = landmarksSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  throw badPicture(`The landmark file does not fit: ${where} ${issue?.message ?? ''}.`, `标记文件不符合要求：${where}。`);
}
