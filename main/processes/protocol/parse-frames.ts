/**
 * Reads what came over a process port: unknown in, a typed frame of this protocol and generation out.
 * Anything else (another generation, another protocol, rubbish) is `undefined` and is dropped by the caller.
 */
import { protocolVersion, type ChildFrame, type HostFrame } from './frames.ts';

type FieldKind = 'number' | 'string' | 'any' | 'failure';
type Shape = Readonly<Record<string, FieldKind>>;

const hostShapes: Readonly<Record<HostFrame['kind'], Shape>> = {
  hello: { name: 'string' },
  call: { id: 'number', method: 'string', payload: 'any' },
  open: { id: 'number', method: 'string', payload: 'any', credit: 'number' },
  credit: { id: 'number', credit: 'number' },
  abort: { id: 'number' },
  ping: { id: 'number' },
  stop: {},
  farewell: {},
};

const childShapes: Readonly<Record<ChildFrame['kind'], Shape>> = {
  ready: { pid: 'number', info: 'any' },
  result: { id: 'number', value: 'any' },
  item: { id: 'number', value: 'any' },
  end: { id: 'number' },
  error: { id: 'number', failure: 'failure' },
  event: { name: 'string', payload: 'any' },
  pong: { id: 'number' },
  bye: { reason: 'string' },
};

export function parseHostFrame(raw: unknown, generation: number | 'any'): HostFrame | undefined {
  return parseFrame(raw, generation, hostShapes) ? (raw as HostFrame) : undefined;
}

export function parseChildFrame(raw: unknown, generation: number): ChildFrame | undefined {
  return parseFrame(raw, generation, childShapes) ? (raw as ChildFrame) : undefined;
}

function parseFrame(raw: unknown, generation: number | 'any', shapes: Readonly<Record<string, Shape>>): boolean {
  if (!isRecord(raw) || raw['protocol'] !== protocolVersion || typeof raw['generation'] !== 'number') return false;
  if (generation !== 'any' && raw['generation'] !== generation) return false;
  const kind = raw['kind'];
  if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind)) return false;
  return Object.entries(shapes[kind] ?? {}).every(([field, expected]) => hasKind(raw[field], expected));
}

function hasKind(value: unknown, expected: FieldKind): boolean {
  if (expected === 'any') return true;
  if (expected === 'failure') return isRecord(value) && typeof value['code'] === 'string' && typeof value['message'] === 'string';
  return expected === 'number' ? Number.isFinite(value) : typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
