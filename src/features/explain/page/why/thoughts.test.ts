import { expect, test } from 'vitest';
import { ExplanationLog } from '#page/state/ExplanationLog.ts';
import { thoughtsOf } from './thoughts.ts';

test('sentences and warnings by step, the newest first', () => {
	const explanations = new ExplanationLog();
	const say = (step: number, sentence: string) =>
		explanations.add(step, { weights: [1], sentence, traces: [] });
	say(1, 'first');
	say(10, 'second');
	say(20, 'second');
	const warnings = [{ step: 10, message: 'noise' }];
	expect(thoughtsOf({ explanations, warnings }).map(({ step, text }) => [step, text])).toEqual([
		[10, 'noise'],
		[10, 'second'],
		[1, 'first'],
	]);
});
