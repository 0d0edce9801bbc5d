/** GGUF files (llama.cpp), for the floors above. */
export { openGguf } from './gguf/openGguf.ts';
export { writeGguf, type GgufType } from './gguf/writeGguf.ts';
