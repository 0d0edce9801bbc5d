import { afterEach, expect, test, vi } from 'vitest';
import { keyListeners } from './keys.ts';

afterEach(() => vi.unstubAllGlobals());

function fixture(actions: Parameters<typeof keyListeners>[0]) {
	vi.stubGlobal('Element', class {});
	const { onkeydowncapture } = keyListeners(actions);
	const preventDefault = vi.fn();
	const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) =>
		onkeydowncapture({
			key,
			preventDefault,
			stopPropagation: () => undefined,
			...modifiers,
		} as unknown as KeyboardEvent);
	return { press, preventDefault };
}

test('a key that is held acts once, except for an arrow', () => {
	const [toggle, move] = [vi.fn(), vi.fn()];
	const { press, preventDefault } = fixture({ ' ': toggle, arrowright: move });
	for (const repeat of [false, true, true]) {
		press(' ', { repeat });
		press('ArrowRight', { repeat });
	}
	expect(toggle).toHaveBeenCalledTimes(1);
	expect(move).toHaveBeenCalledTimes(3);
	// Else the page would scroll.
	expect(preventDefault).toHaveBeenCalledTimes(6);
});

test('AltGr or Option types a bracket; other keys with a modifier belong to the browser', () => {
	const [open, theme] = [vi.fn(), vi.fn()];
	const { press } = fixture({ '[': open, t: theme });
	press('[', { ctrlKey: true, altKey: true });
	press('[', { altKey: true });
	expect(open).toHaveBeenCalledTimes(2);
	press('[', { metaKey: true });
	press('[', { ctrlKey: true });
	press('t', { altKey: true });
	expect(open).toHaveBeenCalledTimes(2);
	expect(theme).not.toHaveBeenCalled();
});

test('after Tab, the space bar presses a button that has the focus, and trains from a link', () => {
	const toggle = vi.fn();
	const { press } = fixture({ ' ': toggle });
	const inside = (selector: string) =>
		Object.assign(new Element(), {
			closest: (selectors: string) => (selectors.split(', ').includes(selector) ? {} : null),
		});
	press('Tab');
	press(' ', { target: inside('button') });
	expect(toggle).not.toHaveBeenCalled();
	press(' ', { target: inside('a') });
	expect(toggle).toHaveBeenCalledOnce();
});

test('Escape in the field of a share closes this field alone', () => {
	const close = vi.fn();
	const { press } = fixture({ escape: close });
	const inside = (selector: string) =>
		Object.assign(new Element(), {
			closest: (selectors: string) => (selectors.includes(selector) ? {} : null),
		});
	press('Escape', { target: inside('[data-escape]') });
	expect(close).not.toHaveBeenCalled();
	// Another field keeps its text, and the cursor of the charts goes.
	press('Escape', { target: inside('textarea') });
	expect(close).toHaveBeenCalledOnce();
});
