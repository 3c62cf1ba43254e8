/** An npm tarball into a folder: files only, each below that folder, owned by who installs. What else an archive may hold makes it a bad one. */
import { mkdir } from 'node:fs/promises';
import { extract } from 'tar';

/** Its message is the name that the archive has. */
export class ArchiveFailure extends Error {}

/** `leave`: beginnings of names, inside the package, that stay behind. Throws ArchiveFailure or the disk's own errors; `folder` may then hold anything. */
export async function unpackTarball(file: string, folder: string, leave: readonly string[] = []): Promise<void> {
  let bad: string | undefined;
  await mkdir(folder, { recursive: true });
  try {
    await extract({
      file,
      cwd: folder,
      // every tarball of npm has one folder at its top, mostly called 'package'
      strip: 1,
      strict: true,
      preserveOwner: false,
      filter(name, entry) {
        const inside = name.slice(name.indexOf('/') + 1);
        const type = 'type' in entry ? entry.type : 'File';
        if (leadsOut(name) || (type !== 'File' && type !== 'OldFile' && type !== 'Directory')) bad ??= name;
        return bad === undefined && !leave.some((prefix) => inside.startsWith(prefix));
      },
    });
  } catch (error) {
    const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown };
    if (bad === undefined && typeof code === 'string' && typeof syscall === 'string') throw error;
    throw new ArchiveFailure(bad ?? String(error), { cause: error });
  }
  if (bad !== undefined) throw new ArchiveFailure(bad);
}

function leadsOut(name: string): boolean {
  return /^(?:[/\\]|[a-z]:)/i.test(name) || name.split(/[/\\]/).includes('..') || name.includes('\0');
}
