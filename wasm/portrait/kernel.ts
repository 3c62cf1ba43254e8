/**
 * AssemblyScript: the pixel work of the portrait, as one module. A grid of source positions is summed up from still fields, planes are sampled through it,
 * and before that lips, irises and lids are painted into the planes, four or eight pixels at a time. Addresses and numbers come from the portrait's kernel.ts;
 * the same maths in plain TypeScript is in kernel-plain.ts, with the meaning of each argument.
 */
export { bend } from './bend';
export { prepare } from './constants';
export { gazeColour, gazeLight } from './gaze';
export { lidsColour, lidsLight } from './lids';
export { mouthColour, mouthLight } from './mouth';
export { steepColour, steepLight, wideRow } from './single-pixels';
export { warpColour } from './warp-colour';
export { warpLight } from './warp-light';
