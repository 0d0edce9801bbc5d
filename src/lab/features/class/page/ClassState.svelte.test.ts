import { expect, test } from 'vitest';
import { ClassState } from './ClassState.svelte.ts';

const link = 'https://lab.example/#3.AAAA';

test('a result takes its name from its file, and a file without a result is named', async () => {
	const lab = {
		info: null,
		policy: () => undefined,
		policyTitles: () => '',
		readLink: () => expect.unreachable(),
	};
	const state = new ClassState(lab);
	state.text = `Eve: ${link}\n`;
	await state.add([
		new File([`[Lower] ${link}\r\n`], 'ada [2] #1.txt'),
		new File([`Ben ${link}`], 'home.work.txt'),
		new File(['PNG'], 'photo.png'),
		new File([`${link}${' '.repeat(1e6)}`], 'large.txt'),
	]);
	expect(state.text.split('\n')).toEqual([
		`Eve: ${link}`,
		`ada  2   1: [Lower] ${link}`,
		`Ben ${link}`,
	]);
	expect(state.empty).toEqual(['photo.png', 'large.txt']);
	await state.add([]);
	expect(state.empty).toEqual([]);
});
