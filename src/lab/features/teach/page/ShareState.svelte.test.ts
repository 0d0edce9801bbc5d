import { describe, expect, test, vi } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { encodeLink, readLink } from '#lab/run/link.ts';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import { ShareState } from './ShareState.svelte.ts';

const openState = () => {
	const openLink = vi.fn(() => true);
	const follow = vi.fn();
	const share = new ShareState({ openLink, readLink }, follow);
	share.isOpen = true;
	return { share, openLink, follow };
};

describe('a pasted link', () => {
	test('a damaged link throws before anything changes', () => {
		const { share, openLink } = openState();
		expect(() => share.openLink('https://lab/#1.abc')).toThrow(InputError);
		expect(openLink).not.toHaveBeenCalled();
		expect(share.isOpen).toBe(true);
	});
	test('a link to a lesson is followed, whatever stands around it', () => {
		const { share, openLink, follow } = openState();
		share.openLink('> Today: <https://lab/#lesson=3Dmix&amp;seeds=3Deach>.');
		expect(follow).toHaveBeenCalledExactlyOnceWith('#lesson=mix&seeds=each');
		expect(openLink).not.toHaveBeenCalled();
		expect(share.isOpen).toBe(false);
	});
	test('a valid link closes the dialog', () => {
		const { share, openLink } = openState();
		share.openLink(`See https://lab/#${encodeLink(exampleExperiment)}.`);
		expect(openLink).toHaveBeenCalledOnce();
		expect(share.isOpen).toBe(false);
	});
});
