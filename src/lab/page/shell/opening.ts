/** The sentences of index.html, which say what is missing until the lab is open. */

/** If the first script did not run (`src/opening.js`), the page's style hides them from now on. */
export const hideOpening = (): void =>
	void (document.documentElement.dataset['opening'] ??= 'quiet');

/** What is awaited or failed stays said: the page lacks a style. */
export function endOpening(): void {
	if (document.documentElement.dataset['opening'] === 'quiet')
		document.getElementById('opening')?.remove();
}
