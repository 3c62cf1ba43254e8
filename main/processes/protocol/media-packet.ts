/**
 * Packets on a media socket: u32le total length (of what follows) | u32le meta length | meta as UTF-8 JSON | binary.
 * One packet is at most `maxPacketBytes`; a longer announcement is a broken peer and ends the connection.
 */
export const maxPacketBytes = 16 * 1024 * 1024;

export interface MediaPacket {
  readonly meta: Readonly<Record<string, unknown>>;
  /** A view; valid only during the callback unless copied. */
  readonly data: Uint8Array;
}
