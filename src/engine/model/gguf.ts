/** GGUF files (llama.cpp), for the floors above. */
export {
	ggufFolder,
	readGguf,
	unpackWeights,
	type GgufContent,
	type PackedWeights,
} from './gguf/openGguf.ts';
export type { ReadBytes } from './gguf/header.ts';
export { writeGguf, type GgufType } from './gguf/writeGguf.ts';
