/** finetune() on the shipped model: misuse, abort and resume, and the rows of the lab's import. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { buildWasmIfStale } from '../../scripts/lib/wasm.ts';
import type { Example } from '#engine/data/example.ts';
import { importFile } from '#lab/features/library/model/importFile.ts';
import { finetune } from './index.ts';
import { toExamples, toSkill } from './rows.ts';
import type { FinetuneOptions, TrainingState } from './types.ts';

const folder = 'models/skillet-small';
const model = Object.fromEntries(
	['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'].map((name) => [
		name,
		new Uint8Array(readFileSync(`${folder}/${name}`)),
	]),
);
const rows = Array.from({ length: 24 }, (_, i) => ({ prompt: `${i}+1=`, answer: String(i + 1) }));
const right: FinetuneOptions = { model, rows, steps: 4 };

beforeAll(() => buildWasmIfStale());

const misuse: readonly (readonly [unknown, RegExp])[] = [
	[undefined, /^finetune: give one object/],
	['rows', /^finetune: give one object/],
	[{ rows }, /^model: is missing/],
	[{ ...right, model: 3 }, /^model: must be a GGUF file/],
	[{ ...right, model: {} }, /^model: must be a GGUF file/],
	[{ ...right, model: { 'config.json': 'text' } }, /^model: must be a GGUF file/],
	[{ ...right, model: new Uint8Array(9) }, /^model\.gguf: .*not a GGUF file/],
	[{ ...right, model: 'owner/name' }, /^hub: “owner\/name” is the name of a model on a hub/],
	[{ model }, /^rows: give either rows or skills/],
	[{ ...right, skills: { a: rows } }, /^rows: give either rows or skills/],
	[{ ...right, rows: 'text' }, /^rows: must be a list of rows/],
	[{ ...right, rows: [] }, /^rows: has no row/],
	[{ ...right, rows: [...rows, 3] }, /^rows\[24\]: must be \{ prompt, answer \}/],
	[{ ...right, rows: [{ prompt: 'a' }] }, /^rows\[0\]\.answer: is missing/],
	[{ ...right, rows: [{ prompt: 'a', answer: 5 }] }, /^rows\[0\]\.answer: must be text/],
	[{ ...right, rows: [{ messages: [] }] }, /^rows\[0\]\.messages: must be a list/],
	[
		{ ...right, rows: [{ messages: [{ role: 'user', content: 'a' }] }] },
		/^rows\[0\]\.messages: need an answer/,
	],
	[{ model, skills: { a: { rows, watch: true } } }, /^skills: one of them must be trained/],
	[{ ...right, steps: 0 }, /^steps: must be a whole number/],
	[{ ...right, step: 3 }, /^step: is not a field here/],
	[{ ...right, policy: 'best' }, /policy.*best/],
	[{ ...right, learningRate: '1e-3' }, /^learningRate: must be a number/],
	[{ ...right, adapter: { rank: 0 } }, /^adapter\.rank: must be a whole number/],
	[{ ...right, adapter: { targets: ['nothing'] } }, /^adapter\.targets: no layer matches nothing/],
	[{ ...right, onStep: 'print' }, /^onStep: must be a function/],
	[{ ...right, signal: new AbortController() }, /^signal: must be an AbortSignal/],
	[{ ...right, context: 100_000 }, /^context: must be a whole number/],
	[{ ...right, state: 4 }, /^state: must be the state/],
];

test.each(misuse)('wrong use %# names the argument', async (options, error) => {
	await expect(finetune(options as FinetuneOptions)).rejects.toThrow(error);
});

test('an aborted call hands out its state, and a later one goes on with equal bits', async () => {
	const whole = await finetune(right);
	const ended = new AbortController();
	const states: TrainingState[] = [];
	const first: number[] = [];
	const cut = finetune({
		...right,
		signal: ended.signal,
		onStep({ step, loss }) {
			first.push(loss);
			if (step === 2) ended.abort(new Error('enough'));
		},
		onState: (state) => states.push(state),
	});
	await expect(cut).rejects.toThrow('enough');
	const rest = await finetune({ ...right, state: states[0] });
	expect([...first, ...rest.losses]).toEqual(whole.losses);
	expect(rest.heldOut['rows'].after).toEqual(whole.heldOut['rows'].after);
	expect((await rest.state()).weights).toEqual((await whole.state()).weights);
});

test('what is saved answers as what was trained', async () => {
	const colours = { 'sky:': 'blue', 'grass:': 'green', 'snow:': 'white' };
	const taught = Object.entries(colours).map(([prompt, answer]) => ({ prompt, answer }));
	const adapter = { rank: 8, alpha: 32 };
	const tuned = await finetune({ model, rows: taught, steps: 80, learningRate: 0.01, adapter });
	const adapterFiles = ['adapter_config.json', 'adapter_model.safetensors'];
	expect(Object.keys(await tuned.adapter())).toEqual(adapterFiles);
	for (const saved of [await tuned.folder(), await tuned.gguf('F16')]) {
		const again = await finetune({ model: saved, rows: taught, steps: 1, learningRate: 1e-9 });
		for (const { prompt, answer } of taught) expect(await again.answer(prompt)).toBe(answer);
		again.dispose();
	}
	const all = await finetune({ ...right, adapter: false });
	await expect(all.adapter()).rejects.toThrow(/^adapter: all weights were trained/);
});

test('shares, a policy and a watched skill decide what is drawn', async () => {
	const shares: object[] = [];
	await finetune({
		model,
		skills: {
			sums: { rows, share: 3 },
			words: { rows: rows.map(({ prompt }) => ({ prompt, answer: 'x' })), share: 1 },
			kept: { rows: [{ text: 'a b c' }, { text: 'd e f' }], watch: true },
		},
		steps: 1,
		onStep: (step) => shares.push(step.shares),
	});
	expect(shares).toEqual([{ sums: 0.75, words: 0.25, kept: 0 }]);
	const mos = await finetune({ ...right, policy: { id: 'mos', settings: { interval: 2 } } });
	expect(mos.losses).toHaveLength(4);
});

test('rows give the skill that the lab imports from a file of them', async () => {
	const file = new File([rows.map((row) => JSON.stringify(row)).join('\n')], 'rows.jsonl');
	const stored: Example[] = [];
	const { info } = await importFile({
		file,
		mapping: { kind: 'columns', prompt: ['prompt'], answer: ['answer'] },
		options: { name: 'rows', role: 'domain', heldOutShare: 0.33, seed: 0, maskPrivate: false },
		sink: { append: async (_, examples) => void stored.push(...examples) },
	});
	const skill = await toSkill('rows', toExamples(rows, 'rows'));
	expect(skill.info.fingerprint).toBe(info.fingerprint);
	expect(skill.info.measure).toEqual(info.measure);
});
