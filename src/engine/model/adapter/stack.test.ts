import { expect, test } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import { randomStream } from '#engine/core/random.ts';
import { gptNeoX } from '../architectures/gptNeoX.ts';
import { llama } from '../architectures/llama.ts';
import { tensorSpecs } from '../architecture.ts';
import type { AdapterSettings } from '../adapterSettings.ts';
import { collectWeights } from '../folder.ts';
import { config } from './adapter.test-support.ts';
import { makeAdapter, type Adapter } from './adapter.ts';
import { stackAdapter, stackNumbers } from './stack.ts';
import { mergedWeights } from './values.ts';

const random = randomStream(3);
const numbers = (name: string, count: number) =>
	Float32Array.from({ length: count }, (_, i) => random.child(name).uniform(i) - 0.5);

/** s B A of each matrix with an adapter, by role, in 64 bits. */
function changes({ modules }: Adapter, flat: Float32Array): ReadonlyMap<string, Float64Array> {
	return new Map(
		modules.flatMap(({ parts, a, b, inner, rank, scaling }) =>
			parts.map(({ role, shape: [out] }, part) => {
				const change = new Float64Array(out * inner);
				for (let o = 0; o < out; o++)
					for (let k = 0; k < rank; k++)
						for (let i = 0; i < inner; i++)
							change[o * inner + i] +=
								scaling * flat[b[part].offset + o * rank + k] * flat[a.offset + k * inner + i];
				return [role, change] as const;
			}),
		),
	);
}

test.each([
	['LoRA on chosen layers', llama, { rank: 2, alpha: 4 }],
	['other ranks of some layers', llama, { rank: 2, alpha: 3, rankPattern: { q_proj: 3 } }],
	['a fused layer', gptNeoX, { rank: 3, alpha: 3, rankStabilised: true }],
] as const)('a stack is the weighted sum of the changes: %s', async (_, architecture, chosen) => {
	const settings: AdapterSettings = { ...chosen };
	const specs = tensorSpecs(architecture, config);
	const size = specs.reduce((total, spec) => total + spec.size, 0);
	const model = { architecture, config, specs, weights: numbers('base', size) };
	const adapter = makeAdapter(model, settings);
	const members = ['a', 'b', 'c'].map((name) => numbers(name, adapter.size));
	const weights = [0.7, -0.4, 1.3];
	const stacked = stackAdapter(adapter, members.length);
	const flat = stackNumbers(adapter, stacked, members, weights);

	const sums = changes(stacked, flat);
	const apart = members.map((member) => changes(adapter, member));
	for (const [role, sum] of sums) {
		const dense = sum.map((__, i) =>
			apart.reduce((total, change, m) => total + weights[m] * change.get(role)![i], 0),
		);
		sum.forEach((value, i) => expect(value).toBeCloseTo(dense[i], 6));
	}
	// Merged into the base, each member's change is that of its own merged model.
	const merged = await Promise.all(
		members.map((member) => collectWeights(specs, mergedWeights(model, member, settings))),
	);
	for (const { role, offset } of specs)
		sums.get(role)?.forEach((value, i) => {
			const base = model.weights[offset + i];
			const total = merged.reduce((sum, all, m) => sum + weights[m] * (all[offset + i] - base), 0);
			expect(value).toBeCloseTo(total, 5);
		});
});

test('the sum of one member with weight 1 has its bits', () => {
	const specs = tensorSpecs(llama, config);
	const model = { architecture: llama, config, specs };
	const adapter = makeAdapter(model, { rank: 2, alpha: 4 });
	const member = numbers('a', adapter.size);
	expect(stackNumbers(adapter, stackAdapter(adapter, 1), [member], [1])).toEqual(member);
});

test('an adapter with lengths of rows is refused', () => {
	const specs = tensorSpecs(llama, config);
	const adapter = makeAdapter(
		{ architecture: llama, config, specs } as Parameters<typeof makeAdapter>[0],
		{ rank: 2, alpha: 4, dora: true },
	);
	expect(() => stackAdapter(adapter, 2)).toThrow(
		failure('changes of adapters with lengths of rows (DoRA) cannot be added. Choose LoRA.', {
			field: 'adapter.dora',
		}),
	);
});
