/** The message of an error in a page, without Playwright's prefixes, colours, calls and stacks. */
export function plainError(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	return (
		message
			// oxlint-disable-next-line no-control-regex -- colour escapes contain control characters
			.replace(/\x1b\[[0-9;]*m/g, '')
			.replace(/^(?:\w*Error: |(?:page|browser|browserType|elementHandle|jsHandle)\.\w+: )+/, '')
			.replace(/\n(?:\s+at |Call log:|╔)[\s\S]*$/, '')
			.trim()
	);
}
