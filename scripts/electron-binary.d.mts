export function electronBinary(): string | null;
export function downloadElectron(say: (line: string) => void, options: { insist: boolean }): Promise<string>;
