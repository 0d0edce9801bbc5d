/** What went wrong in a page, without what Playwright writes around it. */
export function plainError(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	return message
		.replace(/^\w+\.\w+: /, '')
		.replace(/^(?:\w*Error: )+/, '')
		.replace(/\n\s+at [\s\S]*$/, '')
		.trim();
}
