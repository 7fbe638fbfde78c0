import { createHash } from 'node:crypto';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../../scripts/lib/paths.mjs';

/** Parts of paths that only this machine has: the project's folder, the folder around it, the user's own unless every machine has such a one. */
function machinePaths(): string[] {
  const around = path.dirname(ROOT);
  const everywhere = [tmpdir(), path.parse(ROOT).root, '/root'];
  return [ROOT, around, homedir()].filter((folder) => !everywhere.includes(folder)).map((folder) => `${folder}/`);
}

/** What nothing that leaves this machine may hold. */
export const FORBIDDEN: { what: string; is: (text: string) => boolean }[] = [
  { what: 'a path of this machine', is: (text) => machinePaths().some((folder) => text.includes(folder)) },
  { what: 'the host of a package registry', is: (text) => /\bregistry\.[a-z]+\.(?:org|com|io|net|dev)\b/.test(text) },
];

const ELF_MAGIC = '\x7fELF';
/** How base64 begins if the first bytes are those of an ELF file. */
const ELF_BASE64 = /f0VMR[A-Za-z0-9+/]{64,}={0,2}/g;

/** The ELF files a file is or carries as base64, one character for each byte. */
export function elfImages(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const carried = (text.match(ELF_BASE64) ?? []).map((found) => Buffer.from(found, 'base64').toString('latin1'));
  return [...(text.startsWith(ELF_MAGIC) ? [text] : []), ...carried];
}

/** The sha256 of an image as a manifest states it. */
export const sha256 = (text: string) => createHash('sha256').update(Buffer.from(text, 'latin1')).digest('hex');
