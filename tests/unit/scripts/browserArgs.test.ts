import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { testBrowserArgs } from '../../../scripts/lib/browser.ts';

it('the browser of the tests disables all features that Playwright disables', () => {
	const bundle = readFileSync('node_modules/playwright-core/lib/coreBundle.js', 'utf8');
	const [, list] = /disabledFeatures = \[([^\]]+)\]/.exec(bundle)!;
	const names = [...list.matchAll(/^\s*"(\w+)"/gm)].map(([, name]) => name);
	expect(names.length).toBeGreaterThan(10);
	const switches = testBrowserArgs().filter((flag) => flag.startsWith('--disable-features='));
	expect(switches).toHaveLength(1);
	expect(switches[0].split(/[=,]/)).toEqual(expect.arrayContaining(names));
});
