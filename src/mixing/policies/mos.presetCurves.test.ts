/**
 * The numbers in docs/guide/policies.md: the presets' effect on the shares, on constant rewards.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { createMixer, makeContext } from '../../../tests/support/mixer.ts';
import type { MeasureProbe } from '../policy.ts';
import { mos } from './mos.ts';

/** Relative perplexities of the paper's Table 6, Llama-3-8B. */
const rewards = [0.52, 0.43, 0.59, 0.14];
const steps = [50, 100, 200, 300, 1000, 4800];

/** Half of Σ |p − 1/4| in percent after each of `steps`, for four skills of one size. */
function distances(presetId: string): string[] {
	const { settings } = mos.presets!.find(({ id }) => id === presetId)!;
	const context = makeContext([100, 100, 100, 100], {
		totalSteps: 4800,
		random: randomStream(1, 'mos'),
	});
	const mixer = createMixer('mos', settings, context);
	mixer.probes(-1);
	const shown: string[] = [];
	for (let step = 0; step < 4800; step++) {
		const results = (mixer.probes(step) as readonly MeasureProbe[]).map((probe) => {
			const all = (value: (skill: number) => number) =>
				Float32Array.from(probe.examples, ({ skill }) => value(skill));
			const loss = all((skill) => 2 + Math.log(rewards[skill]));
			const base = all(() => 2);
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
		mixer.observe({ step, batchLoss: [null, null, null, null], results });
		if (!steps.includes(step + 1)) continue;
		const { weights } = mixer.plan(step + 1);
		const distance = weights.reduce((sum, weight) => sum + Math.abs(weight - 0.25) / 2, 0);
		shown.push(`${(100 * distance).toFixed(1)} %`);
	}
	return shown;
}

test.each(['lab', 'paper', 'code', 'short'])('%s', (id) => {
	const docs = readFileSync(new URL('../../../docs/guide/policies.md', import.meta.url), 'utf8');
	const row = `| ${[id, ...distances(id)].join(' | ')} |`;
	expect(docs.replaceAll(/ +/g, ' ')).toContain(row);
});
