/**
 * Conditions on a study's values, in the language of lessons: `--assert "worst('mos') >
 * worst('uniform') + 2%"`. `>>` and `<<`: the 95 % intervals of the paired difference lie above or
 * below 0.
 */
import { InputError, toMessage } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import {
	comparisons,
	parseExpression,
	type Expression,
} from '#lab/features/lessons/model/expression.ts';
import { measure } from '#lab/features/lessons/model/measures.ts';
import { measureIds } from '#lab/study/study.ts';

export const assertionError = (text: string, what: string): InputError =>
	new InputError(asMessage(`--assert ${text}: ${what}`));

const ofPolicy = ['tokens', 'steps', 'seconds', ...measureIds] as const;
const language = {
	measures: {
		...Object.fromEntries(ofPolicy.map((name) => [name, measure('number', 'plain', ['policy'])])),
		exact: measure('number', 'plain', ['policy', 'skill']),
		loss: measure('number', 'plain', ['policy'], ['skill']),
	},
	comparisons: ['>>', '<<', ...comparisons],
};

const example = `Compare, as in "worst('mos') > worst('uniform') + 2%".`;

/** Throws InputError. */
export function parseAssertion(text: string): Expression {
	let found: Expression;
	try {
		found = parseExpression(text, {}, language);
	} catch (error) {
		throw assertionError(text, `${toMessage(error)} ${example}`);
	}
	if (found.type !== 'condition' || found.uses.length === 0)
		throw assertionError(text, `it compares no value of a policy. ${example}`);
	const { sign } = found.sides ?? {};
	if (/>>|<</.test(text) && sign !== '>>' && sign !== '<<')
		throw assertionError(text, 'a comparison with >> or << stands alone. Give --assert twice.');
	return found;
}
