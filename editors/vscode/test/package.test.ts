// The file that users install: packed for real, and looked into.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { REPOSITORY } from './binary';

const vsix = join(mkdtempSync(join(tmpdir(), 'wordgate-vsix-')), 'wordgate.vsix');

test('the package holds the extension and nothing else', () => {
  const npm = process.env.npm_execpath;
  assert.ok(npm, 'run this by `npm test`');
  execFileSync(process.execPath, [npm, 'run', 'package', '--', '--out', vsix], { stdio: ['ignore', 'ignore', 'inherit'] });
  const files = unzipSync(readFileSync(vsix));
  const text = (name: string) => strFromU8(files[name] ?? assert.fail(`${name} is not there`));
  assert.deepEqual(Object.keys(files).filter((name) => !name.endsWith('/')).sort(), [
    '[Content_Types].xml',
    'extension.vsixmanifest',
    'extension/dist/LICENSE-APACHE',
    'extension/dist/LICENSE-MIT',
    'extension/dist/NOTICES.txt',
    'extension/dist/extension.js',
    'extension/package.json',
    'extension/readme.md',
  ]);
  assert.equal(text('extension/readme.md'), readFileSync('README.md', 'utf8'));
  assert.equal(text('extension/dist/LICENSE-MIT'), readFileSync(join(REPOSITORY, 'LICENSE-MIT'), 'utf8'));
  for (const name of ['vscode-languageclient', 'vscode-jsonrpc', 'semver']) {
    assert.match(text('extension/dist/NOTICES.txt'), new RegExp(`^${name} \\d.*\\((MIT|ISC)\\)\n\n(.|\n)*Copyright`, 'm'));
  }
  assert.equal(JSON.parse(text('extension/package.json')).main, './dist/extension.js');
  const code = text('extension/dist/extension.js');
  assert.ok(code.length < 1_000_000, `${code.length} bytes`);
  // Only VS Code and Node.js itself are asked for.
  const { builtinModules } = createRequire(import.meta.url)('node:module');
  const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!.replace(/^node:/, ''));
  const foreign = required.filter((name) => name !== 'vscode' && !builtinModules.includes(name));
  assert.ok(required.includes('vscode'));
  assert.deepEqual(foreign, []);
});
