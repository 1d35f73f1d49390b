import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Queue } from '../src/queue';
import { type State, shown } from '../src/state';

const states: State[] = [
  { kind: 'off' },
  { kind: 'starting' },
  { kind: 'running', version: '1.2.3', command: '/opt/wordgate' },
  { kind: 'failed', message: 'It broke.' },
];

test('each state looks different and leads somewhere', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const commands = manifest.contributes.commands.map(({ command }: { command: string }) => command);
  const texts = new Set(states.map((state) => shown(state).text));
  assert.equal(texts.size, states.length);
  for (const state of states) assert.ok(commands.includes(shown(state).command));
});

test('the version, the program and the whole failure are shown', () => {
  assert.equal(shown(states[2]!).tooltip, 'wordgate 1.2.3 is running (/opt/wordgate).');
  const failed = shown(states[3]!);
  assert.equal(failed.tooltip, 'It broke. Click to try again.');
  assert.deepEqual([failed.command, failed.severity], ['wordgate.restart', 'error']);
});

test('tasks wait for each other, and a failure stops nothing', async () => {
  const queue = new Queue();
  const done: string[] = [];
  const task = (name: string, ms: number, fails = false) => async () => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    done.push(name);
    if (fails) throw new Error(name);
    return name;
  };
  const results = await Promise.allSettled([
    queue.add(task('slow', 30)),
    queue.add(task('fails', 10, true)),
    queue.add(task('fast', 0)),
  ]);
  assert.deepEqual(done, ['slow', 'fails', 'fast']);
  assert.deepEqual(results.map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled']);
});
