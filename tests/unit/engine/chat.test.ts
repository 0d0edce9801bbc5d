/** A model with a chat template: training, samples and answers use the template. */
import { expect, test } from 'vitest';
import { encodeExamples } from '#engine/data/encode.ts';
import { byPart } from '#engine/data/skill.ts';
import { createChat } from '#engine/model/chat.ts';
import { readChatTemplate } from '#engine/model/chatTemplate.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { byteTokenizerConfig } from '../../../scripts/lib/pretraining/byteTokenizer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { tinyModel, tinySettings, tinySkills } from './tinyRun.ts';

/** Blanks follow the end of a turn, as in ChatML, and `<|reserved_0|>` ends it. */
const source = `{% for m in messages %}
{{ '<|' + m.role + '|>\\n' + m.content + '<|reserved_0|>\\n' }}
{%- endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}`;

test('a tuned model answers in turns of its template, and its samples are right', async () => {
	const texts = new Map([['chat_template.jinja', source]]);
	const template = readChatTemplate(texts, byteTokenizerConfig, () => ({}))!;
	const chat = createChat(template, tinyModel.tokenizer);
	const tokenizer = { ...tinyModel.tokenizer, chat };
	const skill = tinySkills.find(({ info }) => info.id === 'same')!;
	const encoded = byPart((part) => encodeExamples(skill.rows[part], tokenizer, 64));
	const events: RunEvent[] = [];
	const trainer = await createTrainer({
		device: await openNodeDevice(),
		model: { ...tinyModel, tokenizer },
		skills: [{ ...skill, ...encoded }],
		settings: tinySettings([{ fromStep: 0, id: 'uniform', settings: {} }], {
			steps: 60,
			evaluation: { every: 60, examples: 5, finalExamples: 5, samples: 2 },
		}),
	});
	events.push(...(await trainer.start()));
	while (trainer.step < 60) events.push(...(await trainer.next()));
	const sampled = events.filter((event) => event.type === 'samples').at(-1);
	const shown = sampled.samples.map((sample) => [sample.prompt, sample.answer, sample.expected]);
	expect(shown).toEqual([
		['same c10=', 'yes', 'yes'],
		['same d11=', 'yes', 'yes'],
	]);
	expect(sampled.samples.map(({ right }) => right)).toEqual([true, true]);
	const answer = await trainer.generate('same a1=', 'tuned', { maxTokens: 8 });
	expect(answer).toMatchObject({ text: 'yes', ended: true });
	trainer.dispose();
});
