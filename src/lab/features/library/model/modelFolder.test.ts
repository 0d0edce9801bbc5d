import { expect, test } from 'vitest';
import { pickedSource } from './modelFolder.ts';

const file = (webkitRelativePath: string) =>
	Object.assign(new File(['{}'], webkitRelativePath.split('/').at(-1)), { webkitRelativePath });

test('a picked folder gives its files, and its named chat templates under their folder', () => {
	const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'];
	const templates = ['chat_template.jinja', 'additional_chat_templates/tool_use.jinja'];
	const others = ['onnx/config.json', 'old/tool_use.jinja', 'notes.txt'];
	const files = [...others, ...names, ...templates].map((name) => file(`model/${name}`));
	const listed = pickedSource(files).files.map(({ name }) => name);
	expect(listed.sort()).toEqual([...names, ...templates].sort());
});
