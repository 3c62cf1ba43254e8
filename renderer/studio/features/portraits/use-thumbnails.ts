/** The small pictures of the faces, asked for again whenever the list of faces has changed. */
import { useEffect, useState } from 'react';
import { portraitThumbnails } from '../../bridge/asks.ts';
import { useConnectedClient, useSnapshot } from '../../bridge/studio-context.tsx';

export function useThumbnails(): ReadonlyMap<string, string> {
  const { choices } = useSnapshot().models;
  const faces = choices
    .filter(({ kind }) => kind === 'face')
    .map(({ choiceId }) => choiceId)
    .join(' ');
  const client = useConnectedClient();
  const [pictures, setPictures] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    let stale = false;
    if (client === null || faces === '') return undefined;
    void portraitThumbnails(client).then(
      (found) => {
        if (!stale) setPictures(new Map(found.map(({ choiceId, picture }) => [choiceId, picture])));
      },
      () => {
        // the list stands without them, and they are asked for again with the next connection
      },
    );
    return () => {
      stale = true;
    };
  }, [faces, client]);
  return pictures;
}
