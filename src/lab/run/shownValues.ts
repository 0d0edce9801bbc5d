/**
 * Messages of runs that store other values than their texts show. Each function returns the values
 * of the text. Runs have the stored values, so their names never change.
 */
import { sentence, type Message, type Statement } from '#engine/core/message.ts';
import type { Messages } from '#languages/messages.ts';

type CutSkill = { readonly name: string; readonly cut: number; readonly rows: number };
/** why: the reason for the first one. */
type RejectedSkill = {
	readonly name: string;
	readonly rejected: number;
	readonly rows: number;
	readonly why: Statement;
};
/** prompts: of `all` held-out prompts of `name`, those that `trainer` trains. */
type Overlap = {
	readonly name: string;
	readonly trainer: string;
	readonly prompts: number;
	readonly all: number;
};
/** kept: the step of the last checkpoint; null: deleted. */
type Failure = { readonly cause: Statement; readonly step: number; readonly kept: number | null };

/** Statements in turn as one value. */
const asValue = (statement: Statement): string | Message =>
	typeof statement === 'string' || 'id' in statement
		? statement
		: sentence('run.statements', { statements: statement.map(asValue) });

export const shownValues = {
	/** context: tokens. */
	'rows.cut': (values: { readonly context: number; readonly skills: readonly CutSkill[] }) => ({
		context: values.context,
		skills: values.skills.map((skill) => sentence('rows.cutOf', skill)),
	}),
	'rows.rejected': (values: { readonly skills: readonly RejectedSkill[] }) => ({
		skills: values.skills.map(({ why, ...skill }) =>
			sentence('rows.rejectedOf', { ...skill, why: asValue(why) }),
		),
	}),
	'rows.overlap': (values: { readonly skills: readonly Overlap[] }) => ({
		skills: values.skills.map((skill) => sentence('rows.overlapOf', skill)),
	}),
	'run.diverged': (
		values: Failure & { readonly learningRate: number; readonly suggested: number },
	) => ({ ...values, cause: asValue(values.cause) }),
	'run.broke': (values: Failure) => ({ ...values, cause: asValue(values.cause) }),
} satisfies { readonly [Id in keyof Messages]?: (stored: never) => Messages[Id] };
