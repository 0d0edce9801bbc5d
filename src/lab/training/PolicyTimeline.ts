/** The active policy of each step, and the saved states of earlier policies. */
import { sha256OfJson } from '#engine/core/hash.ts';
import { canonicalJson, type Json, type JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import type { MixContext, Mixer, MixingPolicy } from '#mixing/index.ts';
import {
	noCost,
	addCosts,
	type PolicyStage,
	type StagedPolicy,
	type UnfinishedStage,
} from './policyStage.ts';
import type { Cost } from './probes.ts';
import type { PolicySegment } from './runSettings.ts';

/** Each key holds a policy's id, its settings and the artefact that its segment names. */
export interface TimelineState {
	/** Mixer.state() of each policy that has filled a batch. */
	readonly mixers: { readonly [key: string]: { readonly state: Json } };
	/** Results of preparations. */
	readonly artefacts?: { readonly [key: string]: Json };
	/** Their costs until they are reported: a survey may be interrupted in between. */
	readonly costs?: { readonly [key: string]: Cost };
	/** Interrupted preparations. */
	readonly unfinished?: { readonly [key: string]: UnfinishedStage };
}

/** The work before a policy's first step. */
export interface Prepared {
	readonly id: string;
	/** SHA-256 of the artefact's canonical JSON; null if the policy only surveyed the data. */
	readonly artefact: string | null;
	readonly cost: Cost;
}
export interface ActiveMixer {
	readonly mixer: Mixer;
	readonly segment: PolicySegment;
	/** It has no saved state: it has filled no batch in this run. */
	readonly isNew: boolean;
	/** Present when it is new and had work to do before its first step. */
	readonly prepared?: Prepared;
}

export class PolicyTimeline {
	#segments: readonly PolicySegment[];
	readonly #states: Map<string, { state: Json }>;
	readonly #artefacts: Map<string, Json>;
	readonly #costs: Map<string, Cost>;
	readonly #unfinished: Map<string, UnfinishedStage>;
	#active: { key: string; mixer: Mixer; segment: PolicySegment } | null = null;

	/** Throws InputError when a policy cannot work with its settings and these skills. */
	constructor(
		segments: readonly PolicySegment[],
		private readonly context: (policyId: string) => MixContext,
		private readonly policyOf: (
			id: string,
			settings: JsonObject,
			firstStep?: number,
		) => MixingPolicy,
		saved?: TimelineState,
	) {
		this.#segments = segments;
		this.#states = new Map(Object.entries(saved?.mixers ?? {}));
		this.#artefacts = new Map(Object.entries(saved?.artefacts ?? {}));
		this.#costs = new Map(Object.entries(saved?.costs ?? {}));
		this.#unfinished = new Map(Object.entries(saved?.unfinished ?? {}));
		for (const segment of segments) this.#requireValid(segment);
	}

	/** Throws InputError and changes nothing if the policy cannot work. */
	switchTo(segment: PolicySegment): void {
		this.#requireValid(segment);
		// It replaces the segments from its step on.
		const before = this.#segments.filter(({ fromStep }) => fromStep < segment.fromStep);
		this.#segments = [...before, segment];
	}

	/** The mixer for the batch of `step`, from 0. Throws the signal's reason; call it again then. */
	async at(step: number, stage: PolicyStage, signal: AbortSignal): Promise<ActiveMixer> {
		const segment = this.#segmentAt(step);
		const key = segmentKey(segment);
		if (this.#active?.key === key) {
			this.#active = { ...this.#active, segment };
			return { ...this.#active, isNew: false };
		}
		this.#saveActive();
		const { fromStep } = this.#segments.find(
			(s) => segmentKey(this.#segmentAt(s.fromStep)) === key,
		)!;
		const policy = this.policyOf(segment.id, segment.settings, fromStep);
		const context = this.context(segment.id);
		const values = parseParameters(policy.parameters, segment.settings, 'settings');
		const saved = this.#states.get(key);
		const staged: StagedPolicy = { policy, values: values as never, context, segment };
		const artefact = await this.#prepare(key, staged, stage, signal);
		const surveyed = await stage.survey(staged, artefact, signal);
		const mixer = policy.createMixer(values, context, {
			...(saved && { saved: saved.state }),
			...(artefact !== undefined && { artefact }),
			...(surveyed && { survey: surveyed.survey }),
		});
		this.#active = { key, mixer, segment };
		if (saved) return { mixer, segment, isNew: false };
		const cost = addCosts(this.#costs.get(key) ?? noCost(), surveyed?.cost ?? noCost());
		this.#costs.delete(key);
		if (artefact === undefined && !surveyed) return { mixer, segment, isNew: true };
		const sha256 = artefact === undefined ? null : sha256OfJson(artefact);
		const prepared = { id: segment.id, cost, artefact: sha256 };
		return { mixer, segment, isNew: true, prepared };
	}

	/** Result of the preparation of the policy at `step`; undefined if there is none. */
	artefactAt(step: number): Json | undefined {
		return this.#artefacts.get(segmentKey(this.#segmentAt(step)));
	}

	state(): TimelineState {
		this.#saveActive();
		return {
			mixers: Object.fromEntries(this.#states),
			...(this.#artefacts.size > 0 && { artefacts: Object.fromEntries(this.#artefacts) }),
			...(this.#costs.size > 0 && { costs: Object.fromEntries(this.#costs) }),
			...(this.#unfinished.size > 0 && { unfinished: Object.fromEntries(this.#unfinished) }),
		};
	}

	async #prepare(
		key: string,
		staged: StagedPolicy,
		stage: PolicyStage,
		signal: AbortSignal,
	): Promise<Json | undefined> {
		const before = this.#artefacts.get(key);
		if (before !== undefined) return before;
		const save = (unfinished: UnfinishedStage) => void this.#unfinished.set(key, unfinished);
		const made = await stage.prepare(staged, this.#unfinished.get(key), save, signal);
		this.#unfinished.delete(key);
		if (!made) return undefined;
		this.#artefacts.set(key, made.artefact);
		this.#costs.set(key, made.cost);
		return made.artefact;
	}

	/** Whether a segment begins at `step`. */
	switchesAt(step: number): boolean {
		return this.#segments.some(({ fromStep }) => fromStep === step);
	}

	#segmentAt(step: number): PolicySegment {
		return this.#segments.findLast(({ fromStep }) => fromStep <= step)!;
	}

	#requireValid({ id, settings }: PolicySegment): void {
		const policy = this.policyOf(id, settings);
		policy.createMixer(parseParameters(policy.parameters, settings, 'settings'), this.context(id));
	}

	#saveActive(): void {
		if (this.#active) this.#states.set(this.#active.key, { state: this.#active.mixer.state() });
	}
}

/** A saved state is valid only for the settings under which it was made. */
const segmentKey = ({ id, settings, artefact }: PolicySegment): string =>
	`${id} ${canonicalJson(settings)}${artefact === undefined ? '' : ` ${artefact}`}`;
