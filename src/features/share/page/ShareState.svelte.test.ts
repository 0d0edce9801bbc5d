import { describe, expect, test, vi } from 'vitest';
import { InputError } from '#core/errors.ts';
import { encodeLink } from '#lab/run/link.ts';
import { exampleExperiment } from '#page/state/experiment.test-support.ts';
import { readFragment, ShareState } from './ShareState.svelte.ts';

const openState = () => {
	const openLink = vi.fn(() => true);
	const share = new ShareState({ openLink });
	share.isOpen = true;
	return { share, openLink };
};

describe('a pasted link', () => {
	test('a damaged link throws before anything changes', () => {
		const { share, openLink } = openState();
		expect(() => share.openLink('https://lab/#1.abc')).toThrow(InputError);
		expect(openLink).not.toHaveBeenCalled();
		expect(share.isOpen).toBe(true);
	});
	test('a valid link closes the dialog', () => {
		const { share, openLink } = openState();
		const fragment = `#${encodeLink(exampleExperiment)}`;
		share.openLink(`https://lab/${fragment}`);
		expect(openLink).toHaveBeenCalledWith(fragment);
		expect(share.isOpen).toBe(false);
	});
	test.each([
		['https://lab.example/x/#1.abc', '#1.abc'],
		[' #1.abc\n', '#1.abc'],
		['https://lab.example/x/?a=1%231.abc', '#1.abc'],
		['1.abc', '#1.abc'],
	])('%j has the fragment %s', (link, fragment) => expect(readFragment(link)).toBe(fragment));
});
