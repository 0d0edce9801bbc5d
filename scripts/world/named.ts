/** Worlds with a known winner (docs/dev/synthetic-world.md). */
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { WorldSkill, WorldSpec } from './World.ts';

export interface NamedWorld {
	readonly id: string;
	/** One plain sentence: its content. */
	readonly about: string;
	readonly spec: WorldSpec;
	/** excess: loss above the floor, lower wins. exact: share of right answers, higher wins. */
	readonly score: 'excess' | 'exact';
	/** Skills that count for the score, and the targets of policies that have some; none: all. */
	readonly targets: readonly string[];
	/** Default length of a run. */
	readonly steps: number;
	readonly batchSize: number;
}

/** A typical skill: 2 nats on the base, all of it learnable, answers of two tokens. */
export const learnable = (id: string, more: Partial<WorldSkill> = {}): WorldSkill => ({
	id,
	name: id,
	rows: 400,
	validationRows: 64,
	loss: 2,
	floor: 0,
	rate: 0.04,
	tokens: 2,
	format: 0,
	noise: 0,
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
		'Four equal skills.',
		['a', 'b', 'c', 'd'].map((id) => learnable(id)),
	),
	world('sizes', 'Four skills that differ only in their number of examples, 4,000 to 80.', [
		learnable('a', { rows: 4000 }),
		learnable('b', { rows: 800 }),
		learnable('c', { rows: 200 }),
		learnable('d', { rows: 80 }),
	]),
	world('slow', 'Two skills learn fast, one three times and one six times as slowly.', [
		learnable('fast', { rate: 0.06 }),
		learnable('quick', { rate: 0.06 }),
		learnable('slow', { rate: 0.02 }),
		learnable('slower', { rate: 0.01 }),
	]),
	world('noise', 'One skill is learnable; every answer of the other is noise.', [
		learnable('learnable', { rate: 0.02 }),
		learnable('noise', { floor: 2 }),
	]),
	world('mastered', 'Three learnable skills, and one that the base has mastered already.', [
		learnable('a', { rate: 0.015 }),
		learnable('b', { rate: 0.015 }),
		learnable('c', { rate: 0.015 }),
		learnable('mastered', { loss: 0.45, floor: 0.45 }),
	]),
	world(
		'format',
		"The base does not know one skill's format: most of its loss falls at once, the rest slowly.",
		[
			learnable('a', { rate: 0.03 }),
			learnable('b', { rate: 0.03 }),
			learnable('c', { rate: 0.03 }),
			learnable('format', { rate: 0.015, format: 5 }),
		],
	),
	world(
		'long',
		'One skill has answers of 32 tokens, the others of 2; long answers are right much later.',
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
		'Two skills are clean; two have half wrong answers, which an auxiliary model knows.',
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
		'The target learns little from itself, three times as much from a helper; a rival harms it.',
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

/** Throws an InputError that lists the known ids. */
export function worldById(id: string): NamedWorld {
	const world = namedWorlds.find((candidate) => candidate.id === id);
	if (world === undefined)
		throw new InputError(
			asMessage(
				`There is no world "${id}". Known ones: ${namedWorlds.map((w) => w.id).join(', ')}.`,
			),
		);
	return world;
}
