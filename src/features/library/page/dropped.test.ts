import { expect, it } from 'vitest';
import { isModelFolder } from './ImportQueue.svelte.ts';

const files = (...names: string[]) => names.map((name) => new File([], name));

it.each([
	['its weights', files('config.json', 'model.safetensors'), true],
	['a part of its weights', files('model-00001-of-00002.safetensors'), true],
	['a pickle, which is named when it is opened', files('config.json', 'pytorch_model.bin'), true],
	['a file of another program', files('tiny.gguf'), true],
	['rows', files('config.json', 'rows.jsonl'), false],
	['rows with an odd suffix', files('rows.bin'), false],
])('a drop with %s', (_what, given, expected) => {
	expect(isModelFolder(given)).toBe(expected);
});
