/**
 * A general set in plain English, only to be watched: it shows what a model keeps of its general
 * knowledge. Its rows and their licence are in plainEnglish.json.
 */
import type { BuiltinSkill } from '../builtinSkill.ts';
import { promptAnswer } from '../example.ts';
import file from './plainEnglish.json' with { type: 'json' };

interface Row {
	readonly prompt: string;
	readonly answer: string;
}

const skillOf = (version: number, fingerprint: string, rows: readonly Row[]): BuiltinSkill => ({
	id: 'plain-english',
	version,
	name: 'general English',
	fingerprint,
	about: 'General questions and famous sentences, watched: What do bees make? → honey and wax',
	role: 'general',
	// Right answers have many wordings.
	measure: { kind: 'tokens' },
	heldOutIs: 'unseen',
	counts: { train: 0, validation: 0, heldOut: rows.length },
	generate: () => ({
		train: [],
		validation: [],
		heldOut: rows.map(({ prompt, answer }) => promptAnswer(prompt, answer)),
	}),
});

export const plainEnglish = skillOf(
	2,
	'7f0415eb53e079de9da6db406f4196c022081c9183104bf343dd066e931bb004',
	file.rows,
);

/** Four of its rows altered or cut their source. */
export const plainEnglishVersion1 = skillOf(
	1,
	'952544c481a75802175d422452ec39b5c9c67c4621ea1dd36850cf419cf92a01',
	file.rows.map((row, i) => file.version1.find((earlier) => earlier.row === i) ?? row),
);
