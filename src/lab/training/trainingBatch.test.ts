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
	const { chosen } = stepEvent({
		plan,
		batch,
		scalars: { step: 1, learningRate: 0 },
		result: { losses: Float64Array.of(1, 1), gradientNorm: 0, milliseconds: 0 },
		skillLoss: [1],
		probeMilliseconds: null,
		hasNoise: false,
	});
	expect(chosen!.map(({ row }) => row)).toEqual([3, 0]);
});
