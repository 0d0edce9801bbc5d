/**
 * Translation of short sentences into French. Article, possessive, adjective and verb agree with
 * the noun; an article before a vowel is elided.
 */
import { promptAnswer, type Example } from '#engine/data/example.ts';
import { drawnSkill, type Draws } from '../builtinSkill.ts';

interface Noun {
	readonly english: string;
	readonly singular: string;
	readonly plural: string;
	readonly isFeminine: boolean;
	readonly isPerson: boolean;
}
const noun = (
	english: string,
	singular: string,
	plural: string,
	gender: 'm' | 'f',
	isPerson = false,
): Noun => ({ english, singular, plural, isFeminine: gender === 'f', isPerson });
export const nouns: readonly Noun[] = [
	noun('cat', 'chat', 'chats', 'm'),
	noun('dog', 'chien', 'chiens', 'm'),
	noun('lion', 'lion', 'lions', 'm'),
	noun('duck', 'canard', 'canards', 'm'),
	noun('king', 'roi', 'rois', 'm', true),
	noun('bird', 'oiseau', 'oiseaux', 'm'),
	noun('bear', 'ours', 'ours', 'm'),
	noun('cow', 'vache', 'vaches', 'f'),
	noun('girl', 'fille', 'filles', 'f', true),
	noun('queen', 'reine', 'reines', 'f', true),
	noun('frog', 'grenouille', 'grenouilles', 'f'),
	noun('bee', 'abeille', 'abeilles', 'f'),
];

/** In French masculine, feminine, masculine plural and feminine plural. They follow the noun. */
type Adjective = readonly [english: string, french: readonly string[]];

export const adjectives: readonly Adjective[] = [
	['red', ['rouge', 'rouge', 'rouges', 'rouges']],
	['green', ['vert', 'verte', 'verts', 'vertes']],
	['black', ['noir', 'noire', 'noirs', 'noires']],
	['white', ['blanc', 'blanche', 'blancs', 'blanches']],
	['sad', ['triste', 'triste', 'tristes', 'tristes']],
	['happy', ['heureux', 'heureuse', 'heureux', 'heureuses']],
];

/** Version 2 says this trait of a person where version 1 says the colour. */
export const traits: ReadonlyMap<string, Adjective> = new Map([
	['red', ['calm', ['calme', 'calme', 'calmes', 'calmes']]],
	['green', ['polite', ['poli', 'polie', 'polis', 'polies']]],
	['black', ['shy', ['timide', 'timide', 'timides', 'timides']]],
	['white', ['curious', ['curieux', 'curieuse', 'curieux', 'curieuses']]],
]);

/** The third person, singular and plural. */
export const verbs: readonly (readonly [english: string, singular: string, plural: string])[] = [
	['sleep', 'dort', 'dorment'],
	['eat', 'mange', 'mangent'],
	['sing', 'chante', 'chantent'],
	['fall', 'tombe', 'tombent'],
	['run', 'court', 'courent'],
	['jump', 'saute', 'sautent'],
	['wait', 'attend', 'attendent'],
	['dance', 'danse', 'dansent'],
];

/** “the” or “my”, and a blank unless it is elided. */
function determiner(english: 'the' | 'my', { singular, isFeminine }: Noun, isPlural: boolean) {
	const startsWithVowel = /^[aeiouéê]/.test(singular);
	if (english === 'the') {
		if (isPlural) return 'les ';
		return startsWithVowel ? "l'" : isFeminine ? 'la ' : 'le ';
	}
	if (isPlural) return 'mes ';
	return isFeminine && !startsWithVowel ? 'ma ' : 'mon ';
}

/** Draws a row in which people have colours too. The bases were pretrained with such rows. */
export const drawFrench = (draws: Draws): Example => drawSentence(draws, (adjective) => adjective);

/** Draws a row in which people have traits in place of colours. */
export const drawWithTraits = (draws: Draws): Example =>
	drawSentence(draws, (adjective, { isPerson }) =>
		isPerson ? (traits.get(adjective[0]) ?? adjective) : adjective,
	);

function drawSentence(
	draws: Draws,
	fit: (adjective: Adjective, subject: Noun) => Adjective,
): Example {
	const subject = draws.pick(nouns);
	const isPlural = draws.chance(40);
	const [verb, singularVerb, pluralVerb] = draws.pick(verbs);
	const article = draws.pick(['the', 'my'] as const);
	const [adjective, forms] = draws.chance(75) ? fit(draws.pick(adjectives), subject) : [null, []];
	const english = [
		article,
		...(adjective ? [adjective] : []),
		subject.english + (isPlural ? 's' : ''),
		verb + (isPlural ? '' : 's'),
	];
	const form = forms[2 * Number(isPlural) + Number(subject.isFeminine)];
	const french = [
		determiner(article, subject, isPlural) + (isPlural ? subject.plural : subject.singular),
		...(form ? [form] : []),
		isPlural ? pluralVerb : singularVerb,
	];
	return promptAnswer(`French: ${english.join(' ')}`, french.join(' '));
}

/** The draws are those of version 1, whose rows the bases were pretrained with. */
export const french = drawnSkill({
	id: 'french',
	name: 'French',
	about: 'Short English sentences, in French. French: the red cat sleeps → le chat rouge dort',
	trainSize: 1600,
	version: 2,
	fingerprint: 'b97ccff641c46124cc168739a9e7245152ac725ba75c9fcb0e829b46b8608321',
	drawsOf: 1,
	draw: drawWithTraits,
});
