/** {prompt, completion}, and other usual names. */
import { pairShape } from './pair.ts';

export const promptCompletion = pairShape('promptCompletion', 'Prompt and completion', [
	{ prompt: ['prompt'], answer: ['completion', 'response', 'output', 'answer'] },
	{ prompt: ['input', 'inputs'], answer: ['output', 'outputs', 'target', 'targets', 'response'] },
	{ prompt: ['source'], answer: ['target'] },
]);
