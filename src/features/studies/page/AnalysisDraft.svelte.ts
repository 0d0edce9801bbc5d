/** The draft of what a study names beforehand: the fields of `analysis`, as the form shows them. */
import type * as v from 'valibot';
import type { JsonObject } from '#core/json.ts';
import type { NamedPair } from '../model/analysis/sides.ts';
import type { studyFile } from '../model/study.ts';

type Input = NonNullable<v.InferInput<typeof studyFile>['analysis']>;
export type Outcome = NonNullable<Input['outcome']>;

const lossField = (skill: string) => `targetLoss.${skill}`;

export class AnalysisDraft {
	/** null: the study names nothing. */
	outcome: Outcome | null = $state(null);
	/** Label of the policy that all others are compared with; null: `pairs`. */
	against: string | null = $state(null);
	pairs: NamedPair[] = $state([]);
	over: string[] = $state([]);
	correction: NonNullable<Input['correction']> = $state('holm');
	/** Typed texts by field: margin, effect, targetLoss.json. The file has no empty ones. */
	readonly texts: Record<string, string> = $state({});

	constructor(file?: Input) {
		if (!file) return;
		const { outcome = 'average', comparisons, over, correction, margin, effect } = file;
		this.outcome = outcome;
		if (typeof comparisons === 'string') this.against = comparisons;
		else this.pairs = [...comparisons];
		this.over = [...(over ?? [])];
		this.correction = correction ?? 'holm';
		const losses = Object.entries(file.targetLoss ?? {}).map(([name, loss]) => [
			lossField(name),
			String(loss),
		]);
		const texts = { margin: String(margin ?? ''), effect: String(effect ?? '') };
		Object.assign(this.texts, texts, Object.fromEntries(losses));
	}

	/** The fields of the file; null: none. */
	get file(): JsonObject | null {
		const { outcome, correction } = this;
		if (outcome === null) return null;
		const typed = Object.entries(this.texts).flatMap(([field, text]) => {
			const value = Number(text);
			return text.trim() === '' ? [] : [[field, Number.isFinite(value) ? value : text] as const];
		});
		const losses = typed.flatMap(([field, value]) => {
			const [, skill] = field.split(/^targetLoss\./);
			return skill === undefined ? [] : [[skill, value] as const];
		});
		return {
			outcome,
			comparisons: this.against ?? this.pairs.map((pair) => pair.map(String)),
			...(this.over.length > 0 && { over: [...this.over] }),
			correction,
			...Object.fromEntries(typed.filter(([field]) => field === 'margin' || field === 'effect')),
			...(losses.length > 0 && { targetLoss: Object.fromEntries(losses) }),
		};
	}

	/** The new label replaces the old one, also in names of groups such as `MoS · skillet-base`. */
	rename(old: string, label: string): void {
		const renamed = (name: string) => (isOf(name, old) ? label + name.slice(old.length) : name);
		if (this.against !== null) this.against = renamed(this.against);
		this.pairs = this.pairs.map(([one, other, ...on]) => [renamed(one), renamed(other), ...on]);
	}
	/** The one that all are compared with stays, and the study's reader names it as missing. */
	remove(label: string): void {
		this.pairs = this.pairs.filter(([one, other]) => !isOf(one, label) && !isOf(other, label));
	}
}

const isOf = (name: string, label: string) => name === label || name.startsWith(`${label} · `);
