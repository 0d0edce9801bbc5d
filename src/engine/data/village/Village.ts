/**
 * The state of the village: who owns what, what lies where, who is where, and who feels what and
 * why. It takes one sentence after another and says what is wrong with one that does not fit.
 */
import { pronouns } from './cast.ts';
import { readSentence, type Form, type Slots, type Style } from './sentences.ts';

/**
 * - grammar: the text is not a sentence of the style.
 * - pronoun: it is unclear or wrong whom a pronoun means.
 * - owner: a person gives, loses, wants or has a thing that the state does not allow.
 * - place: a person or a thing is somewhere else.
 * - feeling: a person feels something else, or for another reason.
 * - repetition: the sentence says what the one before said.
 */
export type Fault = 'grammar' | 'pronoun' | 'owner' | 'place' | 'feeling' | 'repetition';

/** A person's feeling and the event that caused it. */
interface Mood {
	readonly feeling: 'happy' | 'sad';
	readonly cause: string;
}

/** The slots of a sentence, with the person that `who` means. */
type Said = Slots & { readonly person: string };

export class Village {
	/** Thing → its owner. */
	readonly owners = new Map<string, string>();
	/** Lost thing → its place. */
	readonly lying = new Map<string, string>();
	/** Person → their place, if the story said one. */
	readonly placeOf = new Map<string, string>();
	readonly #moods = new Map<string, Mood>();
	/** The people of the last sentence: a pronoun means one of them. */
	#lastNamed: readonly string[] = [];
	#lastMeaning = '';

	/** null: the sentence is right, and the state has changed. Else the state is unchanged. */
	tell(sentence: string, style: Style = 'plain'): Fault | null {
		const read = readSentence(sentence, style);
		return read ? this.take(read.form, read.slots) : 'grammar';
	}

	/** Whether He or She can only mean this person in the next sentence. */
	isClear(person: string): boolean {
		return this.#meant(pronouns(person).He) === person;
	}

	/** Whether both can meet: their places are equal, or one is unknown. */
	canMeet(a: string, b: string): boolean {
		const [placeOfA, placeOfB] = [this.placeOf.get(a), this.placeOf.get(b)];
		return placeOfA === undefined || placeOfB === undefined || placeOfA === placeOfB;
	}

	/** Like tell(), but takes the sentence's form and slots instead of its text. */
	take(form: Form, slots: Slots): Fault | null {
		const { who = slots.name ?? '', he, him } = slots;
		const person = who === 'He' || who === 'She' ? this.#meant(who) : who;
		if (person === undefined) return 'pronoun';
		const right = pronouns(person);
		if ((he && he !== right.he) || (him && him !== right.him)) return 'pronoun';
		const said: Said = { ...slots, person };
		const meaning = JSON.stringify([form, person, slots.thing, slots.other, slots.place]);
		if (meaning === this.#lastMeaning) return 'repetition';
		const fault = this.#change(form, said);
		if (fault) return fault;
		this.#lastMeaning = meaning;
		this.#lastNamed = [person, slots.name, slots.other].filter((name) => !!name) as string[];
		return null;
	}

	#meant(pronoun: string): string | undefined {
		const named = new Set(this.#lastNamed.filter((name) => pronouns(name).He === pronoun));
		return named.size === 1 ? [...named][0] : undefined;
	}

	#change(form: Form, said: Said): Fault | null {
		const { person, name = '', other = '', thing = '', place = '' } = said;
		const owner = this.owners.get(thing);
		switch (form) {
			case 'has':
				if (owner !== undefined || this.lying.has(thing)) return 'owner';
				this.owners.set(thing, person);
				return null;
			case 'give':
				return this.#give(person, thing, other);
			case 'own':
				return owner === name ? null : 'owner';
			case 'lose':
				if (owner !== person) return 'owner';
				if ((this.placeOf.get(person) ?? place) !== place) return 'place';
				this.owners.delete(thing);
				this.lying.set(thing, place);
				this.placeOf.set(person, place);
				this.#moods.set(person, { feeling: 'sad', cause: `lost ${thing}` });
				return null;
			case 'lie':
				return this.lying.get(thing) === place ? null : 'place';
			case 'go':
				return this.#go(person, place);
			case 'find':
				if (!this.lying.has(thing)) return 'owner';
				if (this.lying.get(thing) !== this.placeOf.get(person)) return 'place';
				this.lying.delete(thing);
				this.owners.set(thing, person);
				this.#moods.set(person, { feeling: 'happy', cause: `found ${thing}` });
				return null;
			case 'happy':
			case 'sad':
				return this.#moods.get(person)?.feeling === form ? null : 'feeling';
			case 'wantButOther':
				if (owner !== name) return 'owner';
				return this.#checkWant(person, thing);
			case 'wantSoGive':
				return this.#checkWant(person, thing) ?? this.#give(name, thing, person);
			case 'wantSoGo':
				if (this.lying.get(thing) !== place) return 'place';
				return this.#checkWant(person, thing) ?? this.#go(person, place);
			case 'sadBecauseLost':
				return this.#checkCause(person, `lost ${thing}`);
			case 'happyBecauseFound':
				return this.#checkCause(person, `found ${thing}`);
			case 'happyBecauseGiven':
				return this.#checkCause(person, `${name} gave ${thing}`);
			default:
				return form satisfies never;
		}
	}

	#give(giver: string, thing: string, receiver: string): Fault | null {
		if (this.owners.get(thing) !== giver || giver === receiver) return 'owner';
		if (!this.canMeet(giver, receiver)) return 'place';
		const place = this.placeOf.get(giver) ?? this.placeOf.get(receiver);
		if (place) for (const person of [giver, receiver]) this.placeOf.set(person, place);
		this.owners.set(thing, receiver);
		this.#moods.set(receiver, { feeling: 'happy', cause: `${giver} gave ${thing}` });
		return null;
	}

	#go(person: string, place: string): Fault | null {
		if (this.placeOf.get(person) === place) return 'place';
		this.placeOf.set(person, place);
		return null;
	}

	/** A person can want a thing of the story that they do not have. */
	#checkWant(person: string, thing: string): Fault | null {
		const isKnown = this.owners.has(thing) || this.lying.has(thing);
		return isKnown && this.owners.get(thing) !== person ? null : 'owner';
	}

	#checkCause(person: string, cause: string): Fault | null {
		return this.#moods.get(person)?.cause === cause ? null : 'feeling';
	}
}

/** The first fault of a story; null: all sentences are right. */
export function faultOf(sentences: readonly string[], style: Style = 'plain'): Fault | null {
	const village = new Village();
	for (const sentence of sentences) {
		const fault = village.tell(sentence, style);
		if (fault) return fault;
	}
	return null;
}
