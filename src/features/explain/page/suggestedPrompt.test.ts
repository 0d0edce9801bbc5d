import { expect, test } from 'vitest';
import { suggestedPrompt } from './suggestedPrompt.ts';

const example = 'add 47+8=';
const samples = [
	{ skill: 2, prompt: 'a fox' },
	{ skill: 1, prompt: 'rev hov=' },
];

test('the prompt is one of a trained skill', () => {
	const [add, reverse] = ['add', 'rev'].map((id, index) => ({ id, index }));
	expect(suggestedPrompt([add, reverse], samples, example)).toBe(example);
	expect(suggestedPrompt([reverse], samples, example)).toBe('rev hov=');
	expect(suggestedPrompt([reverse], [], example)).toBe('');
});
