/**
 * Adding skills to an experiment, removing them, and listing what a link needs and the lab lacks.
 */
import { describe, expect, test } from 'vitest';
import {
	exampleExperiment,
	examplePolicies,
	exampleSkills,
} from '../../../../../tests/support/experiment.ts';
import {
	findChoice,
	findMissing,
	missingSkills,
	noNoise,
	withChoices,
	withNewAdapter,
	type SkillChoice,
} from './experimentSkills.ts';

const shelf = { skills: exampleSkills, policies: examplePolicies };
const choose = (...entries: [string, SkillChoice][]) =>
	withChoices(exampleExperiment, Object.fromEntries(entries), shelf);

describe('choices', () => {
	test('no choice leaves the experiment unchanged', () => {
		expect(choose()).toEqual(exampleExperiment);
	});
	test('a new file trains under its hash with the mean share of the others', () => {
		const changed = choose(['file:444444444444', { use: 'train', noise: noNoise }]);
		expect(changed.skills.at(-1)).toEqual({
			id: 'file:444444444444',
			name: 'Recipes',
			version: 0,
			sha256: '4'.repeat(64),
			use: 'train',
		});
		expect(changed.policy[0]?.settings).toEqual({
			ratios: { addition: 0.25, sorting: 0.75, 'file:444444444444': 0.5 },
		});
		expect(changed.policy[1]).toEqual(exampleExperiment.policy[1]);
	});
	test('a watched skill loses its share and stays in the list', () => {
		const changed = choose(['sorting', { use: 'watch', noise: noNoise }]);
		expect(changed.skills.map(({ id, use }) => [id, use])).toEqual([
			['addition', 'train'],
			['sorting', 'watch'],
			['stories', 'watch'],
		]);
		expect(changed.policy[0]?.settings).toEqual({ ratios: { addition: 0.25 } });
	});
	test('`off` removes the skill', () => {
		expect(choose(['addition', { use: 'off', noise: noNoise }]).skills.map(({ id }) => id)).toEqual(
			['sorting', 'stories'],
		);
	});
	test('a policy whose target skill was removed chooses again', () => {
		const parameters = {
			target: { kind: 'skill', label: '', help: '' },
			targets: { kind: 'skills', label: '', help: '' },
		} as const;
		const aiming = { id: 'aiming', title: '', summary: '', group: 'adaptive', parameters } as const;
		const settings = { target: 'sorting', targets: ['addition', 'sorting'] };
		const changed = withChoices(
			{ ...exampleExperiment, policy: [{ fromStep: 0, id: 'aiming', settings }] },
			{ sorting: { use: 'off', noise: noNoise } },
			{ ...shelf, policies: [aiming] },
		);
		expect(changed.policy[0].settings).toEqual({ target: '', targets: ['addition'] });
	});
	test('noise applies to built-in skills only, keeps the version, and can be removed', () => {
		const noise = { wrongShare: 0.5, duplicates: 40 };
		const noisy = choose(
			['addition', { use: 'train', noise }],
			['file:444444444444', { use: 'train', noise }],
		);
		expect(noisy.skills[0]).toMatchObject({ id: 'addition', version: 2, noise });
		expect(noisy.skills.at(-1)).not.toHaveProperty('noise');
		expect(findChoice(noisy, 'addition')).toEqual({ use: 'train', noise });
		const clean = withChoices(noisy, { addition: { use: 'train', noise: noNoise } }, shelf);
		expect(clean.skills[0]).toEqual(exampleExperiment.skills[0]);
	});
});

describe('missing files and models', () => {
	const models = [{ id: 'base', sha256: 'a'.repeat(64) }];
	const withFile = {
		...exampleExperiment,
		skills: [
			...exampleExperiment.skills,
			{
				id: 'file:555555555555',
				name: 'Chess',
				version: 0,
				sha256: '5'.repeat(64),
				use: 'train' as const,
			},
		],
	};
	const here = { skills: exampleSkills, models, adapters: [] };
	test('none if every file and the model are in the lab', () => {
		expect(findMissing(exampleExperiment, here)).toEqual([]);
	});
	test('files and the model are compared by hash', () => {
		const missing = findMissing(withFile, { ...here, models: [{ sha256: 'b'.repeat(64) }] });
		expect(missingSkills(missing).map(({ name }) => name)).toEqual(['Chess']);
		expect(missing.slice(1)).toEqual([{ kind: 'model', ...exampleExperiment.model }]);
	});
	test('the adapter that a run begins with is compared by hash', () => {
		const from = 'd'.repeat(64);
		const begun = { ...exampleExperiment, adapter: { rank: 4, alpha: 8, from } };
		expect(findMissing(begun, here)).toEqual([{ kind: 'adapter', sha256: from }]);
		expect(findMissing(begun, { ...here, adapters: [{ sha256: from }] })).toEqual([]);
		expect(withNewAdapter(begun).adapter).toEqual({ rank: 4, alpha: 8 });
	});
});
