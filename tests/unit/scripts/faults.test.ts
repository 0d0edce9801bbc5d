/** What happens outside a command has words; only a bug of ours keeps its stack. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { outsideFault, SetupError } from '../../../scripts/lib/faults.ts';

it('a closed browser, a missing file and wrong input have words', () => {
	const closed = 'page.evaluate: Target page, context or browser has been closed\n  Call log:';
	expect(outsideFault(new Error(closed))).toMatch(/^The browser was closed.*Start the command/);
	expect(outsideFault(new InputError(asMessage('Wrong.')))).toBe('Wrong.');
	expect(outsideFault(new SetupError('No browser.'))).toBe('No browser.');
	try {
		readFileSync('/nonexistent/file');
	} catch (error) {
		expect(outsideFault(error)).toMatch(/^ENOENT: .*\/nonexistent\/file/);
	}
});

it('a bug has none', () => {
	expect(outsideFault(new TypeError('x is not a function'))).toBeNull();
	expect(outsideFault('text')).toBeNull();
});
