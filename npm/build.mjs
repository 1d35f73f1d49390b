// Makes the folders of the npm packages, to be packed or published as they are. Versions are those of Cargo.toml.
//
//     node npm/build.mjs OUT                       OUT/wordgate, the package that users install
//     node npm/build.mjs OUT linux-x64 PROGRAM     OUT/linux-x64, the package with the program for that system
//
// The systems are those of npm/wordgate/platforms.json.

import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(join(root, path), 'utf8');
const version = /^version = "(.+)"$/m.exec(read('Cargo.toml'))[1];
const platforms = JSON.parse(read('npm/wordgate/platforms.json'));
const manifest = JSON.parse(read('npm/wordgate/package.json'));

const [out, platform, program, ...rest] = process.argv.slice(2);
const isUsed = out && rest.length === 0 && (platform === undefined || (program && Object.hasOwn(platforms, platform)));
if (!isUsed) {
  console.error('usage: node npm/build.mjs OUT [SYSTEM PROGRAM]');
  console.error(`systems: ${Object.keys(platforms).join(', ')}`);
  process.exit(2);
}

const folder = join(out, platform ?? manifest.name);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const licence of ['LICENSE-APACHE', 'LICENSE-MIT']) copyFileSync(join(root, licence), join(folder, licence));
if (platform === undefined) {
  cpSync(join(root, 'npm/wordgate'), folder, { recursive: true });
  const names = Object.keys(platforms).map((id) => [`@wordgate/${id}`, version]);
  write({ ...manifest, version, optionalDependencies: Object.fromEntries(names) });
} else {
  const { os, cpu, libc } = platforms[platform];
  const name = os === 'win32' ? 'wordgate.exe' : 'wordgate';
  copyFileSync(program, join(folder, name));
  chmodSync(join(folder, name), 0o755);
  write({
    name: `@wordgate/${platform}`,
    version,
    description: `The program of the package wordgate for ${platform}`,
    license: manifest.license,
    os: [os],
    cpu: [cpu],
    ...(libc && { libc: [libc] }),
    files: [name, 'LICENSE-APACHE', 'LICENSE-MIT'],
    preferUnplugged: true,
  });
}

function write(content) {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);
}
