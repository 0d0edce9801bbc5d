/** What went wrong in a page or its browser, without what Playwright writes around it: prefixes, colours, calls, stacks. */
export function plainError(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	return (
		message
			// eslint-disable-next-line no-control-regex -- the escapes of colours are such characters
			.replace(/\x1b\[[0-9;]*m/g, '')
			.replace(/^(?:\w*Error: |(?:page|browser|browserType|elementHandle|jsHandle)\.\w+: )+/, '')
			.replace(/\n(?:\s+at |Call log:|╔)[\s\S]*$/, '')
			.trim()
	);
}
