/** A compiled module; can be handed to worker threads. Opaque: Node's types name WebAssembly only together with the DOM. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: 'WebAssembly.Module';
}

/** The part of WebAssembly that is used here. */
interface WasmRuntime {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (module: WasmModule) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** WebAssembly as this runtime has it; null where it is missing, and then the plain path does the work. */
export function wasmRuntime(): WasmRuntime | null {
  return (Reflect.get(globalThis, 'WebAssembly') as WasmRuntime | undefined) ?? null;
}
