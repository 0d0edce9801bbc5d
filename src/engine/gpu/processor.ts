/** The processor alone, without the code of a GPU: for a page that only answers. */
export { openWasm } from './wasm/wasmDevice.ts';
