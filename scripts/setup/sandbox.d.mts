export interface SandboxFacts {
  readonly platform: string;
  readonly isRoot: boolean;
  readonly isDeclaredReady: boolean;
  readonly isHelperReady: boolean;
  /** Contents of the kernel's files; undefined where it has no such file. */
  readonly restrictedByAppArmor: string | undefined;
  readonly usernsClone: string | undefined;
  readonly maxUserNamespaces: string | undefined;
  readonly confinement: string | undefined;
}
export function lacksSandbox(facts: SandboxFacts): boolean;
export function checkSandbox(command: string): void;
