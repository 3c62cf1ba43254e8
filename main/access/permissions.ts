/** The permissions that procedures ask for. One closed list for every door. */
export const permissions = [
  'studio:view',
  'chat:send',
  'show:operate',
  'engine:operate',
  'knowledge:edit',
  'recording:remove',
  'studio:configure',
] as const;
export type Permission = (typeof permissions)[number];
