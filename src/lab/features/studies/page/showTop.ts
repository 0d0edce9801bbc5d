/** Scrolls to a heading when it is first shown: what was there before may have been scrolled. */
export function showTop(heading: Element): void {
	heading.scrollIntoView();
}
