/** Reads the file of a lesson. An error names the file, the line and the field, and the fix. */
import type * as v from 'valibot';
import { isMap, isNode, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Token, Tokens } from 'marked';
import { InputError } from '#engine/core/errors.ts';
import { checkedBy } from '#engine/core/fields.ts';
import { say, type Message } from '#engine/core/message.ts';
import {
	frontSchema,
	findLine,
	maxWords,
	stepSchema,
	stepsFrom,
	stepsTo,
	type Action,
	type Lesson,
	type LessonStep,
	type LinesByPath,
} from './lesson.ts';
import {
	readBlocks,
	toBlocks,
	plainText,
	listSections,
	tooDeep,
	valuesIn,
	wordCount,
	type Fail,
	type Section,
} from './markdown.ts';
import {
	isNumeric,
	measureTable,
	parseValue,
	readCondition,
	type LessonValue,
	type Unit,
} from './values.ts';

interface Source {
	readonly file: string;
	readonly text: string;
	/** Used if the file does not say `language`. */
	readonly language: string;
	/** The screens that a step can open. */
	readonly places: readonly string[];
}
const lineEnd = /\r\n?/g;
/** The front matter of a lesson. Its file must begin with it. */
const frontMatter = /^\uFEFF?---[ \t]*\n([\s\S]*?)\n---[ \t]*\n/;

/** Whether a file may be a lesson: a front matter with the field `lesson`. */
export const isLesson = (text: string): boolean => {
	const front = frontMatter.exec(text.replaceAll(lineEnd, '\n'))?.[1];
	return front !== undefined && /^lesson[ \t]*:/m.test(front);
};

export function parseLesson({ file, text, language: usual, places }: Source): Lesson {
	const source = text.replaceAll(lineEnd, '\n');
	const fail = (line: number, field: string, message: Message): never => {
		throw new InputError(
			say('{file}, line {line}: {field}: {message}', { file, line, field, message }),
		);
	};
	const front = frontMatter.exec(source);
	if (!front)
		return fail(
			1,
			'lesson',
			say(
				'the file has no front matter. Begin it with a line ---, then lesson: 1, and end the front matter with a line ---.',
			),
		);
	const lineOf = (at: number) => source.slice(0, at).split('\n').length;
	const { fields, lines } = readYaml(frontSchema, front[1], 2, fail);
	const { lesson: _, ...head } = fields;
	const { language = usual } = head;
	const textLine = lineOf(front[0].length);
	const sections = listSections(source.slice(front[0].length), textLine, fail);
	if (sections.length < stepsFrom || sections.length > stepsTo) {
		const counts = { stepsFrom, stepsTo, sections: sections.length };
		const line = sections.at(-1)?.line ?? textLine;
		fail(
			line,
			'steps',
			say(
				'a lesson must have {stepsFrom} to {stepsTo} steps, each with a heading "## Title"; this one has {sections}.',
				counts,
			),
		);
	}
	const { curve: curveText, seen, ...facts } = head;
	const { right = 1, choices = [''] } = head.transfer ?? {};
	if (right > choices.length) {
		const what = say('a whole number from {min} to {max}', { min: 1, max: choices.length });
		const field = 'transfer.right';
		fail(
			findLine(lines, field),
			field,
			say('must be {what}, not {input}.', { what, input: right }),
		);
	}
	const keptUnits: Record<string, Unit> = {};
	const read = reader(keptUnits, fail);
	const curve = readCurve(curveText, findLine(lines, 'curve'), read, fail);
	const reading = { keptUnits, curve, schema: stepSchema(places), language, fail };
	const finished = sections.map((section) => parseStep(section, reading));
	const steps = finished.map((finish) => finish());
	const questions = steps.filter(({ ask }) => ask);
	const answered = steps.findIndex(({ answers }) => answers);
	if (questions.length !== 1)
		fail(
			questions[1]?.line ?? sections[0].line,
			'ask',
			say('a lesson must ask one question, in one step; this one has {questions}.', {
				questions: questions.length,
			}),
		);
	if (answered <= steps.indexOf(questions[0]))
		fail(
			questions[0].line,
			'answer',
			say('a later step must have "answer: true", so that the run answers the question.'),
		);
	const readSeen = (text: string, line: number) => read.value(text, line, 'seen');
	const seenBlocks = readBlocks(seen ?? '', findLine(lines, 'seen'), readSeen, fail);
	return {
		...facts,
		curve,
		seen: { blocks: seenBlocks, values: valuesIn(seenBlocks) },
		language,
		steps,
		source,
		lines,
	};
}

