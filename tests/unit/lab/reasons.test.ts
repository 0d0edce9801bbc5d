/** Disabled controls say why. Components take a reason; their types refuse `disabled`. */
import { expect, test } from 'vitest';

const sources = import.meta.glob<string>(['/src/lab/**/*.svelte', '!**/components/*'], {
	query: '?raw',
	import: 'default',
	eager: true,
});

test('no part of the page disables a control without a reason', () => {
	const files = Object.entries(sources);
	expect(files.filter(([, source]) => source.includes('reason={')).length).toBeGreaterThan(25);
	expect(files.flatMap(([file, source]) => (/\bdisabled[=:]/.test(source) ? file : []))).toEqual([
		// A text beside each of these check boxes says why it is disabled.
		'/src/lab/features/teach/page/GiveLesson.svelte',
		'/src/lab/features/teach/page/ShareDialog.svelte',
	]);
});
