// The user's settings, as plain data.
//
// Only settings that the extension itself uses are validated here. The others are passed on: the server validates its
// own settings and reports mistakes to the user.

/** When documents are checked. */
export type Run = 'onType' | 'onSave';

export interface Settings {
  enable: boolean;
  run: Run;
  /** The program, as the user wrote it. */
  path: string;
  /** Arguments after `lsp`. */
  args: string[];
  server: ServerSettings;
}

/** The keys that `wordgate lsp` understands; unset keys are absent. */
export interface ServerSettings {
  configPath?: unknown;
  packs?: unknown;
  rules?: unknown;
  asOf?: unknown;
}

const SERVER_KEYS = ['configPath', 'packs', 'rules', 'asOf'] as const;

/** An invalid setting; the message says how to fix it. */
export class SettingMistake extends Error {
  constructor(key: string, value: unknown, wanted: string) {
    super(`The setting wordgate.${key} is ${JSON.stringify(value)}; write ${wanted}.`);
  }
}

/**
 * Reads the settings; `get` returns the value of a key of the section `wordgate`.
 *
 * @throws SettingMistake
 */
export function readSettings(get: (key: string) => unknown): Settings {
  const path = get('path') ?? 'wordgate';
  if (typeof path !== 'string' || path.trim() === '') {
    throw new SettingMistake('path', path, 'the name or the path of the program');
  }
  const args = get('args') ?? [];
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string')) {
    throw new SettingMistake('args', args, 'a list of texts');
  }
  const run = get('run') ?? 'onType';
  if (run !== 'onType' && run !== 'onSave') {
    throw new SettingMistake('run', run, '"onType" or "onSave"');
  }
  const server: ServerSettings = {};
  for (const key of SERVER_KEYS) {
    const value = get(key);
    if (value !== undefined && value !== null && value !== '') server[key] = value;
  }
  return { enable: get('enable') !== false, run, path: path.trim(), args, server };
}
