import { expect, test } from 'vitest';
import { fileHead } from '#engine/model/safetensors.ts';
import { failure } from '../../../../../tests/support/failure.ts';
import { fromBase64 } from '#engine/core/bytes.ts';
import golden from '../../../../../tests/golden/adapterFolders.json' with { type: 'json' };
import { adapterBeside, folderName, pickedSource, readAdapterFolder } from './modelFolder.ts';

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

/** A folder that peft saved. */
const saved = (name: keyof typeof golden.folders, folder = 'mine/') =>
	Object.entries(golden.folders[name]).map(([path, content]) =>
		file(`${folder}${path}`, fromBase64(content)),
	);
const beside = ['chat_template.jinja', 'tokenizer.json', 'tokenizer_config.json'];

test.each([
	['plain', undefined],
	['with_tokenizer', beside],
	['with_config', ['chat_template.jinja', 'config.json', ...beside.slice(1)]],
] as const)(
	'the folder of peft %s is an adapter, and names its unused files',
	async (name, unused) => {
		for (const folder of ['mine/', 'all/mine/', '']) {
			const { info } = (await readAdapterFolder(saved(name, folder)))!;
			expect(info).toMatchObject({ source: 'adapter', base: 'owner/tiny-base' });
			expect(info.unused).toEqual(unused);
		}
	},
);

test('an adapter that holds the embedding of more tokens is refused by name', async () => {
	await expect(readAdapterFolder(saved('with_added_tokens'))).rejects.toThrow(
		failure(
			'{adapterWeightsFile}: tensor {tensor} is a whole matrix, as peft saves an embedding after tokens were added. The lab reads LoRA only: merge the adapter with its base in peft (merge_and_unload), save the tokenizer beside it, and open that folder.',
			{ tensor: 'base_model.model.lm_head.weight' },
		),
	);
});

test('the weights of a model at its level or further out make it a model', async () => {
	const model = ['config.json', 'tokenizer.json', 'model.safetensors'];
	const inside = [...saved('plain'), ...model.map((name) => file(`mine/${name}`))];
	expect(await readAdapterFolder(inside)).toBe(null);
	expect(adapterBeside(inside)).toEqual(['adapter_config.json', 'adapter_model.safetensors']);
	const checkpoint = [...saved('plain', 'model/a/'), ...model.map((name) => file(`model/${name}`))];
	expect(await readAdapterFolder(checkpoint)).toBe(null);
	expect(adapterBeside(checkpoint)).toEqual([]);
	const base = [...saved('plain'), ...model.map((name) => file(`mine/base/${name}`))];
	expect((await readAdapterFolder(base))?.info.base).toBe('owner/tiny-base');
});
