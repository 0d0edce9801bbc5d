import { createRawSnippet } from 'svelte';
import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import Button from './Button.svelte';

const button = (props: { readonly title?: string; readonly reason?: string }): string => {
	const children = createRawSnippet(() => ({ render: () => '<b>Go</b>' }));
	return render(Button, { props: { ...props, children } }).body;
};

test('a reason disables a button and replaces its title', () => {
	expect(button({ title: 'Marks all' })).toContain('title="Marks all"');
	expect(button({ title: 'Marks all', reason: '' })).not.toContain('aria-disabled');
	const waiting = button({ title: 'Marks all', reason: 'Type your name first.' });
	expect(waiting).toContain('aria-disabled="true"');
	expect(waiting).toContain('title="Type your name first."');
});
