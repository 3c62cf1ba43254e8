/** The options of `npm start`. Read by hand: the folder of --snapshot may be left out, which `parseArgs` does not know. */
import { SetupError } from '../setup/step.mjs';

export const startHelp = `npm start [-- options]

  --snapshot [folder]   save a picture of the window every few seconds (default out/snapshots)
  --help                this text
`;

/**
 * @param {readonly string[]} args
 * @returns {{ help: boolean, snapshot: string | undefined }} snapshot: '' where no folder was named
 */
export function parseStartOptions(args) {
  let help = false;
  let snapshot;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index];
    if (arg === '--help' || arg === '-h') help = true;
    else if (arg.startsWith('--snapshot=')) snapshot = arg.slice('--snapshot='.length);
    else if (arg === '--snapshot') snapshot = args[index + 1]?.startsWith('-') ? '' : (args[(index += 1)] ?? '');
    else throw new SetupError(`${arg} is not an option.\n\n${startHelp}`);
  }
  return { help, snapshot };
}
