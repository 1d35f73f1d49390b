// The program that the tests talk to.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The root of the repository; tests run in the folder of the extension. */
export const REPOSITORY = resolve('../..');

/** The version in Cargo.toml. */
export const VERSION = /^version = "(.+)"$/m.exec(readFileSync(join(REPOSITORY, 'Cargo.toml'), 'utf8'))?.[1];

/** WORDGATE, else the newest build of this repository. */
export function wordgate(): string {
  if (process.env.WORDGATE) return resolve(process.env.WORDGATE);
  const name = process.platform === 'win32' ? 'wordgate.exe' : 'wordgate';
  const built = ['debug', 'release'].map((profile) => join(REPOSITORY, 'target', profile, name)).filter(existsSync);
  built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const [newest] = built;
  if (newest === undefined) throw new Error('wordgate is not built: run `cargo build`, or name a program in WORDGATE');
  return newest;
}
