import { expect, it } from 'vitest';
import { InternalError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { errorText } from './words.ts';

it.each([
	'Failed to fetch dynamically imported module: https://lab.example/assets/lab.worker-a1.js',
	'error loading dynamically imported module: https://lab.example/assets/lab.worker-a1.js',
	'Importing a module script failed.',
	'Unable to preload CSS for /assets/lab.worker-a1.css',
])('code that did not arrive is named in a sentence: %s', (message) => {
	const text = errorText(new TypeError(message));
	expect(text).toMatch(/^A part of the page did not arrive.* Check the connection, then reload/);
	expect(text).not.toContain('module');
	const what = `Uncaught TypeError: ${message}`;
	const crash = new InternalError(
		say("The lab's worker ended: {what}. What was stored is kept: reload the page to go on.", {
			what,
		}),
	);
	expect(errorText(crash)).toBe(text);
});
