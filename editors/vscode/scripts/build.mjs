// Bundles the extension into dist/, with the licences of everything that is in it.

import { build } from 'esbuild';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

await rm(dist, { recursive: true, force: true });
await mkdir(dist);
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  // The Node.js of the oldest VS Code that package.json allows.
  target: 'node20',
  external: ['vscode'],
  metafile: true,
  logLevel: 'warning',
});
for (const licence of ['LICENSE-APACHE', 'LICENSE-MIT']) {
  await copyFile(join(root, '../..', licence), join(dist, licence));
}

/** The folders of the packages that went into the bundle. */
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
);
const notices = [];
for (const folder of [...packages].sort()) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const file = (await readdir(join(root, folder))).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${name} ${version} has no licence file to be passed on`);
  const text = await readFile(join(root, folder, file), 'utf8');
  notices.push(`${name} ${version} (${license})\n\n${text.replaceAll('\r\n', '\n').trim()}\n`);
}
const head = 'dist/extension.js contains the following packages.\n';
await writeFile(join(dist, 'NOTICES.txt'), [head, ...notices].join(`\n${'-'.repeat(80)}\n\n`));
