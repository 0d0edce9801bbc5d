import { expect, test } from 'vitest';
import { ExplanationLog } from '#lab/page/state/ExplanationLog.ts';
import { listThoughts, traceSeries } from './reports.ts';

test('a figure of a skill over the steps', () => {
	const log = new ExplanationLog();
	const said = { weights: [0.25, 0, 0.75], sentence: '' };
	log.add(1, { ...said, traces: [] });
	log.add(20, {
		...said,
		traces: [
			{ label: 'reward', values: [3, null, -1] },
			{ label: 'fixed point', values: [0.5, null, 0.5] },
		],
	});
	expect(traceSeries(log, 0, 'reward')).toEqual({ steps: [1, 20], values: [null, 3] });
	expect(traceSeries(log, 2, 'fixed point').values).toEqual([null, 0.5]);
	expect(traceSeries(log, 2, null).values).toEqual([0.75, 0.75]);
});

test('sentences and warnings are sorted by step, the newest first', () => {
	const explanations = new ExplanationLog();
	const say = (step: number, sentence: string) =>
		explanations.add(step, { weights: [1], sentence, traces: [] });
	say(1, 'first');
	say(10, 'second');
	say(20, 'second');
	const warnings = [{ step: 10, message: 'noise' }];
	expect(listThoughts({ explanations, warnings }).map(({ step, text }) => [step, text])).toEqual([
		[10, 'noise'],
		[10, 'second'],
		[1, 'first'],
	]);
});

test('a sentence that is a warning of its step too is listed once, as a warning', () => {
	const explanations = new ExplanationLog();
	const zero = 'every reward was 0';
	explanations.add(20, { weights: [1], sentence: zero, traces: [] });
	const warnings = [{ step: 20, message: zero }];
	expect(listThoughts({ explanations, warnings })).toEqual([{ step: 20, text: zero, warns: true }]);
});
