/** Stories in an invented dialect: adjectives follow nouns, and verbs agree with subjects. */
import { rawText } from '#engine/data/example.ts';
import { drawnSkill, type Draws } from '../builtinSkill.ts';
import { dialect } from './words.ts';

function nounPhrase(draws: Draws) {
	const plural = draws.chance(40);
	const noun = draws.pick(dialect.nouns);
	const adjective = draws.chance(35) ? ` ${draws.pick(dialect.adjectives)}` : '';
	return { plural, text: `${plural ? 'zi' : 'un'} ${noun}${plural ? 's' : ''}${adjective}` };
}

export function drawStory(draws: Draws) {
	const subject = nounPhrase(draws);
	const verb = draws.pick(dialect.verbs) + (subject.plural ? 'en' : 'a');
	return rawText(`${subject.text} ${verb} ${nounPhrase(draws).text}!`);
}

const [noun, object] = dialect.nouns;
const example = `zi ${noun}s ${dialect.verbs[0]}en un ${object} ${dialect.adjectives[0]}!`;

export const story = drawnSkill({
	id: 'story',
	name: 'story',
	version: 1,
	about: `Sentences in an invented dialect, text without a prompt: ${example}`,
	scorer: 'loss',
	trainSize: 4000,
	draw: drawStory,
});
