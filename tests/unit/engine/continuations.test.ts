/** Texts without a prompt count in the average: a rule checks how the model continues them. */
import { expect, test } from 'vitest';
import { textBits } from '#engine/core/bytes.ts';
import { randomStream } from '#engine/core/random.ts';
import { sequentialDraws, type Draws } from '#engine/data/builtinSkill.ts';
import { builtinSkill } from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import type { Example } from '#engine/data/example.ts';
import { byPart } from '#engine/data/skill.ts';
import { drawSum } from '#engine/data/village/sums.ts';
import { drawTale } from '#engine/data/village/tales.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { continuationSamples } from '#engine/training/continuations.ts';
import { evaluateSkills } from '#engine/training/evaluateSkills.ts';
import { sampleSkills } from '#engine/training/samples.ts';
import { readModelOnDisk } from '../../../scripts/lib/modelOnDisk.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';

const model = readModelOnDisk('models/skillet-base');
const { tokenizer } = model;
const examples = 8;

/** A skill with few rows: the whole skill takes a second to make. */
function encode(id: string, draw: (draws: Draws) => Example) {
	const { name, role, about, measure, heldOutIs } = builtinSkill(id);
	const rows = Array.from({ length: examples }, (_, i) =>
		draw(sequentialDraws(randomStream(3, `${id} ${i}`))),
	);
	const info = {
		id,
		name,
		role,
		about,
		measure,
		heldOutIs,
		source: 'builtin' as const,
		counts: byPart(() => examples),
		fingerprint: '',
		bytes: 0,
	};
	const read = async function* () {
		yield await Promise.resolve(rows);
	};
	return encodeSkill({ info, read }, 'train', tokenizer, 512);
}

test('stories are scored by their continuations, beside a skill with answers', async () => {
	const device = await openNodeDevice();
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const weights = await decoder.upload('weights', model.weights);
	const skills = await Promise.all([
		encode('addition', drawSum),
		encode('stories', (draws) => drawTale(draws, 'plain')),
		encode('pirate', (draws) => drawTale(draws, 'pirate')),
	]);
	const scored = await evaluateSkills(decoder, weights, skills, { tokenizer, examples });
	const [addition, stories, pirate] = scored.skills;
	const samples = continuationSamples(scored.continued, examples);
	for (const [skill, score] of [
		[1, stories],
		[2, pirate],
	] as const) {
		const right = samples.filter((sample) => sample.skill === skill).map((sample) => sample.right);
		expect(right).toHaveLength(examples);
		expect(textBits(score.right!, examples)).toEqual(right);
		expect(score.exact).toBe(right.filter(Boolean).length / examples);
	}
	expect(stories.exact).toBeGreaterThan(0.5);
	expect(scored.averageExact).toBeCloseTo(
		(addition.exact! + stories.exact! + pirate.exact!) / 3,
		12,
	);
	for (const { prompt, answer, expected } of samples.filter(({ skill }) => skill === 1)) {
		expect(prompt).toMatch(/\.$/);
		expect(answer).toMatch(/^[A-Z][^.]*\.$/);
		expect(expected).toMatch(/^[A-Z][^.]*\.$/);
	}
	const others = await sampleSkills(decoder, weights, tokenizer, skills, 2);
	expect(others.map(({ skill }) => skill)).toEqual([0, 0]);
	// The right answer to the first question of a conversation is the first one.
	const twice = await encode('addition', (draws) => {
		const { messages } = drawSum(draws);
		return { messages: [...messages, ...messages] };
	});
	const turns = await sampleSkills(decoder, weights, tokenizer, [twice], 2);
	expect(turns).toEqual(others);
	device.dispose();
});
