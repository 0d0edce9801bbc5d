/**
 * A general set in plain English, only to be watched: it shows what a model keeps of its general
 * knowledge. Its rows and their licence are in plainEnglish.json.
 */
import type { BuiltinSkill } from '../builtinSkill.ts';
import { promptAnswer } from '../example.ts';
import file from './plainEnglish.json' with { type: 'json' };

export const plainEnglish: BuiltinSkill = {
	id: 'plain-english',
	version: 2,
	name: 'general English',
	fingerprint: '7f0415eb53e079de9da6db406f4196c022081c9183104bf343dd066e931bb004',
	about: 'General questions and famous sentences, watched: What do bees make? → honey and wax',
	role: 'general',
	// Right answers have many wordings.
	measure: { kind: 'tokens' },
	heldOutIs: 'unseen',
	counts: { train: 0, validation: 0, heldOut: file.rows.length },
	generate: () => ({
		train: [],
		validation: [],
		heldOut: file.rows.map(({ prompt, answer }) => promptAnswer(prompt, answer)),
	}),
};
