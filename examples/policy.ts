/**
 * A policy of one's own against uniform and MoS in the synthetic world: no model, no GPU.
 * npx tsx --tsconfig tsconfig.node.json examples/policy.ts
 */
import { definePolicy, equalShares, finite, learnedState, learningMixer } from 'skillet/mixing';
import { listOf, normalise, numberSpec, policyById } from 'skillet/mixing';
import { runWorld, worldById } from '../scripts/world/index.ts';

/** The share of a skill follows the fall of its training loss: slow minus fast running mean. */
const progress = definePolicy({
	id: 'progress',
	title: 'Progress',
	summary: 'A skill is drawn more often while its training loss falls.',
	parameters: { equal: numberSpec('Equal part', { default: 0.3, min: 0, max: 1 }, 'Shared part.') },
	createMixer: ({ equal }, { skills }) =>
		learningMixer({
			schema: learnedState({ fast: listOf(finite), slow: listOf(finite) }),
			start: {
				weights: equalShares(skills.length),
				sentence: 'The shares follow the fall of each training loss.',
				warnings: [],
				fast: skills.map(() => 2),
				slow: skills.map(() => 2),
			},
			next: (state, { batchLoss }) => {
				const move = (rate: number) => (mean: number, i: number) =>
					mean + rate * ((batchLoss[i] ?? mean) - mean);
				const [fast, slow] = [state.fast.map(move(0.2)), state.slow.map(move(0.05))];
				const falls = normalise(slow.map((loss, i) => Math.max(loss - fast[i], 1e-6)));
				const weights = falls.map((fall) => (1 - equal) * fall + equal / skills.length);
				return { ...state, fast, slow, weights: normalise(weights) };
			},
			traces: ({ slow }) => [{ label: 'mean loss', values: slow }],
		}),
});

const worlds = ['noise', 'mastered', 'slow'];
const print = (cells: readonly string[]) => console.log(cells.map((c) => c.padEnd(10)).join(''));
console.log('Loss above the floor in three worlds, nats per token (lower is better):');
print(['policy', ...worlds]);
for (const policy of [policyById('uniform'), policyById('mos'), progress]) {
	const runs = worlds.map((world) => runWorld(worldById(world), { policy, seed: 1 }));
	print([policy.id, ...(await Promise.all(runs)).map(({ excess }) => excess.toFixed(3))]);
}
