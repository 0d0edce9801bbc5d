import { expect, it } from 'vitest';
import type { RunGroup, RunRecord } from './stores.ts';
import { listedRuns, runsByGroup, unmadeRuns } from './runGroups.ts';

type Run = Pick<RunRecord, 'id' | 'group'>;
const run = (
	list: string,
	number: number,
	changed: { step?: number; end?: 'running' | 'stopped'; group?: Partial<RunGroup> } = {},
) => ({
	id: `${list} ${number}`,
	step: 0,
	end: 'running' as const,
	...changed,
	group: { kind: 'race', id: list, key: `${number}`, of: 3, ...changed.group },
});
const alone = { id: 'alone', step: 0, end: 'running' as const };

it('the runs of a list are in their order; equal ids of two kinds are two lists', () => {
	const other = run('a', 0, { group: { kind: 'study' } });
	const runs = [run('newer', 1), run('a', 1), alone, run('a', 0), other, run('newer', 0)];
	expect(runsByGroup<Run>(runs)).toEqual([
		[run('newer', 0), run('newer', 1)],
		[run('a', 0), run('a', 1)],
		[other],
	]);
});

it('temporary runs are not listed', () => {
	const cell = run('a', 0, { group: { temporary: true } });
	expect(listedRuns<Run>([cell, alone, run('b', 0)])).toEqual([alone, run('b', 0)]);
});

it('the runs of a list whose making was cut off are found, and no others', () => {
	const cutOff = [run('cut', 0), run('cut', 1)];
	const whole = [0, 1, 2].map((number) => run('whole', number));
	const trained = [run('trained', 0, { step: 8 }), run('trained', 1)];
	const dropped = [run('dropped', 0, { end: 'stopped' }), run('dropped', 1)];
	const deleted = [0, 2].map((number) => run('deleted', number));
	// Races of earlier versions do not say how many lanes they have, and a study's cells are open.
	const { of: _, ...open } = run('open', 0).group;
	const runs = [...whole, ...cutOff, ...trained, ...dropped, ...deleted, alone];
	expect(unmadeRuns([...runs, { ...alone, group: open }])).toEqual(cutOff.map(({ id }) => id));
});
