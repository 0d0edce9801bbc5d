import { describe, expect, test, vi } from 'vitest';
import { InputError } from '#core/errors.ts';
import type { LinkContent } from '#lab/run/link.ts';
import { exampleExperiment } from '#page/state/experiment.test-support.ts';
import { readFragment, ShareState } from './ShareState.svelte.ts';

const openState = (decode: () => Promise<LinkContent>) => {
	const openLink = vi.fn(async () => 'opened' as const);
	const client = { 'link.decode': decode, 'link.encode': async () => '#1.abc' };
	const share = new ShareState({ client, openLink });
	share.show();
	return { share, openLink };
};

describe('a pasted link', () => {
	test('a damaged link throws before anything changes', async () => {
		const broken = new InputError('The link cannot be opened: …');
		const { share, openLink } = openState(() => Promise.reject(broken));
		await expect(share.openLink('https://lab/#1.abc')).rejects.toBe(broken);
		expect(openLink).not.toHaveBeenCalled();
		expect(share.isOpen).toBe(true);
	});
	test('a valid link closes the dialog', async () => {
		const { share, openLink } = openState(async () => ({ experiment: exampleExperiment }));
		await share.openLink('https://lab/#1.abc');
		expect(openLink).toHaveBeenCalledWith('#1.abc');
		expect(share.isOpen).toBe(false);
	});
	test.each([
		['https://lab.example/x/#1.abc', '#1.abc'],
		[' #1.abc\n', '#1.abc'],
		['https://lab.example/x/?a=1%231.abc', '#1.abc'],
		['1.abc', '#1.abc'],
	])('%j has the fragment %s', (link, fragment) => expect(readFragment(link)).toBe(fragment));
});
