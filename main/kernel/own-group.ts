/**
 * How a program of ours that ends with its pipes (ffmpeg) is started: in a process group of its own, so that Ctrl-C in a terminal reaches only the
 * process that decides in which order things end. On Windows that would open a console window, and Ctrl-C does not reach what has none.
 */
import process from 'node:process';

export const ownGroup = Object.freeze({ detached: process.platform !== 'win32' });
