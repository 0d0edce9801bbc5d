import { expect, test } from 'vitest';
import shipped from '../../../models/index.json' with { type: 'json' };
import { libraryEnglish } from './words.en.ts';
import { libraryChinese } from './words.zh.ts';

test.each([libraryEnglish, libraryChinese])('each shipped model is described', ({ models }) =>
	expect(Object.keys(models.about).toSorted()).toEqual(shipped.map(({ id }) => id).toSorted()),
);
