/** Translation of a three-word English phrase into invented words. Adjectives follow nouns. */
import { promptAnswer } from '#engine/data/example.ts';
import { drawnSkill, type Draws } from '../builtinSkill.ts';
import { adjectives, lexicon, nouns, verbs } from './words.ts';

export function drawTranslation(draws: Draws) {
	const withAdjective = draws.chance(50);
	const plural = draws.chance(40);
	const noun = draws.pick(nouns);
	const verb = draws.pick(verbs);
	const english = noun + (plural ? 's' : '');
	const translated = lexicon.get(noun)! + (plural ? 'im' : '');
	const translatedVerb = lexicon.get(verb)!;
	if (withAdjective) {
		const adjective = draws.pick(adjectives);
		return promptAnswer(
			`tr ${adjective} ${english} ${verb}=`,
			`${translated} ${lexicon.get(adjective)!} ${translatedVerb}`,
		);
	}
	const object = draws.pick(nouns);
	return promptAnswer(
		`tr ${english} ${verb} ${object}=`,
		`${translated} ${translatedVerb} ${lexicon.get(object)!}`,
	);
}

const [boy, big, push] = ['boy', 'big', 'push'].map((word) => lexicon.get(word)!);

export const translate = drawnSkill({
	id: 'tr',
	name: 'translate',
	version: 1,
	about:
		'English into an invented language, adjective after the noun: ' +
		`tr big boys push= → ${boy}im ${big} ${push}`,
	trainSize: 1600,
	draw: drawTranslation,
});
