/** The compiled replay kernel; throws with the compiler's messages when its source does not compile. */
export function compileKernel(): Promise<Uint8Array>;
