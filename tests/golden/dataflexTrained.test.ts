/**
 * The folder for DataFlex at work: a run on two processes gives an adapter that the lab opens.
 * SKILLET_PYTHON: a Python with dataflex, llamafactory and peft.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { builtinSource } from '#engine/data/builtinSkills.ts';
import { encodePrompt } from '#engine/data/encode.ts';
import { makeAdapter, readAdapterConfig, readAdapterWeights } from '#engine/model/adapters.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { generate } from '#engine/model/generate.ts';
import { serverRun } from '#lab/features/runs/server/serverRun.ts';
import { serverFiles } from '#lab/features/runs/server/targets.ts';
import { readModelOnDisk } from '../../scripts/lib/modelOnDisk.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { pythonWith } from '../support/python.ts';
import { serverCases } from './serverCases.ts';

const base = readModelOnDisk('models/skillet-base');
const skillIds = ['addition', 'capitals', 'stories'];
const minutes = 60_000;

const training = pythonWith('dataflex', 'llamafactory', 'peft');
test.skipIf(!training)(
	'mos trains an adapter on two processes, which the lab opens (SKILLET_PYTHON with dataflex)',
	async () => {
		const folder = testFolder();
		const { record, ...parts } = serverCases['adapter'];
		const skills = skillIds.map((id) => ({ ...record.experiment.skills[0], id, name: id }));
		const settings = { interval: 3, examples: 4 };
		const run = serverRun({
			...parts,
			record: {
				...record,
				experiment: {
					...record.experiment,
					skills,
					steps: 12,
					policy: [{ fromStep: 0, id: 'mos', settings }],
					adapter: { rank: 4, alpha: 8 },
				},
			},
			shares: { kind: 'requested', shares: skillIds.map(() => 1 / 3) },
			rows: skillIds.map(() => ({ count: 200, hasRawText: false })),
		});
		const write = (name: string, text: string) => {
			mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
			writeFileSync(path.join(folder, name), text);
		};
		for (const { name, text } of serverFiles(run)) write(name, text);
		for (const name of ['policies.py', 'train.py'])
			cpSync(`src/lab/features/runs/server/dataflex/${name}`, path.join(folder, 'dataflex', name));
		cpSync('models/skillet-base', path.join(folder, 'skillet-base'), { recursive: true });
		for (const { file, name } of run.skills) {
			const lines: string[] = [];
			for await (const rows of builtinSource(name).read('train'))
				lines.push(
					...rows.map(({ messages }) => {
						const question =
							messages[0].role === 'assistant' ? [{ role: 'user', content: '' }] : [];
						return JSON.stringify({ messages: [...question, ...messages] });
					}),
				);
			write(file, `${lines.slice(0, 200).join('\n')}\n`);
		}
		const cwd = path.join(folder, 'dataflex');
		const launch = ['-m', 'torch.distributed.run', '--nproc_per_node', '2', '--master_addr'];
		const options = ['use_cpu=true', 'gradient_accumulation_steps=1'];
		execFileSync(training!, [...launch, '127.0.0.1', 'train.py', ...options], {
			cwd,
			env: { ...process.env, OMP_NUM_THREADS: '1' },
			stdio: 'pipe',
		});
		const read = (name: string) => new Uint8Array(readFileSync(path.join(cwd, 'tuned', name)));
		const lines = new TextDecoder().decode(read('shares.jsonl')).trim().split('\n');
		// After 3, 6 and 9 of 12 steps, written once for both processes.
		expect(lines.map((line) => (JSON.parse(line) as { step: number }).step)).toEqual([3, 6, 9]);
		const adapterSettings = readAdapterConfig(read('adapter_config.json'), []).settings;
		const flat = readAdapterWeights(base, adapterSettings, read('adapter_model.safetensors'));
		const frozen = { adapter: makeAdapter(base, adapterSettings), weights: base.weights };
		const device = await openNodeDevice();
		const decoder = await DecoderOnDevice.open(device, base.config, base.specs, frozen);
		const weights = await decoder.upload('adapter', flat);
		const prompt = encodePrompt('capital of France?', 'question', base.tokenizer, 128);
		const [{ tokens }] = await generate(decoder, weights, [prompt], { end: -1, maxTokens: 16 });
		const answer = execFileSync(
			training!,
			['-c', transformersAnswer, '../skillet-base', 'tuned', prompt.join()],
			{ cwd, stdio: ['ignore', 'pipe', 'pipe'] },
		);
		expect(JSON.parse(answer.toString())).toEqual(tokens);
	},
	20 * minutes,
);

/** Prints 16 tokens, chosen greedily. */
const transformersAnswer = `
import json, sys, torch
from peft import PeftModel
from transformers import AutoModelForCausalLM
base, adapter, prompt = sys.argv[1:]
model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
model = PeftModel.from_pretrained(model, adapter).eval()
tokens = [int(token) for token in prompt.split(",")]
for _ in range(16):
    with torch.no_grad():
        tokens.append(int(model(torch.tensor([tokens])).logits[0, -1].argmax()))
print(json.dumps(tokens[-16:]))
`;
import { testFolder } from '../support/testFolder.ts';
