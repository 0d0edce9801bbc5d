import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { markerTemplate } from '#engine/model/chatTemplate.ts';
import { byteTokenizerConfig } from '../../../../../scripts/lib/pretraining/byteTokenizer.ts';
import { tinyModelFolder } from '../../../../../tests/support/tinyModel.ts';
import { openLab } from '../../../../../tests/support/featureLab.ts';
import { modelInfo } from '../../../../../tests/support/labValues.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import { openNodeDevice } from '../../../../../scripts/lib/nodeDevice.ts';
import { isStatus, waitForEvent } from '../../../../../tests/support/lab.ts';
import type { Experiment } from '#lab/run/experiment.ts';

const page = 'https://lab.example/skillet/';

async function exportFiles(
	change: (experiment: Experiment) => Experiment,
	train: boolean,
	parts: Parameters<typeof openLab>[0] = {},
) {
	const lab = await openLab(parts);
	const { client } = lab;
	await client['run.create']({ runId: 'r', experiment: change(lab.experiment) });
	if (train) {
		await client['run.play']({ runId: 'r', pace: { kind: 'full' } });
		await waitForEvent(lab, isStatus('finished'));
	}
	const { folder, files } = await client['run.server']({ runId: 'r', page });
	const text = async (name: string) => {
		const file = files.find((each) => each.name === name);
		if (!file) throw new Error(`no ${name} in ${files.map((each) => each.name).join(', ')}`);
		return file.blob.text();
	};
	return { folder, names: files.map(({ name }) => name), text, client };
}

it("a trained run's files name its achieved shares, its link and its rows", async () => {
	const { folder, names, text, client } = await exportFiles((experiment) => experiment, true);
	expect(folder).toMatch(/^skillet-uniform-.*-server$/);
	expect(names.slice(0, 3)).toEqual([
		'llamafactory.yaml',
		'data/dataset_info.json',
		'train_trl.py',
	]);
	const yaml = await text('llamafactory.yaml');
	expect(yaml).toMatch(/Achieved shares of the examples: mean of 20 of 20 steps/);
	expect(yaml).toContain(`${page}#`);
	const [run] = await client['run.list']();
	const trained = run.experiment.skills.filter(({ use }) => use === 'train');
	const rows = names.filter((name) => /^data\/.*jsonl$/.test(name));
	expect(rows).toHaveLength(trained.length);
	const lines = (await text(rows[0])).trim().split('\n');
	const infos = await client['skill.list']();
	expect(lines).toHaveLength(infos.find(({ id }) => id === trained[0].id)!.counts.train);
	for (const line of lines.slice(0, 50)) {
		const { messages } = JSON.parse(line) as { messages: { role: string }[] };
		expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
	}
});

it('without a step: the shares that the policies request, each for its steps', async () => {
	const { text } = await exportFiles((experiment) => {
		const [first, second] = experiment.skills.filter(({ use }) => use === 'train');
		const ratios = { [first.id]: 1, [second.id]: 3 };
		const policy = [
			{ fromStep: 0, id: 'fixed', settings: { ratios } },
			{ fromStep: 10, id: 'fixed', settings: { ratios: { [first.id]: 1 } } },
		];
		return { ...experiment, policy };
	}, false);
	const yaml = await text('llamafactory.yaml');
	expect(yaml).toMatch(/requests before its first step/);
	expect(yaml).toMatch(/interleave_probs: "0.625000,0.375000"/);
});

it('a model from the hub has its id there, and a chat template if it lacks one', async () => {
	const { client, experiment, stores } = await openLab();
	await client['run.create']({ runId: 'r', experiment });
	const { sha256 } = experiment.model;
	const origin = 'https://huggingface.co/owner/model@0123abc';
	const folder = tinyModelFolder(3);
	const { chat_template: _, ...config } = byteTokenizerConfig;
	folder.set('tokenizer_config.json', new TextEncoder().encode(JSON.stringify(config)));
	await stores.models.put(modelInfo({ source: 'hub', sha256, origin }), folder);
	const { files } = await client['run.server']({ runId: 'r', page });
	const text = (wanted: string) => files.find(({ name }) => name === wanted)!.blob.text();
	expect(await text('llamafactory.yaml')).toContain('model_name_or_path: "owner/model"');
	expect(await text('chat_template.jinja')).toBe(markerTemplate);
	expect(await text('train_trl.py')).toContain('chat_template_path=');
});

