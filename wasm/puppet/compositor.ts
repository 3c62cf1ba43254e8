/**
 * AssemblyScript: the pixel work of the puppet, as one module. Bitmaps (premultiplied RGBA with a clear border) are moved by an affine map, and bent row by
 * row, onto a picture; the picture is turned into I420 with alpha. Knows nothing of faces: addresses and numbers come from compositor.ts of the puppet.
 */
export { draw } from './draw';
export { toI420a } from './encode';
export { clear, lay } from './lay';
export { atopRun, edgeRun, overRun, solidRun, underRun } from './runs';
export { prepare } from './sample';
export { survey } from './survey';
