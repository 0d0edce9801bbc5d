/**
 * The folder for DataFlex at work: the same weights and rows give the same shares as in the lab,
 * after a restart too, and a run on two processes gives an adapter that the lab opens.
 * SKILLET_PYTHON: a Python with torch and transformers; for the run also dataflex, llamafactory
 * and peft.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readDefault } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import { builtinSource } from '#engine/data/builtinSkills.ts';
import { encodePrompt, encodeSkill } from '#engine/data/encode.ts';
import { makeAdapter, readAdapterConfig, readAdapterWeights } from '#engine/model/adapters.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { weightReader, writeModelFolder } from '#engine/model/folder.ts';
import { generate } from '#engine/model/generate.ts';
import { serverRun } from '#lab/features/runs/server/serverRun.ts';
import { serverFiles } from '#lab/features/runs/server/targets.ts';
import { serveMeasure } from '#lab/training/probes.ts';
import { policyById, type ExampleRef, type MixContext } from '#mixing/index.ts';
import { readModelOnDisk } from '../../scripts/lib/modelOnDisk.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { folderBytes } from '../support/folderBytes.ts';
import { pythonWith } from '../support/python.ts';
import { serverCases } from './serverCases.ts';

const base = readModelOnDisk('models/skillet-base');
const skillIds = ['addition', 'capitals', 'stories'];
const minutes = 60_000;

const measuring = pythonWith('torch', 'transformers');
test.skipIf(!measuring)(
	'the lab and the mixers give the same shares (SKILLET_PYTHON with transformers)',
	async () => {
		const [updates, examples] = [10, 4];
		const folder = testFolder();
		const skills = await Promise.all(
			skillIds.map((id) => encodeSkill(builtinSource(id), 'train', base.tokenizer, 128)),
		);
		const context: MixContext = {
			skills: skills.map(({ train, validation }, i) => ({
				id: skillIds[i],
				name: skillIds[i],
				size: train.count,
				validationSize: validation.count,
			})),
			batchSize: 8,
			totalSteps: updates,
			random: randomStream(1, 'policy'),
			hasAuxiliary: false,
		};
		const device = await openNodeDevice();
		const decoder = await DecoderOnDevice.open(device, base.config, base.specs);
		const baseWeights = await decoder.upload('base', base.weights);
		const world = { decoder, skills, baseWeights, begin: null, spent: { examples: 0 } };
		const noise = randomStream(1, 'noise');
		const weights = [];
		for (let k = 0; k < updates; k++) {
			const changed = base.weights.map((value, i) => value * (1 + 0.03 * k * noise.uniform(i)));
			weights.push(await decoder.upload(`weights ${k}`, changed));
			const stored = { ...base, weights: changed };
			mkdirSync(path.join(folder, String(k)), { recursive: true });
			const files = await folderBytes(await writeModelFolder(stored, weightReader(stored)));
			for (const [name, bytes] of files) writeFileSync(path.join(folder, String(k), name), bytes);
		}
		const settings = { examples, interval: 1 };
		const cases = [
			{ policy: 'mos', settings: { reward: 'difficulty' } },
			{ policy: 'mos', settings: { reward: 'similarity' } },
			{ policy: 'mos', settings: { reward: 'error-rate' } },
			{ policy: 'mospec', settings: { reward: 'difficulty', target: 'capitals' } },
		];
		const rowsOf: ExampleRef[][] = [];
		const shares: (readonly number[])[][] = [];
		for (const each of cases) {
			const policy = policyById(each.policy);
			const defaults = Object.entries(policy.parameters).map(([name, spec]) => [
				name,
				readDefault(spec),
			]);
			const all = { ...Object.fromEntries(defaults), ...settings, ...each.settings } as never;
			const mixer = policy.createMixer(all, context);
			const updated: (readonly number[])[] = [];
			shares.push(updated);
			for (let step = 0; step < updates; step++) {
				const probes = mixer.probes(step);
				const results = [];
				for (const probe of probes)
					if (probe.kind === 'measure')
						results.push(await serveMeasure(probe, world, weights[step]));
				if (probes[0].kind === 'measure') rowsOf[step] = [...probes[0].examples];
				mixer.observe({ step, batchLoss: skillIds.map(() => null), results });
				updated.push(mixer.plan(step + 1).weights);
			}
		}
		const rows = skills.map(({ train }) =>
			Array.from({ length: train.count }, (_, i) => {
				const [from, to] = [train.offsets[i], train.offsets[i + 1]];
				const ids = [...train.tokens.subarray(from, to)];
				return [ids, ids.map((id, at) => (train.targets[from + at] ? id : -100))] as const;
			}),
		);
		const content = {
			examples,
			cases,
			sources: Object.fromEntries(skillIds.map((id, i) => [id, rows[i]])),
			updates: rowsOf.map((refs) =>
				skillIds.map((_, i) => refs.filter(({ skill }) => skill === i).map(({ index }) => index)),
			),
		};
		writeFileSync(path.join(folder, 'rows.json'), JSON.stringify(content));
		execFileSync(measuring!, [path.resolve('tests/golden/dataflex.py'), folder], { stdio: 'pipe' });
		const found = JSON.parse(
			readFileSync(path.join(folder, 'shares.json'), 'utf8'),
		) as number[][][];
		let largest = 0;
		shares.forEach((updated, c) =>
			updated.forEach((expected, k) =>
				expected.forEach((share, i) => {
					largest = Math.max(largest, Math.abs(found[c][k][i] - share));
				}),
			),
		);
		console.log(`${cases.length} mixers, ${updates} updates: largest difference ${largest}`);
		expect(largest).toBeLessThan(1e-6);
		// The shares moved, so that equal ones would not pass.
		for (const updated of shares)
			expect(Math.abs(updated[updates - 1][0] - 1 / skillIds.length)).toBeGreaterThan(1e-3);
	},
	10 * minutes,
);

const training = pythonWith('dataflex', 'llamafactory', 'peft');
test.skipIf(!training).each([
	['mos', 'dynamic_mix'],
	['raise', 'dynamic_select'],
])(
	'%s trains an adapter on two processes, which the lab opens (SKILLET_PYTHON with dataflex)',
	async (policy, kind) => {
		const folder = testFolder();
		const { record, ...parts } = serverCases['adapter'];
		const skills = skillIds.map((id) => ({ ...record.experiment.skills[0], id, name: id }));
		const settings = { interval: 3, every: 3, examples: 4, validation: 8, horizon: 2 };
		const run = serverRun({
			...parts,
			record: {
				...record,
				experiment: {
					...record.experiment,
					skills,
					steps: 12,
					policy: [{ fromStep: 0, id: policy, settings }],
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
		const options = ['use_cpu=true', 'gradient_accumulation_steps=1', `train_type=${kind}`];
		execFileSync(training!, [...launch, '127.0.0.1', 'train.py', ...options], {
			cwd,
			env: { ...process.env, OMP_NUM_THREADS: '1' },
			stdio: 'pipe',
		});
		const read = (name: string) => new Uint8Array(readFileSync(path.join(cwd, 'tuned', name)));
		if (policy === 'mos') {
			const lines = new TextDecoder().decode(read('shares.jsonl')).trim().split('\n');
			// After 3, 6 and 9 of 12 steps, written once for both processes.
			expect(lines.map((line) => (JSON.parse(line) as { step: number }).step)).toEqual([3, 6, 9]);
		}
		const adapterSettings = readAdapterConfig(read('adapter_config.json')).settings;
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
