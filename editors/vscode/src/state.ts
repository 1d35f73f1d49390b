// The state of the server and how the status bar shows it.

export type State =
  | { kind: 'off' }
  | { kind: 'starting' }
  | { kind: 'running'; version: string; command: string }
  | { kind: 'failed'; message: string };

/** What the status bar shows. */
export interface Shown {
  /** With icons in VS Code's `$(name)` syntax. */
  text: string;
  /** Plain text. */
  tooltip: string;
  /** The command of a click. */
  command: 'wordgate.restart' | 'wordgate.showOutput';
  severity: 'normal' | 'error';
}

export function shown(state: State): Shown {
  switch (state.kind) {
    case 'off':
      return {
        text: '$(circle-slash) wordgate',
        tooltip: 'wordgate is off: the setting wordgate.enable says so.',
        command: 'wordgate.showOutput',
        severity: 'normal',
      };
    case 'starting':
      return {
        text: '$(loading~spin) wordgate',
        tooltip: 'wordgate is starting.',
        command: 'wordgate.showOutput',
        severity: 'normal',
      };
    case 'running':
      return {
        text: '$(check) wordgate',
        tooltip: `wordgate ${state.version} is running (${state.command}).`,
        command: 'wordgate.showOutput',
        severity: 'normal',
      };
    case 'failed':
      return {
        text: '$(error) wordgate',
        tooltip: `${state.message} Click to try again.`,
        command: 'wordgate.restart',
        severity: 'error',
      };
  }
}
