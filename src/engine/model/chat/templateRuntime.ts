/**
 * Evaluates a prepared template as transformers does: values are Python's, an iteration forgets
 * what the one before has set, `continue` keeps what was written. Nothing limits its time:
 * templates from outside are rendered where they can be ended.
 */
import { Environment } from '@huggingface/jinja';
import { PythonInterpreter } from './PythonInterpreter.ts';
import { pythonText, strftime } from './pythonValues.ts';
import { TemplateLimitError, TemplateRefusal } from './templateErrors.ts';
import { literal, type Node, type Value } from './templateNodes.ts';
import type { Program, TreeNode } from './templateSyntax.ts';

/** A part of the rendered text, in UTF-16 units: [from, to). */
export interface Span {
	readonly from: number;
	readonly to: number;
}

export interface Rendered {
	readonly text: string;
	/** The text of the iterations over each message, by the message's index. */
	readonly turns: readonly (readonly Span[])[];
	/** The text of `{% generation %}` blocks. */
	readonly generated: readonly Span[];
}

/**
 * Characters of a text or items of a list, and of all that one rendering makes. A browser closes a
 * page that runs out of memory, so ending the worker after some seconds is too late for these.
 */
const maxLength = 4_000_000;
const maxMade = 128_000_000;

/** `variables` are plain or exact data. `messages` among them are the conversation. */
export function runTemplate(
	program: Program,
	variables: Readonly<Record<string, unknown>>,
): Rendered {
	const environment = new Environment();
	const constants = { true: true, false: false, none: null, True: true, False: false, None: null };
	const functions = {
		range: (first: number, second?: number, step = 1): number[] => {
			const [start, stop] = second === undefined ? [0, first] : [first, second];
			const length = Math.max(0, Math.ceil((stop - start) / step));
			runtime.hold(length);
			return Array.from({ length }, (_, i) => start + i * step);
		},
		strftime_now: strftime,
		raise_exception: (why: unknown) => {
			throw new TemplateRefusal(String(why));
		},
	};
	for (const [name, value] of Object.entries({ ...constants, ...functions }))
		environment.set(name, value);
	const runtime = new Runtime(environment, variables);
	runtime.run(program);
	return runtime.finish();
}

class Runtime extends PythonInterpreter {
	#made = 0;
	/** The output, and above it the texts of open captures. */
	readonly #texts = [''];
	readonly #messages: ReadonlyMap<unknown, number>;
	readonly #turns: Span[][];
	readonly #generated: Span[] = [];
	/** The open iteration of each open loop outside of captures. */
	readonly #loops: { message: number | undefined; from: number }[] = [];

	constructor(environment: Environment, variables: Readonly<Record<string, unknown>>) {
		super(environment);
		for (const [name, value] of Object.entries(variables))
			environment.setVariable(name, this.evaluate(literal(value), environment));
		this.#made = 0;
		const messages = environment.lookupVariable('messages').value as unknown[];
		this.#messages = new Map(messages.map((message, i) => [message, i]));
		this.#turns = messages.map(() => []);
	}

	finish(): Rendered {
		return { text: this.#texts[0], turns: this.#turns, generated: this.#generated };
	}

	/** Before a value of this length is made, or after a step that can only double one. */
	hold(length: number): void {
		this.#made += length;
		if (!(length <= maxLength && this.#made <= maxMade)) throw new TemplateLimitError();
	}

	override evaluate(statement: Node | undefined, environment: Environment): Value {
		const node: TreeNode | undefined = statement;
		/** The value of a statement that prints nothing. */
		const nothing = () => super.evaluate(undefined, environment);
		switch (node?.type) {
			case 'Print':
				this.#write(pythonText(this.evaluate(node.inner, environment)));
				return nothing();
			case 'Generation':
				this.#generate(node.body!, environment);
				return nothing();
			case 'Capture':
				return this.#capture(node.body!, environment);
			case 'Items': {
				const iterable = this.evaluate(node.inner, environment);
				// Python's loop over an undefined value has no iterations.
				const isNothing = iterable.type === 'UndefinedValue';
				return isNothing ? this.evaluate(literal([]), environment) : iterable;
			}
			case 'Turn':
				this.#beginTurn(node.inner as unknown as LoopVariable, environment);
				return nothing();
			case 'For': {
				this.#loops.push({ message: undefined, from: 0 });
				const done = super.evaluate(statement, environment);
				this.#endTurn();
				this.#loops.pop();
				return done;
			}
			default:
				return this.#measured(super.evaluate(statement, environment));
		}
	}

	#write(text: string): void {
		const top = this.#texts.length - 1;
		this.#texts[top] += text;
	}

	#generate(body: readonly TreeNode[], environment: Environment): void {
		const from = this.#texts[0].length;
		const scope = new Environment(environment);
		for (const node of body) this.evaluate(node, scope);
		if (this.#texts.length === 1) this.#generated.push({ from, to: this.#texts[0].length });
	}

	#capture(body: readonly TreeNode[], environment: Environment): Value {
		let text = '';
		this.#texts.push('');
		// In Jinja for Python a block keeps what it sets.
		const scope = new Environment(environment);
		try {
			for (const node of body) this.evaluate(node, scope);
		} finally {
			text = this.#texts.pop()!;
		}
		return this.evaluate(literal(text), environment);
	}

	/** Each iteration begins with the loop's own variables only, as in Jinja for Python. */
	#beginTurn(variable: LoopVariable, { variables }: Environment): void {
		const names = variable.type === 'Identifier' ? [variable] : variable.value;
		const loopNames = new Set<unknown>(['loop', ...names.map(({ value }) => value)]);
		for (const name of variables.keys()) if (!loopNames.has(name)) variables.delete(name);
		this.#endTurn();
		const message = this.#messages.get(variables.get(variable.value as string));
		this.#loops[this.#loops.length - 1] = { message, from: this.#texts[0].length };
	}

	#endTurn(): void {
		const open = this.#loops.at(-1)!;
		const to = this.#texts[0].length;
		if (open.message !== undefined && to > open.from)
			this.#turns[open.message].push({ from: open.from, to });
		open.message = undefined;
	}

	#measured(value: Value): Value {
		const content: unknown = value.value;
		if (typeof content === 'string' || Array.isArray(content)) this.hold(content.length);
		return value;
	}
}

type LoopVariable =
	| { readonly type: 'Identifier'; readonly value: string }
	| { readonly type: 'TupleLiteral'; readonly value: readonly { readonly value: string }[] };
