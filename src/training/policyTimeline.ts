/** Which policy draws at which step, and the states of those that have drawn, kept for the way back. */
import { sha256OfJson } from '#core/hash.ts';
import type { Json } from '#core/json.ts';
import { canonicalJson } from '#core/json.ts';
import { parseParameters } from '#core/parameters.ts';
import type { MixContext, Mixer, MixingPolicy } from '#mixing/policy.ts';
import {
	noCost,
	sumOfCosts,
	type PolicyStage,
	type StageOf,
	type UnfinishedStage,
} from './policyStage.ts';
import type { Cost } from './probes.ts';
import type { PolicySegment } from './settings.ts';

/** All by policy, settings and the artefact that was named. */
export interface TimelineState {
	/** Mixer.state() of those that have drawn. */
	readonly mixers: { readonly [key: string]: { readonly state: Json } };
	/** What preparations have made. */
	readonly artefacts?: { readonly [key: string]: Json };
	/** What they cost, until that is told: a survey that is cut short comes in between. */
	readonly costs?: { readonly [key: string]: Cost };
	/** Preparations that were cut short. */
	readonly unfinished?: { readonly [key: string]: UnfinishedStage };
}

/** What was done before a policy's first step. */
export interface Prepared {
	readonly id: string;
	/** SHA-256 of the artefact's canonical JSON; null where only the data were surveyed. */
	readonly artefact: string | null;
	readonly cost: Cost;
}
export interface ActiveMixer {
	readonly mixer: Mixer;
	readonly segment: PolicySegment;
	/** No state was kept for it: it has not drawn before in this run. */
	readonly isNew: boolean;
	/** Only when it is new, and had something to do first. */
	readonly prepared?: Prepared;
}

/** The segments with one more: those from its step on give way to it. */
const withSegment = (policy: readonly PolicySegment[], segment: PolicySegment): PolicySegment[] => [
	...policy.filter(({ fromStep }) => fromStep < segment.fromStep),
	segment,
];

export class PolicyTimeline {
	#segments: readonly PolicySegment[];
	readonly #context: (policyId: string) => MixContext;
	readonly #policyById: (id: string) => MixingPolicy;
	readonly #states: Map<string, { state: Json }>;
	readonly #artefacts: Map<string, Json>;
	readonly #costs: Map<string, Cost>;
	readonly #unfinished: Map<string, UnfinishedStage>;
	#active: { key: string; mixer: Mixer; segment: PolicySegment } | null = null;

	/** Throws InputError when a policy cannot work with its settings and these skills. */
	constructor(
		segments: readonly PolicySegment[],
		context: (policyId: string) => MixContext,
		policyById: (id: string) => MixingPolicy,
		saved?: TimelineState,
	) {
		this.#segments = segments;
		this.#context = context;
		this.#policyById = policyById;
		this.#states = new Map(Object.entries(saved?.mixers ?? {}));
		this.#artefacts = new Map(Object.entries(saved?.artefacts ?? {}));
		this.#costs = new Map(Object.entries(saved?.costs ?? {}));
		this.#unfinished = new Map(Object.entries(saved?.unfinished ?? {}));
		for (const segment of segments) this.#demandPossible(segment);
	}

	/** Throws InputError when the policy cannot work with these settings and skills; nothing is changed then. */
	switchTo(segment: PolicySegment): void {
		this.#demandPossible(segment);
		this.#segments = withSegment(this.#segments, segment);
	}

	/**
	 * The mixer that draws the batch of `step` (from 0), prepared. Throws the signal's reason when a preparation is cut
	 * short: the next call goes on with it.
	 */
	async at(step: number, stage: PolicyStage, signal: AbortSignal): Promise<ActiveMixer> {
		const segment = this.#segmentAt(step);
		const key = keyOf(segment);
		if (this.#active?.key === key) {
			this.#active = { ...this.#active, segment };
			return { ...this.#active, isNew: false };
		}
		this.#keep();
		const policy = this.#policyById(segment.id);
		const context = this.#context(segment.id);
		const values = parseParameters(policy.parameters, segment.settings, 'settings');
		const kept = this.#states.get(key);
		const of: StageOf = { policy, values: values as never, context, segment };
		const artefact = await this.#prepare(key, of, stage, signal);
		const surveyed = await stage.survey(of, artefact, signal);
		const mixer = policy.createMixer(values, context, {
			...(kept && { saved: kept.state }),
			...(artefact !== undefined && { artefact }),
			...(surveyed && { survey: surveyed.survey }),
		});
		this.#active = { key, mixer, segment };
		if (kept) return { mixer, segment, isNew: false };
		const cost = sumOfCosts(this.#costs.get(key) ?? noCost(), surveyed?.cost ?? noCost());
		this.#costs.delete(key);
		const prepared = (artefact !== undefined || surveyed) && {
			...{ id: segment.id, cost },
			artefact: artefact === undefined ? null : sha256OfJson(artefact),
		};
		return { mixer, segment, isNew: true, ...(prepared && { prepared }) };
	}

	/** What the preparation of the policy that draws at `step` has made; undefined where there was none yet. */
	artefactAt(step: number): Json | undefined {
		return this.#artefacts.get(keyOf(this.#segmentAt(step)));
	}

	state(): TimelineState {
		this.#keep();
		return {
			mixers: Object.fromEntries(this.#states),
			...(this.#artefacts.size > 0 && { artefacts: Object.fromEntries(this.#artefacts) }),
			...(this.#costs.size > 0 && { costs: Object.fromEntries(this.#costs) }),
			...(this.#unfinished.size > 0 && { unfinished: Object.fromEntries(this.#unfinished) }),
		};
	}

	async #prepare(
		key: string,
		of: StageOf,
		stage: PolicyStage,
		signal: AbortSignal,
	): Promise<Json | undefined> {
		const before = this.#artefacts.get(key);
		if (before !== undefined) return before;
		const made = await stage.prepare(of, {
			unfinished: this.#unfinished.get(key),
			save: (unfinished) => this.#unfinished.set(key, unfinished),
			signal,
		});
		this.#unfinished.delete(key);
		if (!made) return undefined;
		this.#artefacts.set(key, made.artefact);
		this.#costs.set(key, made.cost);
		return made.artefact;
	}

	/** Whether another segment begins at `step`. */
	switchesAt(step: number): boolean {
		return this.#segments.some(({ fromStep }) => fromStep === step);
	}

	#segmentAt(step: number): PolicySegment {
		return this.#segments.findLast(({ fromStep }) => fromStep <= step)!;
	}

	#demandPossible({ id, settings }: PolicySegment): void {
		const policy = this.#policyById(id);
		policy.createMixer(parseParameters(policy.parameters, settings, 'settings'), this.#context(id));
	}

	#keep(): void {
		if (this.#active) this.#states.set(this.#active.key, { state: this.#active.mixer.state() });
	}
}

/** Other settings are another mixer: a state belongs to the settings that it grew under. */
const keyOf = ({ id, settings, artefact }: PolicySegment): string =>
	`${id} ${canonicalJson(settings)}${artefact === undefined ? '' : ` ${artefact}`}`;
