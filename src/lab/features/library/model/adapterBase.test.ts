import { expect, test } from 'vitest';
import { otherBase, shortBase } from './adapterBase.ts';

test.each([
	'HuggingFaceTB/SmolLM2-135M-Instruct',
	'SmolLM2-135M-Instruct',
	'/home/me/models/SmolLM2-135M-Instruct/',
	'C:\\models\\SmolLM2-135M-Instruct',
	'./SmolLM2-135M-Instruct',
	'/root/.cache/huggingface/hub/models--HuggingFaceTB--SmolLM2-135M-Instruct/snapshots/12fd25f7',
	'unsloth/SmolLM2-135M-Instruct-bnb-4bit',
	'unsloth/smollm2-135m-instruct-unsloth-bnb-4bit',
	'SmolLM2 135M Instruct',
	'https://hub.example/HuggingFaceTB/SmolLM2-135M-Instruct@12fd25f7',
])('%s names the same base', (name) => {
	expect(shortBase(name)).toBe('smollm2-135m-instruct');
});

test('the chosen model is compared by its name and its address', () => {
	const model = { id: 'm', sha256: 'm', parameters: 1, bytes: 1, source: 'file' } as const;
	const adapter = { ...model, sha256: 'a', source: 'adapter', name: 'mine' } as const;
	const found = (base: string, name: string, origin?: string) =>
		otherBase(
			{ model: { id: 'm', sha256: 'm' }, adapter: { rank: 1, alpha: 1, from: 'a' } },
			{
				models: [{ ...model, name, ...(origin !== undefined && { origin }) }],
				adapters: [{ ...adapter, base }],
			},
		);
	expect(found('owner/tiny', 'Tiny')).toBe(null);
	expect(found('owner/tiny', 'My folder', 'owner/tiny@main')).toBe(null);
	expect(found('owner/tiny-instruct', 'tiny')).toEqual({
		adapter: 'mine',
		base: 'owner/tiny-instruct',
		chosen: 'tiny',
	});
});
