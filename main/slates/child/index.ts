/** Child entry of the slate artist: what is to be seen in, a PNG of the frame's size out. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { serveProcess } from '../../processes/child/serve-process.ts';
import type { DrawSlateRequest } from '../protocol/draw-slate.ts';
import { drawSlate } from './draw-slate.ts';
import { fitPicture } from './fit-picture.ts';

serveProcess(() => ({
  methods: {
    async draw({ picture, width, height, outPath }: DrawSlateRequest): Promise<void> {
      const size = { width, height };
      const png = 'text' in picture ? await drawSlate(size, picture.text) : await fitPicture(await readFile(picture.picturePath), size);
      await writeFile(`${outPath}.part`, png);
      await rename(`${outPath}.part`, outPath);
    },
  },
}));
