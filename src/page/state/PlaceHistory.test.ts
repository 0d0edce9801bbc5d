import { expect, test } from 'vitest';
import { PlaceHistory, type Entries } from './PlaceHistory.ts';
import { ViewState } from './ViewState.svelte.ts';

/** The browser's history, without its events. */
class Tab implements Entries {
	entries: unknown[] = [null];
	at = 0;
	get state() {
		return this.entries[this.at];
	}
	replaceState(state: unknown) {
		this.entries[this.at] = state;
	}
	pushState(state: unknown) {
		this.entries = [...this.entries.slice(0, ++this.at), state];
	}
}
function opened(tab = new Tab()) {
	const view = new ViewState({ getItem: () => null, setItem: () => undefined });
	let ids = 0;
	const history = new PlaceHistory(view, tab, () => `chapter ${++ids}`);
	history.settle();
	const go = (place: Parameters<typeof view.go>[0]) => {
		view.go(place);
		history.show(place);
	};
	return { tab, view, history, go };
}

test('Back leads to the place before, and a known place adds no entry', () => {
	const { tab, view, history, go } = opened();
	go('bench');
	expect(tab.entries).toHaveLength(1);
	go('studies');
	go('runs');
	tab.at--;
	expect(history.return()).toBe(true);
	expect(view.place).toBe('studies');
	history.show('studies');
	expect(tab.entries).toHaveLength(3);
	tab.at--;
	expect(history.return()).toBe(true);
	expect(view.place).toBe('bench');
});

test('a reload shows the same place', () => {
	const { tab, go } = opened();
	go('questions');
	expect(opened(tab).view.place).toBe('questions');
});

test('a typed fragment starts a session, and Back from it opens the address before', () => {
	const { tab, view, history, go } = opened();
	go('runs');
	tab.pushState(null);
	expect(history.return()).toBe(false);
	history.show('bench');
	expect(tab.entries).toHaveLength(3);
	view.go('bench');
	history.settle();
	go('studies');
	expect(tab.entries).toHaveLength(4);
	tab.at = 1;
	expect(history.return()).toBe(false);
	history.settle();
	expect(view.place).toBe('runs');
});
