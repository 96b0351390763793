export function findBrowser(
  platform?: string,
  env?: Readonly<Record<string, string | undefined>>,
  usable?: (path: string) => boolean,
): string | null;
export function runsAsRoot(): boolean;
export function provisionBrowser(say?: (line: string) => void): Promise<string>;
export function sealedArguments(port: number): string[];
