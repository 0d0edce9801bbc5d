import { expect, test } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { ClassState } from './ClassState.svelte.ts';

const link = 'https://lab.example/#3.AAAA';
const openClass = () =>
	new ClassState({
		info: null,
		policy: () => undefined,
		policyTitles: () => '',
		readLink: () => expect.unreachable(),
	});

test('a result takes its name from its file, and a file without a result is named', async () => {
	const state = openClass();
	state.text = `Eve: ${link}\n`;
	await state.add([
		new File([`${link}\r\n`], 'ada [2] #1.txt'),
		new File([`Ben ${link}`], 'home.work.txt'),
		new File(['PNG'], 'photo.png'),
		new File([`${link}${' '.repeat(1e6)}`], 'large.txt'),
	]);
	expect(state.text.split('\n')).toEqual([`Eve: ${link}`, `ada  2   1: ${link}`, `Ben ${link}`]);
	expect(state.empty.map(({ file }) => file)).toEqual(['photo.png', 'large.txt']);
	await state.add([]);
	expect(state.empty).toEqual([]);
	// A text that was pasted beside the field has no name.
	state.text = '';
	await state.add([new File([link], '')]);
	expect(state.text).toBe(link);
});

test('a file that cannot be read does not cost the others', async () => {
	const moved = Object.assign(new File([link], 'moved.txt'), {
		arrayBuffer: () => Promise.reject(new DOMException('It is gone.', 'NotFoundError')),
	});
	const state = openClass();
	// ü as one byte: not UTF-8.
	const bytes = Uint8Array.from(`J\u00fcrgen ${link}`, (letter) => letter.charCodeAt(0));
	const latin = new File([bytes], 'latin.txt');
	await state.add([moved, latin, new File([`Ben ${link}`], 'ben.txt')]);
	expect(state.text).toBe(`Ben ${link}`);
	expect(state.empty).toEqual([
		{ file: 'moved.txt', error: null },
		{
			file: 'latin.txt',
			error: failure('{name}: it is not text in UTF-8. Save it as UTF-8.', { name: 'latin.txt' }),
		},
	]);
});

test('the example is known as one until its text changes', async () => {
	const state = openClass();
	expect(state.isExample).toBe(false);
	await state.showExample();
	expect(state.isExample).toBe(true);
	state.text += `\nEve: ${link}`;
	expect(state.isExample).toBe(false);
});
