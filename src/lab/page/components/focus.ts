/** Keyboard focus: on boxes that scroll, and on what follows when the focused control is gone. */
import { on } from 'svelte/events';
import { nextTurn } from './turns.ts';

const focusable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/** An attachment: the box takes the focus while it scrolls and contains nothing that does. */
export function focusableIfScrolls(box: HTMLElement): () => void {
	const update = () => {
		const scrolls = box.scrollHeight > box.clientHeight || box.scrollWidth > box.clientWidth;
		if (scrolls && !box.querySelector(focusable)) box.tabIndex = 0;
		else box.removeAttribute('tabindex');
	};
	const sizes = new ResizeObserver(update);
	const observe = () => [box, ...box.children].forEach((part) => sizes.observe(part));
	const children = new MutationObserver(observe);
	observe();
	children.observe(box, { childList: true });
	return () => {
		sizes.disconnect();
		children.disconnect();
	};
}

/**
 * An attachment of the layers above the page. When a key makes the focused control disappear, the
 * next control gets the focus: in the open layer, else in the same article, else on the page. An
 * article without controls gets it itself. On another screen, its main part gets it; while the
 * screen loads, the part that says so.
 */
export function keepFocus(layers: HTMLElement): void {
	/** The browser keeps a range in its place while the page changes. */
	const [inPage, inLayer] = [document.createRange(), document.createRange()];
	inPage.selectNode(layers);
	let focused: Element | null = null;
	let isInLayer = false;
	/** Nothing had the focus when the layer opened. */
	let fromNowhere = true;
	/** The main part at the last key. */
	let screen: Element | null = null;
	let byKey = false;
	const settle = () => {
		if (document.activeElement !== document.body) return;
		const main = document.querySelector('main');
		const layer = layers.firstElementChild ? layers : null;
		const isNew = main !== screen && !layer;
		if (fromNowhere && !layer && !isNew) return;
		const range = layer ? inLayer : inPage;
		const part = layer ?? (range.startContainer as Element).closest<HTMLElement>('article');
		const controls = [...(part ?? document).querySelectorAll<HTMLElement>(focusable)];
		const shown = controls.filter((control) => control.checkVisibility());
		const after = shown.find((control) => range.comparePoint(control, 0) > 0);
		const next = isNew ? main : (after ?? shown.at(-1) ?? part);
		if (!next?.matches(focusable)) next?.setAttribute('tabindex', '-1');
		next?.focus();
	};
	new MutationObserver(() => {
		if (byKey && focused?.isConnected === false) void nextTurn().then(settle);
	}).observe(document.body, { childList: true, subtree: true });
	// The layers stay as long as the document.
	on(document, 'focusin', ({ target, relatedTarget }) => {
		const wasInLayer = isInLayer;
		isInLayer = layers.contains(target as Element);
		if (!isInLayer) fromNowhere = false;
		else if (!wasInLayer) fromNowhere = relatedTarget === null && focused?.isConnected !== false;
		focused = target as Element;
		(isInLayer ? inLayer : inPage).selectNode(focused);
	});
	const onkeydown = () => ([byKey, screen] = [true, document.querySelector('main')]);
	on(document, 'keydown', onkeydown, { capture: true });
	on(document, 'pointerdown', () => (byKey = false), { capture: true });
}
