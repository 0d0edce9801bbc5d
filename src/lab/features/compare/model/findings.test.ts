import { expect, test } from 'vitest';
import { bitText } from '#engine/core/bytes.ts';
import type { SkillScore } from '#lab/training/events.ts';
import { laneFindings, skillWins } from './findings.ts';

/** A skill of `all` answers, the first `right` of them right. */
const skill = (right: number, all = 50): SkillScore => ({
	loss: 1,
	exact: right / all,
	tokenAccuracy: 0,
	examples: all,
	right: bitText(Array.from({ length: all }, (_, i) => i < right)),
});
const raw = (losses: readonly number[]): SkillScore => ({
	loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
	exact: null,
	tokenAccuracy: 0,
	examples: losses.length,
	losses,
});
/** The wins with whole points, as a sentence has them. */
const inPoints = (lanes: Parameters<typeof skillWins>[0]) =>
	skillWins(lanes).map(({ skill, lane, by }) => [skill, lane, by && Math.round(100 * by)]);
const lane = (title: string, ...skills: SkillScore[]) => ({ title, skills });

test('a lane wins a skill if the rows tell it, the clearest first', () => {
	// Five rows of 50 that all changed in one direction are not told (McNemar: p = 0.0625), six are.
	const lanes = [
		lane('a', skill(10), skill(10), skill(40)),
		lane('b', skill(15), skill(16), skill(5)),
	];
	expect(inPoints(lanes)).toEqual([
		[2, 0, 70],
		[1, 1, 12],
	]);
});

test('of three lanes, the winner is above each other one', () => {
	const near = [lane('a', skill(10)), lane('b', skill(30)), lane('c', skill(33))];
	expect(skillWins(near)).toEqual([]);
	expect(inPoints([...near.slice(0, 2), lane('c', skill(45))])).toEqual([[0, 2, 30]]);
});

test('texts without answers are won by their loss', () => {
	const lanes = [lane('a', raw([1, 1.1, 1.2])), lane('b', raw([0.5, 0.61, 0.69]))];
	expect(skillWins(lanes)).toEqual([{ skill: 0, lane: 1, by: null }]);
	expect(skillWins([lanes[0], lane('b', raw([0.9, 1.4, 1]))])).toEqual([]);
});

test('one lane wins nothing, and other numbers of rows are not compared', () => {
	expect(skillWins([lane('a', skill(10))])).toEqual([]);
	expect(skillWins([lane('a', skill(1)), lane('b', skill(200, 200))])).toEqual([]);
});

test('of two lanes, the sentence is about the one that wins more, else the second', () => {
	const [x, y, z] = [0, 1, 1].map((lane, skill) => ({ skill, lane, by: 0.5 }));
	expect(laneFindings(2, [x, y, z])).toEqual([{ lane: 1, wins: [y, z], loses: [x] }]);
	expect(laneFindings(2, [x, y])).toEqual([{ lane: 1, wins: [y], loses: [x] }]);
	expect(laneFindings(2, [x])).toEqual([{ lane: 0, wins: [x], loses: [] }]);
	expect(laneFindings(2, [])).toEqual([]);
	expect(laneFindings(3, [x, y])).toEqual([
		{ lane: 0, wins: [x], loses: [] },
		{ lane: 1, wins: [y], loses: [] },
	]);
});
