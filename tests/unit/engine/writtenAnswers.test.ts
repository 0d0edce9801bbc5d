/** Measures of written answers, against the exact match of the same prompts, and answer(). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textBits } from '#engine/core/bytes.ts';
import type { Measure } from '#engine/core/measures.ts';
import { randomStream } from '#engine/core/random.ts';
import { sequentialDraws, type Draws } from '#engine/data/builtinSkill.ts';
import { builtinSkill } from '#engine/data/builtinSkills.ts';
import { encodeExamples, encodeSkill } from '#engine/data/encode.ts';
import { promptAnswer, type Example } from '#engine/data/example.ts';
import { byPart } from '#engine/data/skill.ts';
import { drawSum } from '#engine/data/village/sums.ts';
import type { ComputeDevice, Vector } from '#engine/gpu/computeDevice.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { evaluateSkills } from '#engine/training/evaluateSkills.ts';
import { measure } from '#engine/training/measure.ts';
import { readModelOnDisk } from '../../../scripts/lib/modelOnDisk.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';

const model = readModelOnDisk('models/skillet-base');
const { tokenizer } = model;
const examples = 12;
const { name, role, about, heldOutIs } = builtinSkill('addition');

function encode(measure: Measure, draw: (draws: Draws) => Example = drawSum) {
	const rows = Array.from({ length: examples }, (_, i) =>
		draw(sequentialDraws(randomStream(3, `row ${i}`))),
	);
	const read = async function* () {
		yield await Promise.resolve(rows);
	};
	const counts = byPart(() => examples);
	const facts = { id: 'addition', name, role, about, heldOutIs, counts, fingerprint: '', bytes: 0 };
	return encodeSkill(
		{ info: { ...facts, source: 'file', measure }, read },
		'train',
		tokenizer,
		512,
	);
}

let device: ComputeDevice;
let decoder: DecoderOnDevice;
let weights: Vector;
beforeAll(async () => {
	device = await openNodeDevice();
	decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	weights = await decoder.upload('weights', model.weights);
});
afterAll(() => device.dispose());

test('for sums, the number is right where the whole answer is', async () => {
	const skills = await Promise.all([encode({ kind: 'exact' }), encode({ kind: 'number' })]);
	const scored = await evaluateSkills(decoder, weights, skills, { tokenizer, examples });
	const [exact, number] = scored.skills;
	expect(number).toEqual({ ...exact, measure: 'number', written: examples });
	expect(exact.exact).toBeGreaterThan(0);
	expect(exact.exact).toBeLessThan(1);
	expect(scored.averageExact).toBe(exact.exact);
	expect(scored.writing?.tokens).toBe(16 * examples);
	const fewer = await evaluateSkills(decoder, weights, skills, {
		tokenizer,
		examples,
		generated: 5,
	});
	const bits = textBits(number.right!, examples).slice(0, 5);
	expect(fewer.skills[1]).toMatchObject({ written: 5, examples, loss: exact.loss });
	expect(textBits(fewer.skills[1].right!, 5)).toEqual(bits);
	expect(fewer.skills[1].exact).toBe(bits.filter(Boolean).length / 5);
});

test('the label is the answer of the least loss, by the losses of whole rows', async () => {
	const skill = await encode({ kind: 'labels' });
	const scored = await evaluateSkills(decoder, weights, [skill], { tokenizer, examples });
	const labels = [...new Set(skill.answers.heldOut)];
	for (const [i, { answer: chosen, isRight }] of scored.answered.entries()) {
		const rows = labels.map((label) => promptAnswer(skill.questions[i], label));
		const set = encodeExamples(rows, tokenizer, 512);
		const addresses = labels.map((_, index) => ({ set, index }));
		const { losses } = await measure(decoder, weights, addresses);
		expect(chosen).toBe(labels[losses.indexOf(Math.min(...losses))]);
		expect(isRight).toBe(chosen === skill.answers.heldOut[i]);
	}
	const [score] = scored.skills;
	const wrong = scored.answered.filter(({ isRight }) => !isRight).length;
	expect(score).toMatchObject({ measure: 'labels', written: 12, exact: 1 - wrong / 12 });
	expect(wrong).toBeGreaterThan(0);
	expect(score.confused!.reduce((total, { count }) => total + count, 0)).toBe(wrong);
});
