import { expect, test } from 'vitest';
import { findHubId } from './serverRun.ts';

const config = (path: string) => `{ "model_type": "qwen2", "_name_or_path": "${path}" }`;
const card = `---
base_model: Qwen/Qwen2.5-0.5B
---
# Qwen2.5-0.5B-Instruct

A tuned form of Qwen/Qwen2.5-0.5B and docs/guide.
model = AutoModel.from_pretrained("Qwen/Qwen2.5-0.5B-Instruct")
`;

test.each<[string, string, string, string | null]>([
	['folder', config('HuggingFaceTB/SmolLM2-135M'), '', 'HuggingFaceTB/SmolLM2-135M'],
	['folder', config('/home/me/model'), card, 'Qwen/Qwen2.5-0.5B-Instruct'],
	['Qwen2.5-0.5B', '{}', card.replace('# Qwen', '# About Qwen'), 'Qwen/Qwen2.5-0.5B'],
	['folder', '{}', card.replace(/from_pretrained.*/, ''), null],
	['folder', config('model'), '# folder\n', null],
])('%s, %s: %s', (name, text, readme, id) => {
	expect(findHubId(name, text, readme)).toBe(id);
});
