// Finds the server's program and checks that it works.
//
// Before it is started as a server, it is run with --version and with --help and the user's arguments. So a missing or
// foreign program and a wrong argument get a message of their own instead of a broken connection.

import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Settings } from './settings';

const run = promisify(execFile);

export interface Launch {
  command: string;
  args: string[];
}

/** The folders that relative paths start from. */
export interface Places {
  /** The first folder of the workspace. */
  folder?: string | undefined;
  home: string;
}

/** Why there is no server; the message says how to fix it. */
export class ProgramFailure extends Error {
  constructor(
    message: string,
    /** It has to be installed, or the setting has to name it. */
    readonly isMissing = false,
  ) {
    super(message);
  }
}

/** The command line of the server. */
export function launch(settings: Settings, places: Places): Launch {
  return { command: program(settings.path, places), args: ['lsp', ...settings.args] };
}

/** A name stays a name, to be looked up in PATH; everything else becomes an absolute path where that can be. */
function program(path: string, { folder, home }: Places): string {
  if (/^~[/\\]/.test(path)) return join(home, path.slice(2));
  if (path.includes('${workspaceFolder}')) {
    if (folder === undefined) {
      throw new ProgramFailure(`The setting wordgate.path is ${path}, and no folder is open.`);
    }
    return path.replaceAll('${workspaceFolder}', () => folder);
  }
  if (!/[/\\]/.test(path)) return path;
  return folder === undefined ? path : resolve(folder, path);
}

/**
 * The version of the program, such as `0.1.0`, which takes the arguments.
 *
 * @throws ProgramFailure
 */
export async function version({ command, args }: Launch, timeoutMs = 10_000): Promise<string> {
  const limits = { timeout: timeoutMs, killSignal: 'SIGKILL' } as const;
  let stdout: string;
  try {
    ({ stdout } = await run(command, ['--version'], limits));
  } catch (error) {
    throw failure(command, timeoutMs, error as ExecError);
  }
  const said = /^wordgate (\d+\.\d+\.\d+\S*)\s*$/.exec(stdout)?.[1];
  if (said === undefined) throw failure(command, timeoutMs);
  try {
    await run(command, [...args, '--help'], limits);
  } catch (error) {
    const reason = (error as ExecError).stderr?.split('\n', 1)[0] || String(error);
    throw new ProgramFailure(`wordgate ${said} cannot be started as wordgate ${args.join(' ')}: ${reason}`);
  }
  return said;
}

/** The error of `execFile` for a program that failed. */
type ExecError = Error & { code?: string | number | null; killed?: boolean; stderr?: string };

function failure(command: string, timeoutMs: number, error?: ExecError): ProgramFailure {
  const advice = 'Install wordgate, or name the program in the setting wordgate.path.';
  if (error?.code === 'ENOENT' || error?.code === 'ENOTDIR') {
    return new ProgramFailure(`The program ${command} was not found. ${advice}`, true);
  }
  if (error?.code === 'EACCES') {
    const fix = 'make it executable, or name another one in the setting wordgate.path.';
    return new ProgramFailure(`The program ${command} is not executable: ${fix}`, true);
  }
  if (error?.killed) {
    return new ProgramFailure(`The program ${command} did not print its version within ${timeoutMs / 1000} s.`);
  }
  if (typeof error?.code === 'string') {
    return new ProgramFailure(`The program ${command} cannot be run (${error.code}). ${advice}`, true);
  }
  const reason = `${command} --version prints no version`;
  return new ProgramFailure(`The program ${command} is not wordgate, or is broken: ${reason}. ${advice}`, true);
}
