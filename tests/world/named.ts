/** Worlds in which it is known beforehand who wins, and why: each shows one thing (docs/guide/policies.md, "The synthetic world"). */
import type { WorldSkill, WorldSpec } from './world.ts';

export interface NamedWorld {
	readonly id: string;
	/** One plain sentence: what is in it. */
	readonly about: string;
	readonly spec: WorldSpec;
	/** excess: loss above what cannot be learnt, lower wins. exact: share of right answers, higher wins. */
	readonly score: 'excess' | 'exact';
	/** Skills that the score looks at, and that policies with a target are told; none: all. */
	readonly targets: readonly string[];
	/** Default of a run in it. */
	readonly steps: number;
	readonly batchSize: number;
}

/** A learnable skill as most are: 2 nats on the base, all of it learnable, answers of two tokens. */
export const learnable = (id: string, more: Partial<WorldSkill> = {}): WorldSkill => ({
	...{ id, name: id, rows: 400, validationRows: 64 },
	...{ loss: 2, floor: 0, rate: 0.04, tokens: 2, format: 0, noise: 0 },
	...more,
});

const world = (
	id: string,
	about: string,
	skills: readonly WorldSkill[],
	more: Partial<WorldSpec & Pick<NamedWorld, 'score' | 'targets' | 'steps'>> = {},
): NamedWorld => {
	const { score = 'excess', targets = [], steps = 300, ...spec } = more;
	return {
		id,
		about,
		spec: { kind: 'skills', skills, ...spec },
		score,
		targets,
		steps,
		batchSize: 32,
	};
};

export const namedWorlds: readonly NamedWorld[] = [
	world(
		'equal',
		'Four skills that are alike in everything.',
		['a', 'b', 'c', 'd'].map((id) => learnable(id)),
	),
	world('sizes', 'Four skills that are alike but for their number of examples, 4,000 to 80.', [
		learnable('a', { rows: 4000 }),
		learnable('b', { rows: 800 }),
		learnable('c', { rows: 200 }),
		learnable('d', { rows: 80 }),
	]),
	world('slow', 'Two skills are learnt fast, one three times and one six times as slowly.', [
		learnable('fast', { rate: 0.06 }),
		learnable('quick', { rate: 0.06 }),
		learnable('slow', { rate: 0.02 }),
		learnable('slower', { rate: 0.01 }),
	]),
	world('noise', 'One skill can be learnt; of the other every answer is noise.', [
		learnable('learnable', { rate: 0.02 }),
		learnable('noise', { floor: 2 }),
	]),
	world(
		'mastered',
		'Three skills to learn, and one that the base has mastered down to its floor.',
		[
			learnable('a', { rate: 0.015 }),
			learnable('b', { rate: 0.015 }),
			learnable('c', { rate: 0.015 }),
			learnable('mastered', { loss: 0.45, floor: 0.45 }),
		],
	),
	world(
		'format',
		'The base does not know the format of one skill: most of its huge loss falls at once, the rest slowly.',
		[
			learnable('a', { rate: 0.03 }),
			learnable('b', { rate: 0.03 }),
			learnable('c', { rate: 0.03 }),
			learnable('format', { rate: 0.015, format: 5 }),
		],
	),
	world(
		'long',
		'Answers of one skill have 32 tokens, of the others 2: at the same loss per token they are far from right.',
		[
			learnable('a', { rate: 0.05 }),
			learnable('b', { rate: 0.05 }),
			learnable('c', { rate: 0.05 }),
			learnable('long', { rate: 0.05, tokens: 32 }),
		],
		{ score: 'exact' },
	),
	world(
		'wrong',
		'Half of the training answers of two skills are wrong, and an auxiliary model knows which; two skills are clean.',
		[
			learnable('a', { rate: 0.02 }),
			learnable('b', { rate: 0.02 }),
			learnable('a wrong', { rate: 0.02, noise: 0.5 }),
			learnable('b wrong', { rate: 0.02, noise: 0.5 }),
		],
		{ auxiliary: true },
	),
	world(
		'helper',
		'The target learns little from itself; a helper teaches it three times as much, and a rival makes it worse.',
		[
			learnable('target', { rate: 0.01, rows: 80 }),
			learnable('helper'),
			learnable('rival'),
			learnable('other'),
		],
		{
			targets: ['target'],
			transfer: [
				[1, 0, 0, 0],
				[3, 1, 0, 0],
				[-0.5, 0, 1, 0],
				[0, 0, 0, 1],
			],
		},
	),
	world(
		'tug',
		'Two skills pull one shared parameter to −1 and to 1; only the first counts.',
		[
			learnable('here', { rate: 0.02, optimum: [-1] }),
			learnable('there', { rate: 0.02, optimum: [1] }),
		],
		{ kind: 'shared', targets: ['here'] },
	),
];
