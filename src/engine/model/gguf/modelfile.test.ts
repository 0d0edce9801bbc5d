import { expect, test } from 'vitest';
import golden from '../../../../tests/golden/chat.json' with { type: 'json' };
import { openTemplates, plainTemplate } from '../chatTemplate.ts';
import { modelfile } from './modelfile.ts';

const written = (
	source: string,
	names: { readonly bos_token?: string; readonly eos_token?: string } = {},
) =>
	modelfile({
		file: 'tiny.gguf',
		template: openTemplates(
			{ file: 'chat_template.jinja', sources: new Map([['default', source]]) },
			names,
		),
		begin: source.includes('bos_token') ? (names.bos_token ?? '') : '',
		stops: ['<end>', '<end>'],
	});
const family = (name: keyof typeof golden.families) =>
	written(golden.families[name].template, golden.families[name].names);

test('a model without a chat template gets line breaks, and answers as in the lab', () => {
	const template = plainTemplate({ begin: 1, user: null });
	expect(written(template, { bos_token: '<begin>', eos_token: '</s>' })).toBe(`\
# ollama create my-model -f Modelfile
FROM ./tiny.gguf
TEMPLATE """{{ if .System }}{{ .System }}
{{ end }}{{ .Prompt }}
{{ .Response }}</s>
"""
# As in the lab, the likeliest token each time.
PARAMETER temperature 0
PARAMETER repeat_penalty 1
PARAMETER stop "<end>"
`);
});

test('thoughts of earlier answers are dropped where the chat template drops them', () => {
	const [start, end] = ['<|im_start|>', '<|im_end|>\n'];
	expect(family('qwen3')).toContain(
		`TEMPLATE """{{ if .System }}${start}system\n{{ .System }}${end}{{ end }}` +
			'{{ $last := -1 }}{{ range $i, $_ := .Messages }}' +
			'{{ if eq .Role "user" }}{{ $last = $i }}{{ end }}{{ end }}' +
			'{{ range $i, $_ := .Messages }}' +
			`{{ if eq .Role "user" }}${start}user\n{{ .Content }}${end}${start}assistant\n` +
			'{{ else if eq .Role "assistant" }}' +
			'{{ if and .Thinking (gt $i $last) }}<think>\n{{ .Thinking }}\n</think>\n\n{{ end }}' +
			`{{ .Content }}{{ if gt (len (slice $.Messages $i)) 1 }}${end}{{ end }}` +
			'{{ end }}{{ end }}"""\n',
	);
	const names = Object.keys(golden.families) as (keyof typeof golden.families)[];
	const dropping = names.filter((name) => family(name).includes('.Thinking'));
	expect(dropping).toEqual(['qwen3', 'lfm2.5 (its own generation tags)']);
});

test.each([
	[
		'that counts its messages',
		'{% for m in messages %}{{ loop.index }} {{ m.content }}{% endfor %}',
	],
	['whose text has braces', '{% for m in messages %}{{ "{{" }}{{ m.content }}\n{% endfor %}'],
	['that repeats a message', '{% for m in messages %}{{ m.content }}{{ m.content }}{% endfor %}'],
])('a template %s is left to Ollama', (_, source) => {
	expect(written(source)).not.toContain('TEMPLATE');
	expect(written(source)).toContain('# The chat template has no form in Go');
});
