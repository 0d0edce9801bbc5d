/** The sentences of index.html, which say what is missing until the lab is open. */

/** If the first script did not run (`src/opening.js`), the page's style hides them from now on. */
export const hideOpening = (): void =>
	void (document.documentElement.dataset['opening'] ??= 'quiet');

/** What failed stays said, and a style that is still awaited. */
export function endOpening(): void {
	const { opening } = document.documentElement.dataset;
	const lacksStyle = document.querySelector('link[rel=stylesheet][media="not all"]') !== null;
	if (opening !== 'failed' && !lacksStyle) document.getElementById('opening')?.remove();
}
