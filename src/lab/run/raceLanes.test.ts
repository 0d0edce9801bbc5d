import { expect, it } from 'vitest';
import { laneRunId, raceOfRun, unmadeLanes } from './raceLanes.ts';

const lane = (
	race: string,
	number: number,
	changed: { step?: number; end?: 'running' | 'stopped' },
) => ({ id: laneRunId(race, number, 3), step: 0, end: 'running' as const, ...changed });

it('the lanes of a race share it, and other runs have none', () => {
	expect(raceOfRun(lane('a:b', 2, {}))).toBe('a:b');
	expect(raceOfRun({ id: 'a' })).toBeNull();
});

it('lanes of a race whose making was cut off are found, and no others', () => {
	const cutOff = [lane('cut', 0, {}), lane('cut', 1, {})];
	const whole = [0, 1, 2].map((number) => lane('whole', number, {}));
	const trained = [lane('trained', 0, { step: 8 }), lane('trained', 1, {})];
	const dropped = [lane('dropped', 0, { end: 'stopped' }), lane('dropped', 1, {})];
	const deleted = [0, 2].map((number) => lane('deleted', number, {}));
	const others = [{ id: 'own', step: 0, end: 'running' as const }];
	// Races of earlier versions do not say how many lanes they have.
	const older = [{ id: 'race:old:0', step: 0, end: 'running' as const }];
	const runs = [...whole, ...cutOff, ...trained, ...dropped, ...deleted, ...others, ...older];
	expect(unmadeLanes(runs)).toEqual(cutOff.map(({ id }) => id));
});
