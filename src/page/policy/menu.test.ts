import { expect, test } from 'vitest';
import { policyEntries } from './menu.ts';

test('every policy is in the menu once, group by group', () => {
	const policy = (id: string, group: 'fixed' | 'adaptive' | 'examples') => ({
		id,
		group,
		title: id.toUpperCase(),
		summary: '',
	});
	const entries = policyEntries([
		policy('raise', 'examples'),
		policy('mos', 'adaptive'),
		policy('uniform', 'fixed'),
		policy('odm', 'adaptive'),
	]);
	expect(entries.map(({ value }) => value)).toEqual(['uniform', 'mos', 'odm', 'raise']);
	expect(new Set(entries.map(({ group }) => group)).size).toBe(3);
});