const mostAliases = 20;

function parseYaml(text: string, lineCounter: LineCounter, failDeep: () => never) {
	try {
		return parseDocument(text, { lineCounter, schema: 'core' });
	} catch (error) {
		if (error instanceof RangeError) return failDeep();
		throw error;
	}
}

/** Fields of YAML text whose first line is `firstLine` of the file, and their lines. */
function readYaml<T extends v.GenericSchema>(
	schema: T,
	text: string,
	firstLine: number,
	fail: Fail,
): { readonly fields: v.InferOutput<T>; readonly lines: LinesByPath } {
	const counter = new LineCounter();
	const document = parseYaml(text, counter, () => fail(firstLine, 'YAML', tooDeep));
	const lineAt = (offset: number) => firstLine + counter.linePos(offset).line - 1;
	for (const { code, pos } of document.errors)
		fail(
			lineAt(pos[0]),
			'YAML',
			code === 'DUPLICATE_KEY'
				? say('this field is there twice. Leave one out.')
				: say(
						'this line cannot be read. Indent with spaces, and put a text with a colon in quotes.',
					),
		);
	// An alias in an alias multiplies what it names.
	let aliases = 0;
	visit(document, {
		Alias(_, alias) {
			const [at] = alias.range!;
			const [from, to] = alias.resolve(document)?.range ?? [at, Infinity];
			if (++aliases > mostAliases || (from <= at && at < to))
				fail(
					lineAt(at),
					'YAML',
					say(
						'the alias "{alias}" names no value above it, or the lesson has more than {mostAliases}. Write the value in full.',
						{ alias: `*${alias.source}`, mostAliases },
					),
				);
		},
	});
	const lines: Record<string, number> = { '': firstLine };
	const walk = (node: unknown, path: string): void => {
		const add = (at: string, first: unknown, inner: unknown) => {
			if (isNode(first) && first.range) lines[at] = lineAt(first.range[0]);
			walk(inner, at);
		};
		if (isMap(node))
			for (const { key, value } of node.items) add(`${path}.${String(key)}`, key, value);
		else if (isSeq(node)) node.items.forEach((item, i) => add(`${path}[${i}]`, item, item));
	};
	walk(document.contents, '');
	const value: unknown = document.toJS();
	const fields = checkedBy(schema, value, '', (path, message) =>
		fail(findLine(lines, path), path, message),
	);
	return { fields, lines };
}

const isStepBlock = (token: Token): boolean =>
	token.type === 'code' && (token as Tokens.Code).lang?.toLowerCase() === 'step';

interface Reading {
	/** Units of the values that the steps so far keep. */
	readonly keptUnits: Record<string, Unit>;
	readonly curve: LessonValue;
	readonly schema: ReturnType<typeof stepSchema>;
	readonly language: string;
	readonly fail: Fail;
}

/** Reads values and conditions; their errors name the line and the field. */
function reader(keptUnits: Reading['keptUnits'], fail: Fail) {
	const placed = <T>(line: number, field: string, read: () => T): T => {
		try {
			return read();
		} catch (error) {
			if (error instanceof InputError) return fail(line, field, error.statement);
			throw error;
		}
	};
	return {
		value: (source: string, line: number, field: string) =>
			placed(line, field, () => parseValue(source, line, keptUnits)),
		condition: (
			fields: Parameters<typeof readCondition>[0],
			line: number,
			field: string,
			curve: LessonValue,
		) => placed(line, field, () => readCondition(fields, line, keptUnits, curve)),
	};
}

/** The curve has a value at each evaluation: one measure that can name a step. */
function readCurve(
	text: string,
	line: number,
	read: ReturnType<typeof reader>,
	fail: Fail,
): LessonValue {
	const curve = read.value(text, line, 'curve');
	const isCurve = curve.terms.length === 1 && measureTable[curve.terms[0].name].hasSteps;
	if (isCurve && isNumeric(curve.unit)) return curve;
	return fail(
		line,
		'curve',
		say("the curve must be one measure with a value at each step, as in exact('capitals')."),
	);
}

