#!/usr/bin/env node
// Runs the program of the package for this system, as if it had been called itself.

'use strict';

const { spawn } = require('node:child_process');
const platforms = require('../platforms.json');

// The status for what could not be done, as that of the program.
const FAILED = 2;

const system = `${process.platform} ${process.arch}`;
const fitting = Object.keys(platforms).filter((id) => {
  const { os, cpu } = platforms[id];
  return os === process.platform && cpu === process.arch;
});
const installed = fitting.map((id) => ({ libc: platforms[id].libc, path: program(id) })).filter(({ path }) => path);

if (fitting.length === 0) {
  stop(`there is no package for ${system}. Build it from source: cargo install --locked wordgate`);
} else if (installed.length === 0) {
  const names = fitting.map((id) => `@wordgate/${id}`).join(' or ');
  stop(
    `the package with the program for ${system}, ${names}, is not installed. ` +
      'Install again without --omit=optional, on the system on which you run it: npm install wordgate',
  );
} else {
  // Old versions of npm do not look at the C library and install both.
  const choice = installed.length > 1 ? installed.find(({ libc }) => libc === cLibrary()) : undefined;
  run((choice ?? installed[0]).path);
}

function program(id) {
  try {
    return require.resolve(`@wordgate/${id}/${process.platform === 'win32' ? 'wordgate.exe' : 'wordgate'}`);
  } catch {
    return undefined;
  }
}

function cLibrary() {
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
}

function run(path) {
  const child = spawn(path, process.argv.slice(2), { stdio: 'inherit' });
  // Whoever ends this process means the program.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'];
  const pass = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  child.on('error', (error) => stop(`${path} cannot be run: ${error.message}`));
  child.on('exit', (status, signal) => {
    for (const name of signals) process.off(name, pass);
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = status;
  });
}

function stop(message) {
  process.stderr.write(`wordgate: ${message}\n`);
  process.exitCode = FAILED;
}
