/** Boxes that scroll: the keyboard must reach them. */

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
