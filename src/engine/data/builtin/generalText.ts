/** General text: simple English sentences, the largest part of the pretraining text. */
import { rawText } from '#engine/data/example.ts';
import { drawnSkill, type Draws } from '../builtinSkill.ts';
import { adjectives, nouns, verbs } from './words.ts';

function nounPhrase(draws: Draws) {
	const plural = draws.chance(40);
	const article = plural ? 'the' : draws.pick(['the', 'a']);
	const adjective = draws.chance(40) ? `${draws.pick(adjectives)} ` : '';
	return { plural, text: `${article} ${adjective}${draws.pick(nouns)}${plural ? 's' : ''}` };
}

export function drawSentence(draws: Draws) {
	const subject = nounPhrase(draws);
	const verb = draws.pick(verbs) + (subject.plural ? '' : 's');
	return rawText(`${subject.text} ${verb} ${nounPhrase(draws).text}.`);
}

export const generalText = drawnSkill({
	id: 'general',
	name: 'general text',
	role: 'general',
	version: 1,
	about: 'Sentences like those that the base model was pretrained on: the red cat sees a dog.',
	scorer: 'loss',
	trainSize: 4000,
	draw: drawSentence,
});
