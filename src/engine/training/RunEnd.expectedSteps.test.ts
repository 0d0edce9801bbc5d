import { expect, test } from 'vitest';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { tinySettings, tinySkills } from '../../../tests/unit/engine/tinyRun.ts';
import { expectedSteps } from './RunEnd.ts';

const settings = tinySettings([{ fromStep: 0, id: 'uniform', settings: {} }], { steps: 40 });
/** `count` examples of `length` tokens. */
const skill = (count: number, length: number): Pick<EncodedSkill, 'train'> => ({
	train: {
		...tinySkills[0].train,
		count,
		offsets: Uint32Array.from({ length: count + 1 }, (_, i) => i * length),
	},
});

test('without a token budget: the steps of the experiment', () => {
	expect(expectedSteps(settings, [skill(3, 10)])).toBe(40);
	const budget = { kind: 'seconds', seconds: 3 } as const;
	expect(expectedSteps({ ...settings, budget }, [skill(3, 10)])).toBe(40);
});

test('with a token budget: the steps in which equal shares reach it, up to the limit', () => {
	const batching = { ...settings.batching, size: 4 };
	const under = (tokens: number) => ({
		...settings,
		batching,
		budget: { kind: 'tokens', tokens } as const,
	});
	// 4 examples of (10 + 30) / 2 tokens. Skill sizes do not matter; an empty skill is ignored.
	const skills = [skill(90, 10), skill(2, 30), skill(0, 0)];
	expect(expectedSteps(under(800), skills)).toBe(10);
	expect(expectedSteps(under(801), skills)).toBe(11);
	expect(expectedSteps(under(1), skills)).toBe(1);
	expect(expectedSteps(under(1e6), skills)).toBe(40);
	expect(expectedSteps(under(800), [skill(0, 0)])).toBe(40);
});
