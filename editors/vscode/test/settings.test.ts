import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { changedConfiguration, clientOptions, LANGUAGES } from '../src/options';
import { readSettings, SettingMistake } from '../src/settings';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const read = (set: Record<string, unknown>) => readSettings((key) => set[key]);

test('unset settings are not sent to the server', () => {
  const defaults = Object.entries(manifest.contributes.configuration.properties).map(
    ([key, { default: value }]: [string, any]) => [key.replace(/^wordgate\./, ''), value],
  );
  const expected = { enable: true, run: 'onType', path: 'wordgate', args: [], server: {} };
  assert.deepEqual(read(Object.fromEntries(defaults)), expected);
  assert.deepEqual(read({}), expected);
});

test('settings are sent unchanged', () => {
  const server = { configPath: 'a.toml', packs: [], rules: 'no list', asOf: '2026-03-11' };
  const settings = read({ ...server, path: ' /opt/wordgate ', args: ['--isolated'], run: 'onSave', enable: false });
  assert.deepEqual(settings, { enable: false, run: 'onSave', path: '/opt/wordgate', args: ['--isolated'], server });
  assert.deepEqual(clientOptions(settings).initializationOptions, server);
  assert.deepEqual(changedConfiguration(settings), { settings: { wordgate: server } });
});

test('a setting that cannot be understood is named', () => {
  for (const [set, message] of [
    [{ path: ' ' }, 'The setting wordgate.path is " "; write the name or the path of the program.'],
    [{ path: 1 }, 'The setting wordgate.path is 1; write the name or the path of the program.'],
    [{ args: '--isolated' }, 'The setting wordgate.args is "--isolated"; write a list of texts.'],
    [{ args: [1] }, 'The setting wordgate.args is [1]; write a list of texts.'],
    [{ run: 'never' }, 'The setting wordgate.run is "never"; write "onType" or "onSave".'],
  ] as const) {
    assert.throws(() => read(set), (error) => error instanceof SettingMistake && error.message === message);
  }
});

test('the run mode is when diagnostics are asked for', () => {
  assert.deepEqual(clientOptions(read({})).diagnosticPullOptions, { onChange: true, onSave: false });
  assert.deepEqual(clientOptions(read({ run: 'onSave' })).diagnosticPullOptions, { onChange: false, onSave: true });
});

test('the manifest says what the code does', () => {
  const activated = manifest.activationEvents.filter((event: string) => event.startsWith('onLanguage:'));
  assert.deepEqual(activated, LANGUAGES.map((language) => `onLanguage:${language}`));
  const [{ when }] = manifest.contributes.menus.commandPalette;
  assert.ok(when.includes(`/^(${LANGUAGES.join('|')})$/`), when);
  const { properties } = manifest.contributes.configuration;
  for (const key of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) {
    assert.equal(properties[key].scope, 'machine-overridable', key);
  }
});