/** Gives a function for the end: a choice may use what later steps keep. */
function parseStep(
	{ title, line, tokens }: Section,
	{ keptUnits, curve, schema, language, fail }: Reading,
): () => LessonStep {
	const read = reader(keptUnits, fail);
	const shownTokens = tokens.filter(({ token }) => !isStepBlock(token));
	const blocks = toBlocks(shownTokens, (source, at) => read.value(source, at, 'value'), fail);
	const stepBlocks = tokens.filter(({ token }) => isStepBlock(token));
	if (stepBlocks.length > 1)
		fail(
			stepBlocks[1].line,
			'step',
			say('a step has one block ```step. Write all of its lines in one.'),
		);
	const blockLine = (stepBlocks[0]?.line ?? line) + 1;
	const { fields, lines } = readYaml(
		schema,
		(stepBlocks[0]?.token as Tokens.Code | undefined)?.text ?? '{}',
		blockLine,
		fail,
	);
	const { until, keep, ask, choices, answer, ...action } = fields;
	const at = (field: string) => findLine(lines, field);
	const wrong = (field: string, message: Message) => fail(at(field), field, message);
	if ((ask === undefined) !== (choices === undefined))
		wrong('ask', say('a question has "ask" and "choices". Add the missing one.'));
	const actions = [action.experiment, action.seed, action.switch, action.fork, action.open];
	if (actions.filter((action) => action !== undefined).length > 1)
		fail(
			blockLine,
			'step',
			say('a step does one of experiment, seed, switch, fork and open. Make two steps.'),
		);
	const hasAction = Object.keys(action).some((name) => name !== 'settings');
	const waits = until === undefined ? (hasAction ? usualConditions(action) : []) : [until].flat();
	const step: Omit<LessonStep, 'ask'> = {
		title,
		line,
		blocks,
		action: hasAction ? action : null,
		until: waits.map((fields) => read.condition(fields, at('until'), 'until', curve)),
		keep: Object.entries(keep ?? {}).map(([name, source]) => {
			const field = `keep.${name}`;
			const value = read.value(source, at(field), field);
			if (!/^[A-Za-z]\w*$/.test(name) || Object.hasOwn(measureTable, name))
				wrong(field, say('choose a name of letters, digits and _ that is not taken.'));
			if (!isNumeric(value.unit))
				wrong(field, say("only a number can be kept. Choose a measure, as in exact('capitals')."));
			return [name, value] as const;
		}),
		answers: answer ?? false,
		values: valuesIn(blocks),
		lines,
	};
	const listed = (choices ?? []).map((entry, i) => {
		const [first, ...others] = Object.entries(entry);
		if (!first || others.length > 0)
			return wrong(`choices[${i}]`, say('write "- text of the choice: condition".'));
		return first;
	});
	const shown = [title, plainText(blocks), ask ?? '', ...listed.map(([text]) => text)];
	const words = wordCount(shown.join('\n'), language);
	if (words > maxWords)
		fail(
			line,
			'text',
			say('the step "{title}" has {words} words, above {maxWords}. Shorten it or make two steps.', {
				title,
				words,
				maxWords,
			}),
		);
	for (const [name, { unit }] of step.keep) keptUnits[name] = unit;
	return () => {
		const found = listed.map(([text, fields], i) => {
			const field = `choices[${i}]`;
			return { text, when: read.condition(fields, at(field), field, curve) };
		});
		return { ...step, ask: ask === undefined ? null : { question: ask, choices: found } };
	};
}

/** The conditions that hold when the action is done, by the button or by hand. */
function usualConditions(action: Action) {
	const { experiment, seed, fork, train, open } = action;
	const policy = action.switch ?? fork?.to;
	const isOnlySetUp = experiment !== undefined && train === undefined;
	const equal = (measure: string, value: string | number | undefined) =>
		value === undefined ? [] : [{ measure, op: '==', value } as const];
	return [
		...equal('policy', policy),
		...(fork ? [{ measure: 'step', op: '>=', value: fork.at } as const] : []),
		...equal('seed', seed),
		...equal('place', open),
		...(action.import ? [{ measure: 'files', op: '>=', value: 1 } as const] : []),
		...(train === 'end' ? [{ measure: 'finished' }] : []),
		...(typeof train === 'number' ? [{ measure: 'reached', step: train }] : []),
		// It is done when its run has not begun.
		...(isOnlySetUp ? equal('step', 0) : []),
	];
}
