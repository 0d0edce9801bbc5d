import { expect, test } from 'vitest';
import { readFragment } from './readFragment.ts';

test.each([
	['https://lab.example/x/#1.abc', '#1.abc'],
	[' #1.abc\n', '#1.abc'],
	['https://lab.example/x/?a=1%231.abc', '#1.abc'],
	['1.abc', '#1.abc'],
])('%j has the fragment %s', (link, fragment) => expect(readFragment(link)).toBe(fragment));