it('tools have their numbers and keys as in the imported file', async () => {
	const { client, experiment } = await openLab();
	const rows = [1, 2, 3, 4].map(
		(n) =>
			`{"messages":[{"role":"user","content":"q${n}"},{"role":"assistant","content":"a"}],` +
			'"tools":[{"name":"f","max":1.0,"1":12345678901234567890}]}',
	);
	const file = new File([rows.join('\n')], 'tools.jsonl');
	const { mapping } = await client['import.inspect']({ importId: 'i', file });
	const options = { name: 'T', role: 'domain', heldOutShare: 0.2, seed: 0, maskPrivate: false };
	const request = { importId: 'i', file, mapping: mapping!, options } as const;
	const { skillId } = await client['import.start'](request as never);
	const info = (await client['skill.list']()).find(({ id }) => id === skillId)!;
	const skill = { id: skillId, name: 'T', version: 0, sha256: info.fingerprint, use: 'train' };
	const changed = { ...experiment, skills: [skill] } as Experiment;
	await client['run.create']({ runId: 'r', experiment: changed });
	const { files } = await client['run.server']({ runId: 'r', page });
	const data = files.find(({ name }) => name.endsWith('.jsonl'))!;
	const lines = (await data.blob.text()).trim().split('\n');
	for (const line of lines) expect(rows).toContain(line);
	expect(lines).toHaveLength(info.counts.train);
});

it('of a whole run have the order of its rows, also of a small share', async () => {
	const settings = { openDevice: () => openNodeDevice(), createTrainer };
	const { names, text } = await exportFiles(
		(experiment) => {
			const [first, second] = experiment.skills.filter(({ use }) => use === 'train');
			const rare = { [first.id]: 1, [second.id]: 0.00155 };
			const policy = [{ fromStep: 0, id: 'fixed', settings: { ratios: rare } }];
			return { ...experiment, policy, seed: 4 };
		},
		true,
		settings,
	);
	const order = (await text('order.jsonl'))
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as { step: number; position: number; file: string });
	expect(order.at(-1)).toMatchObject({ step: 20 });
	const files = [...new Set(order.map(({ file }) => file))];
	expect(files.sort()).toEqual([
		expect.stringMatching(/^data.1-/),
		expect.stringMatching(/left-out-2/),
	]);
	expect(names).toEqual(expect.arrayContaining(files));
	expect(await text('train_trl.py')).toContain('--run-order');
});

it('have a folder for DataFlex with the policies as they are in the source', async () => {
	const { names, text } = await exportFiles((experiment) => {
		const target = experiment.skills.find(({ use }) => use === 'train')!.id;
		const settings = { target, reward: 'similarity', interval: 5, scorer: 'perceptron' };
		return { ...experiment, policy: [{ fromStep: 0, id: 'mospec', settings }] };
	}, false);
	const folder = names.filter((name) => name.startsWith('dataflex/'));
	const parts = ['config.yaml', 'components.yaml', 'dataset_info.json', 'README.md'];
	expect(folder).toEqual([...parts, 'policies.py', 'train.py'].map((name) => `dataflex/${name}`));
	const config = await text('dataflex/config.yaml');
	expect(config).toMatch(/component_name: "mospec"[^]*warmup_step: 5\nupdate_step: 5\n/);
	const components = await text('dataflex/components.yaml');
	expect(components).toMatch(/mospec:[^]*reward: "similarity"[^]*target: "1-/);
	expect(await text('dataflex/README.md')).toContain('Not carried over: scorer "perceptron".');
	const source = 'src/lab/features/runs/server/dataflex/policies.py';
	expect(await text('dataflex/policies.py')).toBe(readFileSync(source, 'utf8'));
	for (const { file_name } of Object.values(
		JSON.parse(await text('dataflex/dataset_info.json')) as Record<string, { file_name: string }>,
	))
		expect(names).toContain(file_name.slice('../'.length));
});
