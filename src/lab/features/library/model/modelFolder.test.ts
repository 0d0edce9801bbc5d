import { expect, test } from 'vitest';
import { fileHead } from '#engine/model/safetensors.ts';
import { folderName, pickedSource, readAdapterFolder } from './modelFolder.ts';

const file = (webkitRelativePath: string, ...parts: BlobPart[]) =>
	Object.assign(new File(parts, webkitRelativePath.split('/').at(-1)), { webkitRelativePath });

const byPath = (path: string) => new File(['{}'], path);

test.each([
	['as the browser names them', file],
	['as the page names them for the worker', byPath],
])('a folder gives its files, and its named chat templates under their folder, %s', (_, make) => {
	const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'];
	const templates = ['chat_template.jinja', 'additional_chat_templates/tool_use.jinja'];
	const others = ['onnx/config.json', 'old/tool_use.jinja', 'notes.txt'];
	const files = [...others, ...names, ...templates].map((name) => make(`model/${name}`));
	const listed = pickedSource(files).files.map(({ name }) => name);
	expect(listed.sort()).toEqual([...names, ...templates].sort());
});

/** `rank`: tells one adapter from another. */
const adapterFiles = (folder: string, rank: number) => [
	file(
		`${folder}/adapter_config.json`,
		JSON.stringify({ peft_type: 'LORA', r: rank, lora_alpha: 8, target_modules: ['q_proj'] }),
	),
	file(
		`${folder}/adapter_model.safetensors`,
		fileHead([{ name: 'base_model.model.q_proj.lora_A.weight', shape: [rank] }]),
		new Float32Array(rank),
	),
];

test('an adapter and its name are those of the picked folder, not of a checkpoint', async () => {
	const files = [...adapterFiles('mine/checkpoint-20', 2), ...adapterFiles('mine', 3)];
	expect(folderName(files)).toBe('mine');
	const { info } = (await readAdapterFolder(files))!;
	expect(info).toMatchObject({ name: 'mine', parameters: 3, adapter: { rank: 3 } });
});

test('an adapter without weights does not take those of a checkpoint', async () => {
	const [config] = adapterFiles('mine', 3);
	const files = [config, ...adapterFiles('mine/checkpoint-20', 3)];
	await expect(readAdapterFolder(files)).rejects.toThrow('adapter_model.safetensors');
});

test('an adapter’s file that the browser cannot read any more is named', async () => {
	const [config, weights] = adapterFiles('mine', 3);
	const lost = new DOMException('A file could not be found.', 'NotReadableError');
	weights.arrayBuffer = () => Promise.reject(lost);
	await expect(readAdapterFolder([config, weights])).rejects.toThrow('adapter_model.safetensors');
});
