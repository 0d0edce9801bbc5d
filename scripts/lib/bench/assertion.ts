/**
 * Conditions on a study's values: `--assert "worst('mos') > worst('uniform') + 2%"`. `>>` and `<<`:
 * the 95 % intervals of the paired difference lie above or below 0.
 */
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { measureIds } from '#lab/study/study.ts';

export const assertionError = (text: string, what: string): InputError =>
	new InputError(asMessage(`--assert ${text}: ${what}`));

/** A measure of a group of the study, and of a skill. */
export interface MeasureUse {
	readonly name: string;
	readonly group: string;
	readonly skill?: string;
}
export interface Assertion {
	readonly text: string;
	readonly left: MeasureUse;
	readonly sign: '>>' | '<<' | '>' | '>=' | '<' | '<=' | '==';
	/** It is compared with `right + plus`; null: with `plus`. */
	readonly right: MeasureUse | null;
	readonly plus: number;
}

const known: readonly string[] = ['tokens', 'steps', 'seconds', ...measureIds, 'exact', 'loss'];
const example = `Write one comparison, as in "worst('mos') > worst('uniform') + 2%".`;
const form = (() => {
	const use = String.raw`(\w+)\('([^']*)'(?:\s*,\s*'([^']*)')?\)`;
	const number = String.raw`([-+]?\s*\d+(?:\.\d+)?)(%?)`;
	const sign = '(>>|<<|>=|<=|==|>|<)';
	const border = String.raw`(?:${use})?\s*(?:${number})?`;
	return new RegExp(String.raw`^\s*${use}\s*${sign}\s*${border}\s*$`);
})();

/** Throws InputError. */
export function parseAssertion(text: string): Assertion {
	const found = form.exec(text);
	const use = ([name, group, skill]: readonly (string | undefined)[]): MeasureUse => {
		if (!known.includes(name!))
			throw assertionError(text, `"${name}" is not known. Known are ${known.join(', ')}.`);
		const needsSkill = name === 'exact';
		if (skill === undefined ? needsSkill : !needsSkill && name !== 'loss')
			throw assertionError(text, `write it as ${name}('policy'${needsSkill ? ", 'skill'" : ''}).`);
		return { name: name!, group: group!, ...(skill !== undefined && { skill }) };
	};
	if (!found || (found[5] === undefined && found[8] === undefined))
		throw assertionError(text, `it is not read. ${example}`);
	const [, , , , sign, right, , , amount, percent] = found;
	return {
		text,
		left: use(found.slice(1, 4)),
		sign: sign as Assertion['sign'],
		right: right === undefined ? null : use(found.slice(5, 8)),
		plus: Number((amount ?? '0').replaceAll(/\s/g, '')) * (percent === '%' ? 0.01 : 1),
	};
}
