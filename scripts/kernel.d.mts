/**
 * The compiled replay kernel; throws with the compiler's messages when its source does not compile.
 *
 * @param sources texts by path from the root of the repository, in the place of the files there
 */
export function compileKernel(sources?: Readonly<Record<string, string>>): Promise<Uint8Array>;
