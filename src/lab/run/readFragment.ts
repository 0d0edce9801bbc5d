/** The fragment, with its `#`, of a pasted link or of a fragment alone. */
export function readFragment(link: string): string {
	const text = link.trim();
	// Some programs encode the hash of a link as %23.
	const hash = /#|%23/.exec(text);
	return `#${hash ? text.slice(hash.index + hash[0].length) : text}`;
}
