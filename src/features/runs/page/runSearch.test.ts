import { expect, test } from 'vitest';
import type { RunRecord } from '#lab/run/stores.ts';
import { exampleExperiment } from '#page/state/experiment.test-support.ts';
import { matches, searchText, allTags } from './RunsState.svelte.ts';

const run: RunRecord = {
	id: 'r',
	startedAt: 0,
	backend: 'webgpu',
	end: 'stopped',
	step: 3,
	experiment: { ...exampleExperiment, seed: 42 },
	name: 'Baseline',
	tags: ['class 7'],
	notes: 'the one with the bend',
};
const text = searchText(run, 'Uniform → MoS');

test.each(['baseline', 'CLASS', 'bend', 'mos', 'seed 42', 'stopped', '', ' uniform  bend '])(
	'“%s” finds it',
	(query) => expect(matches(text, query)).toBe(true),
);
test.each([exampleExperiment.skills[0].name, exampleExperiment.model.id])(
	'skills and model find it: %s',
	(query) => expect(matches(text, query)).toBe(true),
);
test.each(['raise', 'baseline raise', 'finished'])('“%s” does not', (query) =>
	expect(matches(text, query)).toBe(false),
);
test('tags are listed once, sorted', () => {
	expect(allTags([{ tags: ['b', 'a'] }, {}, { tags: ['b', 'Ä'] }])).toEqual(['a', 'Ä', 'b']);
});
