/** What the presets do to the shares, on relative perplexities that were measured elsewhere. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { randomStream } from '#engine/core/random.ts';
import { createMixer, makeContext } from '../../../tests/support/mixer.ts';
import type { MeasureProbe } from '../policy.ts';
import { mos } from './mos.ts';

const presetOf = (id: string): JsonObject =>
	mos.presets!.find((preset) => preset.id === id)!.settings;

/** The shares after each of `steps`, if the relative perplexities at a step are `rewardsAt` it. */
function sharesAt(
	settings: JsonObject,
	steps: readonly number[],
	rewardsAt: (step: number) => readonly number[],
): (readonly number[])[] {
	const totalSteps = Math.max(...steps);
	const skills = rewardsAt(0).map(() => 200);
	const context = makeContext(skills, { totalSteps, random: randomStream(1, 'mos') });
	const mixer = createMixer('mos', settings, context);
	mixer.probes(-1);
	const found: (readonly number[])[] = [];
	for (let step = 0; found.length < steps.length; step++) {
		const results = (mixer.probes(step) as readonly MeasureProbe[]).map((probe) => {
			const all = (value: (skill: number) => number) =>
				Float32Array.from(probe.examples, ({ skill }) => value(skill));
			const loss = all((skill) => 3 + Math.log(rewardsAt(step)[skill]));
			const base = all(() => 3);
			const values = {
				loss,
				allLoss: loss,
				baseLoss: base,
				baseAllLoss: base,
				state: all(() => 1),
				correct: all(() => 0),
				promptTokens: all(() => 5),
			};
			return { kind: 'measure', id: probe.id, values } as const;
		});
		mixer.observe({ step, batchLoss: skills.map(() => null), results });
		if (steps.includes(step + 1)) found.push(mixer.plan(step + 1).weights);
	}
	return found;
}

// Table 6 of the paper, Llama-3-8B; half of Σ |p − 1/4| in percent, for four skills of one size.
test.each(['lab', 'paper', 'code', 'short'])('%s: the numbers of the guide', (id) => {
	const rewards = [0.52, 0.43, 0.59, 0.14];
	const steps = [50, 100, 200, 300, 1000, 4800];
	const shown = sharesAt(presetOf(id), steps, () => rewards).map((shares) => {
		const distance = shares.reduce((sum, share) => sum + Math.abs(share - 0.25) / 2, 0);
		return `${(100 * distance).toFixed(1)} %`;
	});
	const guide = readFileSync('docs/guide/policies.md', 'utf8');
	expect(guide.replaceAll(/ +/g, ' ')).toContain(`| ${[id, ...shown].join(' | ')} |`);
});
