/** A race as a study: its labels are short enough, and no two are equal. */
import { expect, it } from 'vitest';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import { raceStudy } from './raceStudy.ts';

it('lanes whose titles begin alike have different labels', () => {
	const settings = 'Fixed shares with a share for each of many skills, and '.repeat(3);
	const titles = [`${settings}this`, `${settings}that`, 'Equal shares', 'Equal shares'];
	const lanes = titles.map((title) => ({ title, experiment: exampleExperiment }));
	const labels = raceStudy(lanes, 1, []).policies.map(({ label }) => label);
	expect(new Set(labels).size).toBe(4);
	expect(labels.slice(2)).toEqual(['Equal shares', 'Equal shares 2']);
	for (const label of labels) expect(label.length).toBeLessThanOrEqual(100);
});

it('a long title is cut between two characters', () => {
	const lanes = ['x', 'y', 'z'].map((start) => ({
		title: start + '😀'.repeat(45),
		experiment: exampleExperiment,
	}));
	for (const from of [0, 1]) {
		const { title } = raceStudy(
			lanes.with(0, { ...lanes[0], title: 'a'.repeat(from + 90) }),
			3,
			[],
		);
		expect(title.length).toBeLessThanOrEqual(200);
		expect(title.isWellFormed()).toBe(true);
		expect(title).toMatch(/…$/);
	}
});
