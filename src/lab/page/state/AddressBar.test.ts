import { expect, test } from 'vitest';
import { AddressBar, type Entries } from './AddressBar.ts';
import { exampleExperiment } from '../../../../tests/support/experiment.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabState } from './LabState.svelte.ts';
import { NoticeState } from './NoticeState.svelte.ts';
import { ViewState } from './ViewState.svelte.ts';

/** The browser's history, without its events. */
class Tab implements Entries {
	entries: unknown[] = [null];
	at = 0;
	fragment = 'not restored';
	get state() {
		return this.entries[this.at];
	}
	replaceState(state: unknown, _: string, fragment?: string) {
		this.entries[this.at] = state;
		if (fragment !== undefined) this.fragment = fragment;
	}
	pushState(state: unknown) {
		this.entries = [...this.entries.slice(0, ++this.at), state];
	}
}
function opened(tab = new Tab()) {
	const view = new ViewState({ getItem: () => null, setItem: () => undefined });
	let ids = 0;
	const functions = { encodeLink: ({ seed }: Experiment) => `3.${seed}` } as LabState['functions'];
	const lab = { functions, notices: new NoticeState(), openLink: () => false };
	const bar = new AddressBar(lab, view, tab, () => `chapter ${++ids}`);
	bar.settle();
	const go = (place: typeof view.place, guide = view.guide) => {
		[view.place, view.guide] = [place, guide];
		bar.showPlace(place, guide);
	};
	/** Whether Back stays in the session, so that it restores the link. */
	const goesBack = () => {
		tab.fragment = 'not restored';
		bar.return();
		return tab.fragment !== 'not restored';
	};
	return { tab, view, bar, go, goesBack };
}

test('Back leads to the place before, and a known place adds no entry', () => {
	const { tab, view, bar, go, goesBack } = opened();
	go('bench');
	expect(tab.entries).toHaveLength(1);
	go('studies');
	go('runs');
	tab.at--;
	expect(goesBack()).toBe(true);
	expect(view.place).toBe('studies');
	bar.showPlace('studies', null);
	expect(tab.entries).toHaveLength(3);
	tab.at--;
	expect(goesBack()).toBe(true);
	expect(view.place).toBe('bench');
});

test('Back closes a text beside the workbench, and Forward opens it', () => {
	const { tab, view, go, goesBack } = opened();
	go('bench', { id: 'mixing', isChosen: true });
	go('runs');
	expect(tab.entries).toHaveLength(3);
	tab.at = 0;
	expect(goesBack()).toBe(true);
	expect([view.place, view.guide]).toEqual(['bench', null]);
	tab.at = 1;
	expect(goesBack()).toBe(true);
	expect([view.place, view.guide?.id]).toEqual(['bench', 'mixing']);
	// The text of a link, or of the last visit.
	go('bench', { id: 'linked', isChosen: false });
	expect(tab.at).toBe(1);
	expect(opened(tab).view.guide?.id).toBe('linked');
	go('bench', null);
	expect(tab.at).toBe(1);
	expect(opened(tab).view.guide).toBeNull();
});

test('a reload shows the same place', () => {
	const { tab, go } = opened();
	go('questions');
	expect(opened(tab).view.place).toBe('questions');
});

test('a typed fragment starts a session, and Back from it opens the address before', () => {
	const { tab, view, bar, go, goesBack } = opened();
	go('runs');
	tab.pushState(null);
	expect(goesBack()).toBe(false);
	bar.showPlace('bench', null);
	expect(tab.entries).toHaveLength(3);
	view.place = 'bench';
	bar.settle();
	go('studies');
	expect(tab.entries).toHaveLength(4);
	tab.at = 1;
	expect(goesBack()).toBe(false);
	bar.settle();
	expect(view.place).toBe('runs');
});

test('the address is that of the text beside the workbench, and a reload finds both', () => {
	const { tab, bar, go } = opened();
	const content = (seed: number) => ({ experiment: { ...exampleExperiment, seed } });
	go('bench', { id: 'mixing', isChosen: true });
	bar.showLink(content(1), '#lesson=mixing');
	expect(tab.fragment).toBe('#lesson=mixing');
	expect(opened(tab).bar.benchBefore).toBe('#3.1');
	// Back from a place shows the same address, with the workbench of now.
	go('runs');
	bar.showLink(content(2), '#lesson=mixing');
	tab.at--;
	bar.return();
	expect(tab.fragment).toBe('#lesson=mixing');
	expect(opened(tab).bar.benchBefore).toBe('#3.2');
	// What the page wrote is not opened again.
	expect([bar.hasWritten('#lesson=mixing'), bar.hasWritten('#lesson=noise')]).toEqual([
		true,
		false,
	]);
	bar.showLink(content(2), null, 'run');
	expect(tab.fragment).toBe('#3.2');
	expect(opened(tab).bar.runBefore).toBe('run');
	bar.showLink(content(3));
	expect(opened(tab).bar.runBefore).toBeUndefined();
});
