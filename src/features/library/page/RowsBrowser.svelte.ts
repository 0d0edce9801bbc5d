/** One page of a skill's rows, by split. */
import type { Example } from '#data/example.ts';
import type { Part, SkillInfo } from '#data/skill.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import { messageOf } from '#core/errors.ts';

export const rowsPerPage = 10;

export class RowsBrowser {
	readonly skill: SkillInfo;
	readonly #lab: Pick<Lab, 'skill.rows'>;
	#part = $state.raw<Part>('train');
	#from = $state.raw(0);
	#rows = $state.raw<readonly Example[] | null>(null);
	#error = $state.raw<string | null>(null);
	#asked = 0;

	constructor(lab: Pick<Lab, 'skill.rows'>, skill: SkillInfo) {
		this.#lab = lab;
		this.skill = skill;
	}

	get part() {
		return this.#part;
	}
	/** 0-based index of the first row on the page. */
	get from() {
		return this.#from;
	}
	/** Null while they load. */
	get rows() {
		return this.#rows;
	}
	get error() {
		return this.#error;
	}
	get count() {
		return this.skill.counts[this.#part];
	}
	get hasBefore() {
		return this.#from > 0;
	}
	get hasAfter() {
		return this.#from + rowsPerPage < this.count;
	}

	show(part: Part, from = 0): Promise<void> {
		this.#part = part;
		this.#from = Math.max(0, Math.min(from, Math.max(0, this.count - 1)));
		return this.#load();
	}
	turn(pages: number): Promise<void> {
		return this.show(this.#part, this.#from + pages * rowsPerPage);
	}

	/** The previous page stays visible until the next one has loaded. */
	async #load(): Promise<void> {
		const asked = ++this.#asked;
		try {
			const request = { id: this.skill.id, part: this.#part, from: this.#from, count: rowsPerPage };
			const rows = await this.#lab['skill.rows'](request);
			if (asked !== this.#asked) return;
			this.#rows = rows;
			this.#error = null;
		} catch (error) {
			if (asked === this.#asked) this.#error = messageOf(error);
		}
	}
}
