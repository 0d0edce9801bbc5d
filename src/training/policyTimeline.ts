/** Which policy draws at which step, and the states of those that have drawn, kept for the way back. */
import type { Json, JsonObject } from '#core/json.ts';
import { canonicalJson } from '#core/json.ts';
import { parseParameters } from '#core/parameters.ts';
import type { MixContext, Mixer, MixingPolicy } from '#mixing/policy.ts';
import type { PolicySegment } from './settings.ts';

export interface TimelineState {
	/** Mixer.state() and the artefact of its preparation, by policy and settings. */
	readonly mixers: { readonly [key: string]: { readonly state: Json; readonly artefact?: Json } };
}
export interface ActiveMixer {
	readonly mixer: Mixer;
	readonly segment: PolicySegment;
	/** No state was kept for it: it has not drawn before in this run. */
	readonly isNew: boolean;
}
type Prepare = (
	policy: MixingPolicy,
	values: never,
	context: MixContext,
) => Promise<Json | undefined>;

/** The segments with one more: those from its step on give way to it. */
const withSegment = (policy: readonly PolicySegment[], segment: PolicySegment): PolicySegment[] => [
	...policy.filter(({ fromStep }) => fromStep < segment.fromStep),
	segment,
];

export class PolicyTimeline {
	#segments: readonly PolicySegment[];
	readonly #context: (policyId: string) => MixContext;
	readonly #policyById: (id: string) => MixingPolicy;
	readonly #kept: Map<string, { state: Json; artefact?: Json }>;
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
		this.#kept = new Map(Object.entries(saved?.mixers ?? {}));
		for (const segment of segments) this.#demandPossible(segment);
	}

	/** Throws InputError when the policy cannot work with these settings and skills; nothing is changed then. */
	switchTo(segment: PolicySegment): void {
		this.#demandPossible(segment);
		this.#segments = withSegment(this.#segments, segment);
	}

	/** The mixer that draws the batch of `step` (from 0). `prepare` runs a policy's preparation, if it has one. */
	async at(step: number, prepare: Prepare): Promise<ActiveMixer> {
		const segment = this.#segments.findLast(({ fromStep }) => fromStep <= step)!;
		const key = keyOf(segment);
		if (this.#active?.key === key) {
			this.#active = { ...this.#active, segment };
			return { ...this.#active, isNew: false };
		}
		this.#keep();
		const policy = this.#policyById(segment.id);
		const context = this.#context(segment.id);
		const values = parseParameters(policy.parameters, segment.settings, 'settings');
		const kept = this.#kept.get(key);
		const artefact = kept ? kept.artefact : await prepare(policy, values as never, context);
		const mixer = policy.createMixer(values, context, {
			...(kept && { saved: kept.state }),
			...(artefact !== undefined && { artefact }),
		});
		if (artefact !== undefined) this.#kept.set(key, { state: mixer.state(), artefact });
		this.#active = { key, mixer, segment };
		return { mixer, segment, isNew: kept === undefined };
	}

	state(): TimelineState {
		this.#keep();
		return { mixers: Object.fromEntries(this.#kept) };
	}

	#demandPossible({ id, settings }: PolicySegment): void {
		const policy = this.#policyById(id);
		policy.createMixer(parseParameters(policy.parameters, settings, 'settings'), this.#context(id));
	}

	#keep(): void {
		if (this.#active)
			this.#kept.set(this.#active.key, {
				...this.#kept.get(this.#active.key),
				state: this.#active.mixer.state(),
			});
	}
}

/** Other settings are another mixer: a state belongs to the settings that it grew under. */
const keyOf = ({ id, settings }: { id: string; settings: JsonObject }): string =>
	`${id} ${canonicalJson(settings)}`;
