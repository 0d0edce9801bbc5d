/**
 * Draws stories that are right in the village. An event is usually followed by what comes of it,
 * and a wish often comes true in the next sentence.
 */
import { InternalError } from '#engine/core/errors.ts';
import type { Draws } from '../builtinSkill.ts';
import { colours, people, pickSome, places, pronouns, things } from './cast.ts';
import { slotsOf, writeSentence, type Form, type Slots, type Style } from './sentences.ts';
import { Village } from './Village.ts';

/** Something that can happen next, drawn in proportion to `weight`. */
interface Act {
	readonly weight: number;
	readonly tell: () => void;
}

/** A person's slots: their name, and all that refers to them. */
interface Person extends Slots {
	readonly person: string;
}

class Teller {
	readonly sentences: string[] = [];
	readonly #village = new Village();
	readonly #people: readonly string[];
	readonly #newThings: string[];
	#wish: { readonly person: string; readonly thing: string } | null = null;

	constructor(
		private readonly draws: Draws,
		private readonly style: Style,
	) {
		this.#people = pickSome(draws, people, 2);
		this.#newThings = pickSome(draws, things, draws.chance(65) ? 1 : 2);
	}

	tellStory(length: number): readonly string[] {
		this.#introduce(this.#people[0]);
		while (this.sentences.length < length) this.#pick(this.#acts());
		return this.sentences.slice(0, length);
	}

	#pick(acts: readonly Act[]): void {
		let left = this.draws.below(acts.reduce((sum, { weight }) => sum + weight, 0));
		for (const { weight, tell } of acts) {
			left -= weight;
			if (left < 0) return tell();
		}
	}

	#acts(): readonly Act[] {
		const wish = this.#wish;
		this.#wish = null;
		if (wish && this.draws.chance(75)) {
			const owner = this.#village.owners.get(wish.thing);
			if (owner && this.#village.canMeet(owner, wish.person))
				return [{ weight: 1, tell: () => this.#give(owner, wish.thing, wish.person) }];
		}
		const acts: Act[] = [];
		const add = (weight: number, tell: () => void) => acts.push({ weight, tell });
		if (this.#newThings.length > 0) add(2, () => this.#introduce(this.draws.pick(this.#people)));
		for (const [thing, owner] of this.#village.owners) {
			const other = this.#people.find((person) => person !== owner)!;
			add(2, () => this.#lose(owner, thing));
			if (!wish) add(2, () => this.#wishFor(other, thing, owner));
			if (!this.#village.canMeet(owner, other)) continue;
			add(3, () => this.#give(owner, thing, other));
			if (!wish) add(2, () => this.#grant(other, thing, owner));
		}
		for (const [thing, place] of this.#village.lying)
			for (const person of this.#people)
				if (this.#village.placeOf.get(person) === place) add(5, () => this.#find(person, thing));
				else {
					add(1, () => this.#say('go', { person, place }));
					add(2, () => this.#say('wantSoGo', { person, thing, place }));
				}
		return acts;
	}

	#introduce(person: string): void {
		const thing = this.#newThings.pop()!;
		this.#say('has', { person, colour: this.draws.pick(colours), thing });
	}

	#give(giver: string, thing: string, receiver: string): void {
		this.#say('give', { person: giver, thing, other: receiver });
		this.#sayThatGiven(giver, thing, receiver);
	}

	#grant(receiver: string, thing: string, giver: string): void {
		this.#say('wantSoGive', { person: receiver, thing, name: giver });
		this.#sayThatGiven(giver, thing, receiver);
	}

	#sayThatGiven(giver: string, thing: string, receiver: string): void {
		this.#sayOneOf([
			['own', { person: receiver, name: receiver, thing }],
			['happy', { person: receiver }],
			['happyBecauseGiven', { person: receiver, name: giver, thing }],
		]);
	}

	#lose(person: string, thing: string): void {
		const place = this.#village.placeOf.get(person) ?? this.draws.pick(places);
		this.#say('lose', { person, thing, place });
		this.#sayOneOf([
			['sad', { person }],
			['sadBecauseLost', { person, thing }],
			['lie', { person, thing, place }],
		]);
	}

	#find(person: string, thing: string): void {
		this.#say('find', { person, thing });
		this.#sayOneOf([
			['own', { person, name: person, thing }],
			['happy', { person }],
			['happyBecauseFound', { person, thing }],
		]);
	}

	#wishFor(person: string, thing: string, owner: string): void {
		this.#say('wantButOther', { person, thing, name: owner });
		this.#wish = { person, thing };
	}

	/** Tells a consequence of the last event. One event in ten has none. */
	#sayOneOf(consequences: readonly (readonly [Form, Person])[]): void {
		if (this.draws.chance(10)) return;
		const [form, slots] = this.draws.pick(consequences);
		this.#say(form, slots);
	}

	#say(form: Form, { person, ...slots }: Person): void {
		const { He, he, him } = pronouns(person);
		const isPronoun = this.#village.isClear(person) && this.draws.chance(60);
		const all = { ...slots, who: isPronoun ? He : person, he, him };
		const fault = this.#village.take(form, slotsOf(form, all));
		const sentence = writeSentence(form, all, this.style);
		if (fault) throw new InternalError(`The story says "${sentence}" (${fault}). Correct Teller.`);
		this.sentences.push(sentence);
	}
}

/** `length` sentences, each right after those before it. */
export const drawSentences = (draws: Draws, length: number, style: Style): readonly string[] =>
	new Teller(draws, style).tellStory(length);
