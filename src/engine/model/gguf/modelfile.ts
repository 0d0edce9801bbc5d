/**
 * The Modelfile of Ollama beside a GGUF file. Ollama has templates in Go in place of the model's
 * own (Jinja): one turn of a system message, a prompt and an answer, which it repeats. It is found
 * by rendering conversations of marked texts, and used only if it gives the same text again.
 */
import { ConversationError, type ChatTemplate, type Conversation } from '../chatTemplate.ts';

interface ModelfileFacts {
	/** The name of the GGUF file. */
	readonly file: string;
	readonly template: ChatTemplate;
	/** The text of the token that begins a sequence, which Ollama adds itself. */
	readonly begin: string;
	/** The texts of the tokens that end an answer. */
	readonly stops: readonly string[];
}

export function modelfile({ file, template, begin, stops }: ModelfileFacts): string {
	const turn = findTurn(template, begin);
	return [
		'# ollama create my-model -f Modelfile',
		`FROM ./${file}`,
		turn
			? `TEMPLATE """${turn.text}"""`
			: '# The chat template has no form in Go: Ollama looks for it in the GGUF file.',
		...(turn?.system === undefined ? [] : [`SYSTEM """${turn.system}"""`]),
		'# As in the lab, the likeliest token each time.',
		'PARAMETER temperature 0',
		'PARAMETER repeat_penalty 1',
		...new Set(stops.map((stop) => `PARAMETER stop ${JSON.stringify(stop)}`)),
		'',
	].join('\n');
}

interface Turn {
	readonly text: string;
	/** The system message of a conversation without one. */
	readonly system?: string;
}

const [system, user, answer, next] = ['SYSTEM-TEXT', 'USER-TEXT', 'ANSWER-TEXT', 'NEXT-TEXT'];
const [beforeThought, afterThought] = ['<think>\n', '\n</think>\n\n'];
const thoughtful = `${beforeThought}THOUGHT-TEXT${afterThought}${answer}`;

/**
 * The turns in Go for a template that drops the thoughts of earlier answers, as Qwen3's does.
 * Ollama takes the words around `.Thinking` from it, and keeps a reply's thoughts apart from
 * `.Content`. Only an answer behind the last prompt, which is being continued, has them.
 */
const turnsWithoutThoughts = (opening: string, header: string, footer: string): string =>
	'{{ $last := -1 }}{{ range $i, $_ := .Messages }}' +
	'{{ if eq .Role "user" }}{{ $last = $i }}{{ end }}{{ end }}' +
	'{{ range $i, $_ := .Messages }}' +
	`{{ if eq .Role "user" }}${opening}{{ .Content }}${header}` +
	'{{ else if eq .Role "assistant" }}' +
	`{{ if and .Thinking (gt $i $last) }}${beforeThought}{{ .Thinking }}${afterThought}{{ end }}` +
	`{{ .Content }}{{ if gt (len (slice $.Messages $i)) 1 }}${footer}{{ end }}` +
	'{{ end }}{{ end }}';

/** null: the template is not a repeated turn. */
function findTurn(template: ChatTemplate, begin: string): Turn | null {
	const render = (words: readonly string[], isOpen: boolean): string | null => {
		const messages: Conversation['messages'] = words.map((content) => ({
			role: content === system ? 'system' : content.endsWith(answer) ? 'assistant' : 'user',
			content,
		}));
		try {
			const { text } = template.render({ messages }, isOpen);
			const isWhole = words.every((word) => text.split(word.split('\n').at(-1)!).length === 2);
			return isWhole ? text.slice(text.startsWith(begin) ? begin.length : 0) : null;
		} catch (error) {
			// Some templates refuse a system message.
			if (error instanceof ConversationError) return null;
			throw error;
		}
	};
	const [first, ended] = [render([user], true), render([user, answer], false)];
	const two = render([user, answer, next], true);
	if (first === null || ended === null || two === null) return null;
	const [before, header] = first.split(user);
	const between = two.split(answer)[1].split(next)[0];
	// Some templates write another token behind the last message.
	const last = ended.split(answer)[1];
	const length = between.startsWith(last) ? last.length : between.length - before.length;
	const [footer, opening] = [between.slice(0, length), between.slice(length)];
	if (length < 0 || !before.endsWith(opening)) return null;
	const preset = before.slice(0, before.length - opening.length);
	const turn = (prompt: string, reply: string) => opening + prompt + header + reply + footer;
	if (two !== preset + turn(user, answer) + opening + next + header) return null;

	const withSystem = render([system, user, answer, next], true);
	const [lead, rest = ''] = withSystem?.split(system) ?? [];
	const close = rest.slice(0, rest.indexOf(opening + user));
	const isSame = withSystem === `${lead}${system}${close}${two.slice(preset.length)}`;
	const part = isSame ? `{{ if .System }}${lead}{{ .System }}${close}{{ end }}` : '';
	const isPreset = isSame && preset.startsWith(lead) && preset.endsWith(close);
	// A text of the template itself that Ollama would repeat in each turn.
	if (preset !== '' && !isPreset) return null;
	const forgets = render([user, thoughtful, next], true) === two;
	const text =
		part +
		(forgets
			? turnsWithoutThoughts(opening, header, footer)
			: turn('{{ .Prompt }}', '{{ .Response }}'));
	if ([lead, close, opening, header, footer].some((each) => /\{\{|"""/.test(each ?? '')))
		return null;
	return {
		text,
		...(preset !== '' && { system: preset.slice(lead.length, preset.length - close.length) }),
	};
}
