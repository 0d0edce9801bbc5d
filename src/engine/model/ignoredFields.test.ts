import { expect, test } from 'vitest';
import golden from '../../../tests/golden/chat.json' with { type: 'json' };
import type { ChatTemplate } from './chatTemplate.ts';
import { openTemplates } from './chatTemplate.ts';
import { ignoredFields } from './ignoredFields.ts';

const chatOf = (template: ChatTemplate): Parameters<typeof ignoredFields>[0] => ({
	chat: {
		show: (conversation) => ({ text: template.render(conversation, false).text, spans: [] }),
	},
});

test.each(Object.entries(golden.families))('what %s ignores', (name, { template, names }) => {
	const sources = new Map([['default', template]]);
	const opened = openTemplates({ file: 'chat_template.jinja', sources }, names);
	const ignored = ignoredFields(chatOf(opened));
	const reads = /reasoning_content|thinking/.test(template);
	expect(ignored.includes('reasoning_content'), name).toBe(!reads);
});

test('a model without a template reads the content only', () => {
	expect(ignoredFields({ chat: undefined })).toEqual(['reasoning_content', 'name']);
});
