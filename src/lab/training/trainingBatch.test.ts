import { expect, test } from 'vitest';
import { readTokenizer } from '#engine/model/tokenizer.ts';
import {
	byteTokenizerConfig,
	byteTokenizerJson,
} from '../../../scripts/lib/pretraining/byteTokenizer.ts';
import { encodeExamples } from '#engine/data/encode.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { promptAnswer, type Example } from '#engine/data/example.ts';
import { randomStream } from '#engine/core/random.ts';
import type { BatchPlan } from '#mixing/index.ts';
import { drawTrainingBatch, stepEvent } from './trainingBatch.ts';

test('a chosen example has its row in the skill, also where rows before it were left out', () => {
	const tokenizer = readTokenizer(byteTokenizerJson(), byteTokenizerConfig);
	const unfit: Example = {
		messages: [{ role: 'tool', content: 'x' }, ...promptAnswer('q', 'a').messages],
	};
	const rows = [promptAnswer('a', 'b'), unfit, unfit, promptAnswer('c', 'd')];
	const train = encodeExamples(rows, tokenizer, 64);
	const skill = { info: { id: 'chats', name: 'Chats' }, train } as unknown as EncodedSkill;
	const examples = [1, 0].map((index) => ({ skill: 0, part: 'train' as const, index }));
	const plan: BatchPlan = { by: 'examples', weights: [1], examples };
	const stream = randomStream(1, 'draws');
	const state = { stream, step: 0, batchSize: 2, drawn: [0] };
	const batch = drawTrainingBatch(plan, [skill], state);
	const event = stepEvent({ ...facts, plan, batch, skillLoss: [1] });
	expect(event.chosen!.map(({ row }) => row)).toEqual([3, 0]);
	expect(event.batch).toEqual({ skills: [0, 0], rows: [3, 0], losses: [1500, 250] });
});

const facts = {
	scalars: { step: 1, learningRate: 0 },
	result: { losses: Float64Array.of(1.5, 0.25), gradientNorm: 0, milliseconds: 0 },
	probeMilliseconds: null,
	hasNoise: false,
} as const;

test('a step records the examples that the sampler drew, with their losses', () => {
	const tokenizer = readTokenizer(byteTokenizerJson(), byteTokenizerConfig);
	const skills = ['sums', 'words'].map((id) => {
		const rows = Array.from({ length: 5 }, (_, i) => promptAnswer(`${id} ${i}`, 'b'));
		return { info: { id, name: id }, train: encodeExamples(rows, tokenizer, 64) };
	}) as unknown as EncodedSkill[];
	const plan: BatchPlan = { by: 'quotas', weights: [0.5, 0.5], quotas: [1, 1] };
	const stream = randomStream(1, 'draws');
	let drawn: readonly number[] = [0, 0];
	const rows = [[], []] as number[][];
	for (let step = 0; step < 5; step++) {
		const batch = drawTrainingBatch(plan, skills, { stream, step, batchSize: 2, drawn });
		const event = stepEvent({ ...facts, plan, batch, skillLoss: [1.5, 0.25] });
		expect(event.batch!.skills).toEqual([0, 1]);
		expect(event.batch!.losses).toEqual([1500, 250]);
		expect(event.batch!.rows).toEqual(batch.addresses.map(({ index }) => index));
		event.batch!.rows.forEach((row, i) => rows[i].push(row));
		drawn = batch.drawn;
	}
	// In one epoch each row comes once.
	for (const seen of rows) expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4]);
});
